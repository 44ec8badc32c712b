// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/conversion.hpp>

#include <array>
#include <atomic>
#include <vector>

namespace wick::detail {

/// A run of elementwise steps, compiled for each element type that comes along.
/// Thread safety: `from` may be called from any number of threads at once and takes no lock.
class ConversionCache {
 public:
  explicit ConversionCache(std::vector<ElementwiseStep> steps);
  ~ConversionCache();
  ConversionCache(const ConversionCache&) = delete;
  ConversionCache& operator=(const ConversionCache&) = delete;

  /// The conversion of elements of this type; lives as long as the cache. Throws `Error` when the steps make no sense.
  const Conversion& from(ElementType type) const;

 private:
  static constexpr std::size_t type_count = static_cast<std::size_t>(ElementType::complex128) + 1;

  std::vector<ElementwiseStep> steps_;
  mutable std::array<std::atomic<const Conversion*>, type_count> conversions_{};  // null until asked for, then constant
};

}  // namespace wick::detail
