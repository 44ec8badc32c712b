// SPDX-License-Identifier: MIT
#include <wick/npy/is_npz.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace wick {

bool is_npz(const File& file) {
  std::array<char, 6> bytes{};
  const auto count = static_cast<std::size_t>(file.read_some_at(0, std::as_writable_bytes(std::span(bytes))));
  const std::string_view begin(bytes.data(), count);
  if (begin.starts_with("PK\3\4") || begin.starts_with("PK\5\6")) return true;
  return file.path().ends_with(".npz") && begin != "\x93NUMPY";
}

}  // namespace wick
