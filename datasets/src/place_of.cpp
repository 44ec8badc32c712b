// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/exception_reason.hpp>
#include <wick/datasets/detail/isolated.hpp>
#include <wick/datasets/detail/place_of.hpp>

namespace wick::detail {

std::string place_of(const Source& source, std::int64_t index) {
  std::string place;
  try {
    isolated([&] { place = source.where(index); });
  } catch (...) {
    place = "place unknown: " + exception_reason();
  }
  return place;
}

}  // namespace wick::detail
