// SPDX-License-Identifier: MIT
#include <wick/npy/npz_member.hpp>

#include <fmt/format.h>

namespace wick {

std::string to_string(NpzMethod method) {
  switch (method) {
    case NpzMethod::stored:
      return "stored";
    case NpzMethod::deflated:
      return "deflated";
    case NpzMethod::bzip2:
      return "bzip2";
    case NpzMethod::lzma:
      return "lzma";
  }
  return fmt::format("method {}", static_cast<unsigned>(method));
}

std::string_view npz_key(std::string_view member_name) noexcept {
  if (member_name.ends_with(".npy")) member_name.remove_suffix(4);
  return member_name;
}

}  // namespace wick
