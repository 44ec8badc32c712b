// SPDX-License-Identifier: MIT
#include "conversion_cache.hpp"

#include <memory>
#include <utility>

namespace wick::detail {

ConversionCache::ConversionCache(std::vector<ElementwiseStep> steps) : steps_(std::move(steps)) {}

ConversionCache::~ConversionCache() {
  for (const auto& conversion : conversions_) delete conversion.load();
}

const Conversion& ConversionCache::from(ElementType type) const {
  auto& place = conversions_[static_cast<std::size_t>(type)];
  if (const Conversion* made = place.load()) return *made;
  auto fresh = std::make_unique<const Conversion>(type, steps_);
  const Conversion* other = nullptr;
  if (!place.compare_exchange_strong(other, fresh.get())) return *other;  // another thread was first
  return *fresh.release();
}

}  // namespace wick::detail
