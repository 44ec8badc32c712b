// SPDX-License-Identifier: MIT
#include "inflate.hpp"

#include <wick/npy/npy_error.hpp>

#include "zip_format.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <new>

namespace wick::detail {

std::span<std::byte> ReusedBytes::get(std::int64_t count, std::string_view where) {
  if (count > capacity_) {
    bytes_.reset();
    capacity_ = 0;
    try {
      bytes_ = std::make_unique_for_overwrite<std::byte[]>(static_cast<std::size_t>(count));
    } catch (const std::bad_alloc&) {
      throw NpyError(where, fmt::format("{} bytes of memory needed, which are not there", count));
    }
    capacity_ = count;
  }
  return {bytes_.get(), static_cast<std::size_t>(count)};
}

Inflater::Inflater() : decompressor_(libdeflate_alloc_decompressor()) {
  if (decompressor_ == nullptr) throw std::bad_alloc();
}

bool Inflater::inflate(std::span<const std::byte> deflated, std::span<std::byte> out) const noexcept {
  // An output without bytes may have no address, which libdeflate does not expect.
  std::byte nothing{};
  auto* place = out.empty() ? &nothing : out.data();
  return libdeflate_deflate_decompress(decompressor_.get(), deflated.data(), deflated.size(), place, out.size(),
                                       nullptr) == LIBDEFLATE_SUCCESS;
}

void Inflater::Free::operator()(libdeflate_decompressor* decompressor) const noexcept {
  libdeflate_free_decompressor(decompressor);
}

std::optional<SplitStream> split_stored(std::span<const std::byte> deflated, std::int64_t count) noexcept {
  // Bits: not the last block, stored; then up to a whole byte; then the length and its complement.
  constexpr std::size_t block_header = 5;
  if (deflated.size() < block_header || (std::to_integer<unsigned>(deflated[0]) & 7u) != 0) return std::nullopt;
  const auto length = zip::load16(deflated, 1);
  if (length != static_cast<std::uint16_t>(~zip::load16(deflated, 3)) || length != count) return std::nullopt;
  if (deflated.size() - block_header < length) return std::nullopt;
  return SplitStream{deflated.subspan(block_header, length), deflated.subspan(block_header + length)};
}

}  // namespace wick::detail
