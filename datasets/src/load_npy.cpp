// SPDX-License-Identifier: MIT
#include <wick/datasets/load_npy.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/transforms/strided.hpp>

#include "aligned_bytes.hpp"
#include "normalise_bools.hpp"
#include "unsupported_dtype.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <system_error>
#include <utility>

#include <sys/mman.h>

namespace wick {
namespace {

// Up to this size a file is read by one call. Beyond it the second call costs nothing, and what follows the array in
// the file might be large.
constexpr std::int64_t small_file_bytes = 1 << 20;

NumpyArray make_array(NpyHeader header, std::byte* data, std::shared_ptr<const void> owner, const File& file) {
  auto strides = contiguous_strides(header.shape, header.dtype.itemsize, header.fortran_order);
  NumpyArray array(std::move(header.dtype), std::move(header.shape), std::move(strides), data, std::move(owner),
                   file.path());
  detail::normalise_bools(array);
  return array;
}

std::shared_ptr<std::byte> memory_for(std::int64_t bytes, const File& file) {
  auto memory = detail::aligned_bytes(bytes);
  if (memory == nullptr) throw NpyError(file.path(), fmt::format("no memory for {} bytes; map_npy needs none", bytes));
  return memory;
}

// Reads header and payload by one call, as if the header had its usual length; if it is shorter, the payload is moved
// to its place. nullopt if it is longer.
std::optional<NumpyArray> load_small(const File& file) {
  std::array<std::byte, usual_header_bytes> buffer;
  const auto head_bytes = std::min(file.size(), usual_header_bytes);
  const auto head = std::span(buffer).first(static_cast<std::size_t>(head_bytes));
  auto memory = memory_for(file.size(), file);
  const auto read = file.read_two_at(0, head, {memory.get(), static_cast<std::size_t>(file.size() - head_bytes)});
  const auto there = head.first(static_cast<std::size_t>(std::min(read, head_bytes)));
  if (npy_header_bytes(there, read, file.path()) > head_bytes) return std::nullopt;
  auto header = parse_npy_header(there, read, file.path());
  detail::refuse_objects(header.dtype, file.path());
  const auto missing = std::min(head_bytes - header.payload_offset, header.payload_bytes);
  if (missing > 0) {
    std::memmove(memory.get() + missing, memory.get(), static_cast<std::size_t>(header.payload_bytes - missing));
    std::memcpy(memory.get(), head.data() + header.payload_offset, static_cast<std::size_t>(missing));
  }
  std::byte* data = memory.get();
  return make_array(std::move(header), data, std::move(memory), file);
}

NumpyArray load_payload(NpyHeader header, const File& file) {
  auto memory = memory_for(header.payload_bytes, file);
  file.read_at(header.payload_offset, {memory.get(), static_cast<std::size_t>(header.payload_bytes)});
  std::byte* data = memory.get();
  return make_array(std::move(header), data, std::move(memory), file);
}

NpyHeader plain_header(const File& file) {
  auto header = read_npy_header(file);
  detail::refuse_objects(header.dtype, file.path());
  return header;
}

// That of structures is that of the largest number that a field can be.
std::int64_t alignment_of(const Dtype& dtype) {
  constexpr std::int64_t largest = 8;
  if (dtype.is_numeric()) return dtype.kind == 'c' ? dtype.itemsize / 2 : dtype.itemsize;
  return largest;
}

// The file from its beginning to `bytes`, since mappings begin at whole pages. Private: writes stay in this process.
// Without reservation: a file larger than the machine's memory can be mapped.
std::shared_ptr<std::byte> map_file(const File& file, std::int64_t bytes) {
  const auto length = static_cast<std::size_t>(bytes);
  void* address = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file.descriptor(), 0);
  if (address == MAP_FAILED) {
    const auto reason = std::system_category().message(errno);
    throw NpyError(file.path(), fmt::format("{} bytes cannot be mapped: {}; use load_npy", bytes, reason));
  }
  return {static_cast<std::byte*>(address), [length](std::byte* memory) { ::munmap(memory, length); }};
}

}  // namespace

NumpyArray load_npy(const std::string& path) {
  const File file(path);
  if (file.size() <= small_file_bytes) {
    if (auto array = load_small(file)) return *std::move(array);
  }
  return load_payload(plain_header(file), file);
}

NumpyArray map_npy(const std::string& path) {
  const File file(path);
  auto header = plain_header(file);
  const bool aligned = header.payload_offset % alignment_of(header.dtype) == 0;
  if (!aligned || header.payload_bytes == 0) return load_payload(std::move(header), file);
  auto memory = map_file(file, header.payload_offset + header.payload_bytes);
  std::byte* data = memory.get() + header.payload_offset;
  return make_array(std::move(header), data, std::move(memory), file);
}

}  // namespace wick
