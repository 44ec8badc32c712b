// SPDX-License-Identifier: MIT
#include "npy_writer_open.hpp"

#include <wick/npy/file.hpp>
#include <wick/npy/new_file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "magic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include <unistd.h>

namespace wick::detail {
namespace {

// What the caller wants to write.
struct Rows {
  const std::string& path;
  const Dtype& dtype;
  Shape shape;  // of an array of 0 rows
  std::int64_t bytes;
};

Rows checked_rows(const std::string& path, const Dtype& dtype, std::span<const std::int64_t> row_shape) {
  if (dtype.has_object) {
    throw NpyError(
        path,
        fmt::format("dtype {:.80} has Python objects, which are kept as a pickle: no rows can be added", dtype.descr));
  }
  if (row_shape.size() >= max_dimensions) {
    throw NpyError(path, fmt::format("rows of {} dimensions: at most {} expected, which with the rows are {}",
                                     row_shape.size(), max_dimensions - 1, max_dimensions));
  }
  const auto bytes = checked_bytes(row_shape, dtype.itemsize);
  if (!bytes || *bytes <= 0) {
    throw NpyError(path, fmt::format("rows of shape {} and dtype {:.80} have {}: 1 to 2**63 - 1 bytes expected",
                                     to_string(row_shape), dtype.descr, bytes ? "no bytes" : "a size out of range"));
  }
  Shape shape(row_shape.begin(), row_shape.end());
  shape.insert(shape.begin(), 0);
  return {path, dtype, std::move(shape), *bytes};
}

bool is_there(const std::string& path) {
  // `NewFile` has the words for a NUL character.
  return path.find('\0') == path.npos && ::access(path.c_str(), F_OK) == 0;
}

void create(const Rows& rows) {
  const std::string header = make_npy_header(rows.dtype, false, rows.shape);
  const auto bytes = std::as_bytes(std::span(header));
  if (parse_npy_header(bytes, static_cast<std::int64_t>(bytes.size()), rows.path).dtype != rows.dtype) {
    throw NpyError(rows.path, fmt::format("dtype {:.80} is nothing that a header can say", rows.dtype.descr));
  }
  NewFile file(rows.path);
  file.write(bytes, {});
  file.commit();
}

void check_fit(const NpyHeader& header, const Rows& rows) {
  if (header.dtype != rows.dtype) {
    throw NpyError(rows.path, fmt::format("has dtype {:.80}: rows of dtype {:.80} cannot be added; convert them first",
                                          header.dtype.descr, rows.dtype.descr));
  }
  const bool alike = header.shape.size() == rows.shape.size() &&
                     std::equal(header.shape.begin() + 1, header.shape.end(), rows.shape.begin() + 1);
  if (header.shape.empty() || !alike) {
    throw NpyError(rows.path, fmt::format("has shape {}: rows of shape {} cannot be added", to_string(header.shape),
                                          to_string(std::span(rows.shape).subspan(1))));
  }
  if (header.fortran_order && header.shape.size() > 1) {
    throw NpyError(rows.path, "is in Fortran order, where rows are no parts of the file: convert it to C order first");
  }
}

// What a flush that was cut off has left is dropped; arrays that were saved one after another into the file are not.
void drop_rest(NpyWriterFile& file, const File& contents, std::int64_t end) {
  if (contents.size() <= end) return;
  std::array<std::byte, magic.size()> next{};
  const auto read = static_cast<std::size_t>(contents.read_some_at(end, next));
  if (std::equal(next.begin(), next.begin() + read, std::as_bytes(std::span(magic)).begin()) && read == next.size()) {
    throw NpyError(contents.path(), end,
                   "another array follows here, which rows would overwrite: a file of one expected");
  }
  file.truncate(end);
}

std::string read_bytes(const File& file, std::int64_t count) {
  std::string bytes(static_cast<std::size_t>(count), '\0');
  file.read_at(0, std::as_writable_bytes(std::span(bytes)));
  return bytes;
}

}  // namespace

GrowingNpy open_growing_npy(const std::string& path, const Dtype& dtype, std::span<const std::int64_t> row_shape,
                            const NpyWriterOptions& options) {
  const Rows rows = checked_rows(path, dtype, row_shape);
  const bool there = is_there(path);
  if (there && options.existing == ExistingFile::refuse) {
    throw NpyError(path, "is there already (ExistingFile::append adds to it, ExistingFile::replace drops it)");
  }
  const bool made = !there || options.existing == ExistingFile::replace;
  if (made) create(rows);
  const File contents(path);  // first: it knows what is no regular file
  auto file = std::make_unique<NpyWriterFile>(path);
  // From here on nobody else changes it, but it may have been changed since it was opened for reading.
  const File locked(path);
  if (!file->is_same(locked.descriptor())) throw NpyError(path, "was replaced while it was opened");
  const NpyHeader header = read_npy_header(locked);
  check_fit(header, rows);
  const auto end = header.payload_offset + header.payload_bytes;
  drop_rest(*file, locked, end);
  if (made && options.durability == Durability::power) {
    file->sync();
    file->sync_folder();
  }
  return {std::move(file), NpyWriterHeader(read_bytes(locked, header.payload_offset), path), header.shape[0],
          rows.bytes, end};
}

}  // namespace wick::detail
