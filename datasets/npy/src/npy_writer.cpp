// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_writer.hpp>

#include "npy_writer_open.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace wick {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// Note [Header in place]
// The header is changed by one pwrite of the bytes that differ: the digits, and the end of the shape where a digit more
// moves it. They are fewer than a page and copied into the page cache in one go; a process that is killed dies before
// or after that. That the disk has them in one piece too, and after the rows, is what `Durability::power` asks for:
// they lie in one sector but in headers of over 512 bytes.
struct Change {
  std::int64_t offset;
  std::span<const std::byte> bytes;
};

// What of `to` differs from `from`, which is as long.
Change change(const std::string& from, const std::string& to) {
  const auto first = std::mismatch(from.begin(), from.end(), to.begin()).second - to.begin();
  const auto last = to.rend() - std::mismatch(from.rbegin(), from.rend(), to.rbegin()).second;
  const auto count = static_cast<std::size_t>(std::max<std::ptrdiff_t>(last - first, 0));
  return {first, bytes_of(to).subspan(static_cast<std::size_t>(first), count)};
}

}  // namespace

struct NpyWriter::State {
  detail::GrowingNpy npy;
  std::vector<std::byte> buffer = {};
  std::size_t buffer_bytes = 0;
  Durability durability = Durability::process;

  const std::string& path() const { return npy.file->path(); }
  std::int64_t buffered_rows() const { return static_cast<std::int64_t>(buffer.size()) / npy.row_bytes; }

  void check(std::span<const std::byte> rows) const;
  void write(std::span<const std::byte> rows);
  void write_rows(std::span<const std::byte> rows);
  void write_header(const std::string& header);
  void sync() const {
    if (durability == Durability::power) npy.file->sync();
  }
};

// All that can be known before anything is written.
void NpyWriter::State::check(std::span<const std::byte> rows) const {
  if (!npy.file->is_open()) throw NpyError(path(), "rows for a writer that is closed");
  const auto bytes = static_cast<std::int64_t>(rows.size());
  if (bytes % npy.row_bytes != 0) {
    throw NpyError(path(), fmt::format("{} bytes to append: whole rows of {} expected", bytes, npy.row_bytes));
  }
  const auto there = npy.end + static_cast<std::int64_t>(buffer.size());
  if (bytes > std::numeric_limits<std::int64_t>::max() - there) {
    throw NpyError(path(), fmt::format("{} bytes more: a file has at most 2**63 - 1", bytes));
  }
  const auto count = npy.rows + buffered_rows() + bytes / npy.row_bytes;
  if (!npy.header.fits(count)) {
    throw NpyError(path(),
                   fmt::format("its header has no room to count {} rows, which NumPy before 1.24 did not leave: "
                               "save it again",
                               count));
  }
}

// Writes the buffer and then `rows`, both or none.
void NpyWriter::State::write(std::span<const std::byte> rows) {
  const auto bytes = static_cast<std::int64_t>(buffer.size() + rows.size());
  if (bytes == 0) return;
  const auto count = npy.rows + bytes / npy.row_bytes;
  std::string header = npy.header.with(count);
  write_rows(rows);
  write_header(header);
  npy.header.set(std::move(header));
  npy.rows = count;
  npy.end += bytes;
  buffer.clear();
}

void NpyWriter::State::write_rows(std::span<const std::byte> rows) {
  try {
    npy.file->write_at(npy.end, buffer, rows);
    sync();
  } catch (const NpyError&) {
    try {
      npy.file->truncate(npy.end);  // gives back the room; readers do not look there
    } catch (const NpyError&) {
    }
    throw;
  }
}

void NpyWriter::State::write_header(const std::string& header) {
  const auto& now = npy.header.bytes();
  const auto [offset, bytes] = change(now, header);
  try {
    npy.file->write_at(offset, bytes);
    sync();
  } catch (const NpyError&) {
    try {
      npy.file->write_at(offset, bytes_of(now).subspan(static_cast<std::size_t>(offset), bytes.size()));
    } catch (const NpyError&) {
    }
    throw;
  }
}

NpyWriter::NpyWriter(const std::string& path, const Dtype& dtype, std::span<const std::int64_t> row_shape,
                     const NpyWriterOptions& options) {
  if (options.buffer_bytes < 0) {
    throw NpyError(path, fmt::format("buffer_bytes of an NpyWriter is {}: 0 or more expected", options.buffer_bytes));
  }
  state_ = std::make_unique<State>(State{.npy = detail::open_growing_npy(path, dtype, row_shape, options),
                                         .buffer_bytes = static_cast<std::size_t>(options.buffer_bytes),
                                         .durability = options.durability});
}

NpyWriter::~NpyWriter() {
  try {
    close();
  } catch (const std::exception&) {
  }
}

void NpyWriter::append(std::span<const std::byte> rows) {
  state_->check(rows);
  auto& buffer = state_->buffer;
  if (rows.size() >= state_->buffer_bytes - std::min(buffer.size(), state_->buffer_bytes)) return state_->write(rows);
  buffer.insert(buffer.end(), rows.begin(), rows.end());
}

void NpyWriter::flush() {
  if (state_->npy.file->is_open()) state_->write({});
}

void NpyWriter::close() {
  if (!state_->npy.file->is_open()) return;
  flush();
  state_->npy.file->close();
}

std::int64_t NpyWriter::rows() const noexcept { return state_->npy.rows + state_->buffered_rows(); }

std::int64_t NpyWriter::row_bytes() const noexcept { return state_->npy.row_bytes; }

}  // namespace wick
