// SPDX-License-Identifier: MIT
#include <wick/datasets/npz_arrays.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_member.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace wick {

NpzArrays::NpzArrays(std::string path, std::vector<value_type> arrays, std::vector<LeftOut> left_out)
    : path_(std::move(path)), arrays_(std::move(arrays)), by_key_(arrays_.size()), left_out_(std::move(left_out)) {
  std::iota(by_key_.begin(), by_key_.end(), 0u);
  std::sort(by_key_.begin(), by_key_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return arrays_[a].first < arrays_[b].first; });
}

// Positions in by_key_.
std::pair<std::size_t, std::size_t> NpzArrays::range_of(std::string_view key) const noexcept {
  const auto range_of_exactly = [this](std::string_view wanted) {
    const auto first = std::lower_bound(by_key_.begin(), by_key_.end(), wanted,
                                        [this](std::uint32_t i, auto name) { return arrays_[i].first < name; });
    const auto last = std::find_if(first, by_key_.end(), [&](std::uint32_t i) { return arrays_[i].first != wanted; });
    return std::pair(static_cast<std::size_t>(first - by_key_.begin()),
                     static_cast<std::size_t>(last - by_key_.begin()));
  };
  const auto exact = range_of_exactly(key);
  return exact.first < exact.second ? exact : range_of_exactly(npz_key(key));
}

bool NpzArrays::contains(std::string_view key) const noexcept {
  const auto [first, last] = range_of(key);
  return first < last;
}

const NumpyArray& NpzArrays::operator[](std::string_view key) const {
  const auto [first, last] = range_of(key);
  if (first == last) refuse(key);
  if (last - first > 1) {
    throw NpyError(path_, fmt::format("{} arrays are called '{:.100}': each needs a name of its own, or go through all",
                                      last - first, key));
  }
  return arrays_[by_key_[first]].second;
}

void NpzArrays::refuse(std::string_view key) const {
  for (const LeftOut& member : left_out_) {
    if (member.key != key && member.key != npz_key(key)) continue;
    throw NpyError(fmt::format("{}['{:.100}']", path_, key), member.reason);
  }
  throw NpyError(path_, fmt::format("no array is called '{:.100}': {}", key, some_keys()));
}

std::string NpzArrays::some_keys() const {
  constexpr std::size_t most = 10;
  if (arrays_.empty()) return "there is none";
  std::string keys = "there are ";
  for (std::size_t i = 0; i < std::min(arrays_.size(), most); ++i) {
    keys += fmt::format("{}'{:.100}'", i > 0 ? ", " : "", arrays_[i].first);
  }
  if (arrays_.size() > most) keys += fmt::format(" and {} more", arrays_.size() - most);
  return keys;
}

}  // namespace wick
