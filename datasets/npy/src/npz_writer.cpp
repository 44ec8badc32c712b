// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_writer.hpp>

#include "crc32.hpp"
#include "inflate.hpp"
#include "python_repr.hpp"
#include "zip_format.hpp"
#include "zip_name.hpp"
#include "zip_record.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <limits>
#include <new>

namespace wick {
namespace {

using Bytes = std::span<const std::byte>;
using detail::crc32;

Bytes as_bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

std::int64_t size_of(Bytes bytes) { return static_cast<std::int64_t>(bytes.size()); }

// The header, read again: a Dtype made by hand whose `descr` says something else would make a member that nobody can
// read.
std::string checked_header(const std::string& where, const Dtype& dtype, bool fortran_order,
                           std::span<const std::int64_t> shape, std::int64_t payload_bytes) {
  std::string header = make_npy_header(dtype, fortran_order, shape);
  const auto file_bytes = static_cast<std::int64_t>(header.size()) + payload_bytes;
  const auto read = parse_npy_header(as_bytes(header), file_bytes, where);
  if (read.dtype.has_object) throw NpyError(where, "Python objects cannot be written");
  if (read.payload_bytes != payload_bytes || read.dtype.itemsize != dtype.itemsize) {
    throw NpyError(where, fmt::format("cannot be written: shape {} of dtype {:.100} has {} bytes, {} given",
                                      to_string(shape), dtype.descr, read.payload_bytes, payload_bytes));
  }
  return header;
}

// Note [A header in a block of its own]
// libdeflate compresses, and inflates, only what is whole and in one piece, but an array is a header and a payload. So
// the header becomes a stored block, which any program can read, and the payload a stream behind it. Nothing is copied
// together here, and a reader inflates the payload straight to its place, as nothing in it refers to the header.
std::string stored_blocks(Bytes bytes) {
  std::string blocks;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min<std::size_t>(bytes.size(), std::numeric_limits<std::uint16_t>::max()));
    const auto length = static_cast<unsigned>(part.size());
    blocks += '\0';  // not the last block, stored
    for (const unsigned number : {length, ~length}) {
      blocks += static_cast<char>(number & 0xFF);
      blocks += static_cast<char>((number >> 8) & 0xFF);
    }
    blocks.append(reinterpret_cast<const char*>(part.data()), part.size());
    bytes = bytes.subspan(part.size());
  }
  return blocks;
}

}  // namespace

class NpzWriter::Deflater {
 public:
  explicit Deflater(int level) : compressor_(libdeflate_alloc_compressor(level)) {
    if (compressor_ == nullptr) throw std::bad_alloc();
  }
  ~Deflater() { libdeflate_free_compressor(compressor_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // Valid until the next call.
  Bytes deflate(Bytes bytes, const std::string& where) {
    const auto bound = libdeflate_deflate_compress_bound(compressor_, bytes.size());
    const auto out = memory_.get(static_cast<std::int64_t>(bound), where);
    const std::byte nothing{};
    const auto* data = bytes.empty() ? &nothing : bytes.data();
    return out.first(libdeflate_deflate_compress(compressor_, data, bytes.size(), out.data(), out.size()));
  }

 private:
  libdeflate_compressor* compressor_;
  detail::ReusedBytes memory_;
};

NpzWriter::NpzWriter(const std::string& path, const NpzWriterOptions& options)
    : path_(path), options_(options), file_(path) {
  if (options.method != NpzMethod::stored && options.method != NpzMethod::deflated) {
    throw NpyError(path,
                   fmt::format("cannot be written: method {}: stored or deflated expected", to_string(options.method)));
  }
  if (options.level < 1 || options.level > 12) {
    throw NpyError(path, fmt::format("cannot be written: level {}: 1 to 12 expected", options.level));
  }
  if (options.method == NpzMethod::deflated) deflater_ = std::make_unique<Deflater>(options.level);
}

NpzWriter::~NpzWriter() = default;

void NpzWriter::check_open() const {
  if (!open_) throw NpyError(path_, "the archive is finished, or could not be written: nothing more can be");
}

NpzMember NpzWriter::new_member(std::string_view name) const {
  check_open();
  const auto fail = [&](std::string_view fact) {
    throw NpyError(path_, fmt::format("the member {:.100} cannot be written: {}", detail::python_repr(name), fact));
  };
  if (name.empty() || name.size() > std::numeric_limits<std::uint16_t>::max()) fail("names have 1 to 65,535 bytes");
  if (!detail::decode_zip_name(std::as_bytes(std::span(name)), true)) fail("its name is not UTF-8, or has a NUL");
  if (names_.contains(std::string(name))) fail("there is one of that name already");
  NpzMember member;
  member.name = name;
  member.method = options_.method;
  const bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return (c & 0x80) == 0; });
  member.flags = ascii ? 0 : detail::zip::utf8_flag;
  member.header_offset = written_;
  return member;
}

void NpzWriter::add(std::string_view key, const Dtype& dtype, bool fortran_order, std::span<const std::int64_t> shape,
                    std::span<const std::byte> payload) {
  const std::string where = fmt::format("{}[{:.100}]", path_, detail::python_repr(key));
  const std::string header = checked_header(where, dtype, fortran_order, shape, size_of(payload));
  add_member(std::string(key) + ".npy", as_bytes(header), payload);
}

void NpzWriter::add_bytes(std::string_view name, std::span<const std::byte> bytes) { add_member(name, {}, bytes); }

void NpzWriter::add_member(std::string_view name, std::span<const std::byte> head, std::span<const std::byte> body) {
  NpzMember member = new_member(name);
  member.bytes = size_of(head) + size_of(body);
  member.crc32 = crc32(crc32(0, head), body);
  if (deflater_) {
    const std::string blocks = stored_blocks(head);
    const Bytes stream = deflater_->deflate(body, path_);
    member.compressed_bytes = size_of(as_bytes(blocks)) + size_of(stream);
    write_member(member, as_bytes(blocks), stream);
  } else {
    member.compressed_bytes = member.bytes;
    write_member(member, head, body);
  }
}

void NpzWriter::write_member(const NpzMember& member, std::span<const std::byte> head,
                             std::span<const std::byte> body) {
  const bool zip64 = options_.zip64 == Zip64::always;
  std::string front = detail::zip_local_record(member, zip64);
  front.append(reinterpret_cast<const char*>(head.data()), head.size());
  open_ = false;  // if this throws, what is written of it remains
  file_.write(as_bytes(front), body);
  written_ += size_of(as_bytes(front)) + size_of(body);
  directory_ += detail::zip_entry_record(member, zip64);
  names_.insert(member.name);
  open_ = true;
}

void NpzWriter::finish() {
  check_open();
  open_ = false;
  const std::string end = detail::zip_end_records({.members = static_cast<std::int64_t>(names_.size()),
                                                   .offset = written_,
                                                   .bytes = static_cast<std::int64_t>(directory_.size())},
                                                  options_.zip64 == Zip64::always);
  file_.write(as_bytes(directory_), as_bytes(end));
  file_.commit();
}

}  // namespace wick
