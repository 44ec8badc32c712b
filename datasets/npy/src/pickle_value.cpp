// SPDX-License-Identifier: MIT
#include "pickle_value.hpp"

namespace wick::detail {

std::string_view name_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::unset:
      return "nothing";
    case ValueKind::mark:
      return "a mark";
    case ValueKind::none:
      return "None";
    case ValueKind::boolean:
      return "a bool";
    case ValueKind::integer:
    case ValueKind::long_integer:
      return "an int";
    case ValueKind::real:
      return "a float";
    case ValueKind::text:
      return "a string";
    case ValueKind::bytes:
    case ValueKind::no_bytes:
      return "bytes";
    case ValueKind::global:
      return "a name";
    case ValueKind::tuple:
      return "a tuple";
    case ValueKind::list:
      return "a list";
    case ValueKind::dict:
      return "a dict";
    case ValueKind::dtype:
      return "a dtype";
    case ValueKind::array:
      return "an ndarray";
    case ValueKind::storage:
      return "a torch storage";
    case ValueKind::tensor:
      return "a torch tensor";
    case ValueKind::complex:
      return "a complex number";
  }
  return "nothing";
}

}  // namespace wick::detail
