// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wick {

/// What was found of NaN and infinities. An element of a complex or structured dtype, or one with a sub-array, counts
/// once: as NaN if one of its numbers is.
struct NonFinite {
  /// Elements that are NaN.
  std::int64_t nan = 0;

  /// Elements that are infinite, and have no NaN.
  std::int64_t infinite = 0;

  /// The first of either, counted from 0 in the order of the bytes.
  std::optional<std::int64_t> first = std::nullopt;

  /// Adds what was found in elements that follow `before` others.
  void add(const NonFinite& other, std::int64_t before);

  bool operator==(const NonFinite&) const = default;
};

/// Looks for NaN and infinities in bytes as they are in a file: floats of 2, 4 and 8 bytes, long doubles as x86 writes
/// them, complex numbers of these, the fields of structures, all in both byte orders, and the dtypes `bfloat16` and
/// `float8_*` (by these names in `descr`). Other dtypes have none; NaT is not looked for.
///
/// Cost: some 0.1 ns a byte where all is finite, 2 ns for each element in blocks of 4 KiB where not, and for each
/// field. Thread safety: any number of threads may call const methods at once.
class NonFiniteSearch {
 public:
  /// `path` serves messages. Throws `NpyError` when a structured dtype, made by hand, is none.
  NonFiniteSearch(const Dtype& dtype, std::string_view path);
  NonFiniteSearch(NonFiniteSearch&& other) noexcept;
  NonFiniteSearch& operator=(NonFiniteSearch&& other) noexcept;
  ~NonFiniteSearch();

  /// Whether elements of this dtype can have any.
  bool possible() const noexcept;

  /// Searches whole elements; throws `Error` when they are not whole. Aligned or not.
  NonFinite search(std::span<const std::byte> elements) const;

 private:
  /// Numbers in an element, or structures that have some.
  struct Part;

  NonFinite search_each(std::span<const std::byte> elements) const;

  std::size_t itemsize_;
  std::vector<Part> parts_;
};

}  // namespace wick
