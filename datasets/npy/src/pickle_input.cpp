// SPDX-License-Identifier: MIT
#include "pickle_input.hpp"

#include <wick/npy/npy_error.hpp>

namespace wick::detail {

std::uint64_t PickleInput::little_endian(std::size_t offset, std::size_t count) const {
  std::uint64_t number = 0;
  for (auto i = count; i > 0; --i) number = number << 8 | byte(offset + i - 1);
  return number;
}

std::int64_t PickleInput::signed_little_endian(std::size_t offset, std::size_t count) const {
  const auto number = little_endian(offset, count);
  if (count == 0 || count == 8) return static_cast<std::int64_t>(number);
  const std::uint64_t sign = std::uint64_t{1} << (8 * count - 1);
  return static_cast<std::int64_t>((number ^ sign) - sign);
}

void PickleInput::fail(std::size_t offset, std::string_view fact) const {
  throw NpyError(path, static_cast<std::int64_t>(offset), fact);
}

}  // namespace wick::detail
