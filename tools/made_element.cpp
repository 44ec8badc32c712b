// SPDX-License-Identifier: MIT
#include "made_element.hpp"

#include <c10/util/Half.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

namespace wick::tools {

namespace {

template <typename T>
T element_of(float value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value >= 0.5F;
  } else if constexpr (std::is_integral_v<T>) {
    constexpr double most = std::min<double>(65535, static_cast<double>(std::numeric_limits<T>::max()));
    return static_cast<T>(std::min(most, static_cast<double>(value) * (most + 1)));
  } else {
    return static_cast<T>(value);
  }
}

template <typename T>
void write(std::span<const float> values, std::byte* elements) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const T element = element_of<T>(values[i]);
    std::memcpy(elements + i * sizeof(T), &element, sizeof(T));
  }
}

constexpr MadeElement elements[] = {
    {"bool", "b1", write<bool>},
    {"uint8", "u1", write<std::uint8_t>},
    {"uint16", "u2", write<std::uint16_t>},
    {"uint32", "u4", write<std::uint32_t>},
    {"uint64", "u8", write<std::uint64_t>},
    {"int8", "i1", write<std::int8_t>},
    {"int16", "i2", write<std::int16_t>},
    {"int32", "i4", write<std::int32_t>},
    {"int64", "i8", write<std::int64_t>},
    {"float16", "f2", write<c10::Half>},
    {"float32", "f4", write<float>},
    {"float64", "f8", write<double>},
};

}  // namespace

const MadeElement* find_made_element(std::string_view name) {
  const auto found =
      std::find_if(std::begin(elements), std::end(elements), [&](const auto& element) { return element.name == name; });
  return found == std::end(elements) ? nullptr : found;
}

std::vector<std::string_view> made_element_names() {
  std::vector<std::string_view> names;
  for (const MadeElement& element : elements) names.push_back(element.name);
  return names;
}

}  // namespace wick::tools
