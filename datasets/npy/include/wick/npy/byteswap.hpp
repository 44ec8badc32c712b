// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wick {

/// Brings elements of any dtype but objects into this machine's byte order, as
/// `a.astype(a.dtype.newbyteorder('='))`. In structures every field by itself, at any depth and in sub-arrays; in
/// strings (U) every character. Bytes without an order stay: S, V, bool, single bytes, those between fields.
///
///     const Byteswap swap(dtype, "x.npy");  // [('a', '>i4'), ('s', '<U3', (2,))]
///     swap.run(bytes);
///     swap.native().descr;                  // [('a', '<i4'), ('s', '<U3', (2,))] on x86 and ARM
///
/// Thread safety: constant after construction.
class Byteswap {
 public:
  /// Costs as much as parsing the header where the dtype is structured. Throws `NpyError` at objects, and as
  /// `fields_of`. `path` serves messages.
  Byteswap(const Dtype& dtype, std::string_view path);

  /// The dtype of the elements when they are swapped.
  const Dtype& native() const noexcept { return native_; }

  /// No byte of an element moves.
  bool is_identity() const noexcept { return parts_.empty(); }

  /// Swaps elements in place: whole ones, one after the other, of any alignment. At the speed of memory for 2, 4 and 8
  /// bytes.
  void run(std::span<std::byte> elements) const;

 private:
  /// Words of `width` bytes, or structures of `width` bytes whose `parts` are swapped: `count` of them, one after the
  /// other, `offset` bytes from the beginning of what they are a part of.
  struct Part {
    std::int64_t offset = 0;
    std::int64_t width = 0;
    std::int64_t count = 0;
    std::vector<Part> parts = {};
  };

  static std::vector<Part> parts_of(const Dtype& dtype, std::string_view path);
  static void swap(const std::vector<Part>& parts, std::byte* element);

  // Constant after construction.
  Dtype native_;
  std::vector<Part> parts_;
};

}  // namespace wick
