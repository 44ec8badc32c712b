// SPDX-License-Identifier: MIT
#include "file_header.hpp"

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "unsupported_dtype.hpp"

#include <span>
#include <utility>

namespace wick::detail {
namespace {

std::span<std::byte> bytes_of(std::string& text) { return std::as_writable_bytes(std::span(text)); }

std::string raw_header(const File& file, std::int64_t file_bytes) {
  std::string raw(usual_header_bytes, '\0');
  raw.resize(static_cast<std::size_t>(file.read_some_at(0, bytes_of(raw))));
  const auto read = raw.size();
  raw.resize(static_cast<std::size_t>(npy_header_bytes(bytes_of(raw), file_bytes, file.path())));
  if (raw.size() > read) file.read_at(static_cast<std::int64_t>(read), bytes_of(raw).subspan(read));
  return raw;
}

}  // namespace

KnownHeader read_header(const File& file) {
  const auto file_bytes = file.size();
  std::string raw = raw_header(file, file_bytes);
  NpyHeader header = parse_npy_header(bytes_of(raw), file_bytes, file.path());
  refuse_objects(header.dtype, file.path());
  // In fewer than two dimensions the orders are the same; files that say Fortran are then like those that do not.
  const bool fortran_order = header.fortran_order && header.shape.size() > 1;
  return {std::move(raw), {std::move(header.dtype), std::move(header.shape), fortran_order}};
}

}  // namespace wick::detail
