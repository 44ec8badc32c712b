// SPDX-License-Identifier: MIT
#include <wick/npy/leaf_fields.hpp>

#include "nested_field.hpp"

#include <utility>

namespace wick {
namespace {

void add_leaves(const Dtype& dtype, const DtypeField* outer, std::string_view path, std::vector<DtypeField>& leaves) {
  for (DtypeField& inner : fields_of(dtype, path)) {
    const std::string name = outer != nullptr ? outer->name + "." + inner.name : inner.name;
    DtypeField field = outer != nullptr ? detail::nested_field(*outer, std::move(inner)) : std::move(inner);
    field.name = name;
    if (field.dtype.structured) {
      add_leaves(field.dtype, &field, path, leaves);
    } else {
      leaves.push_back(std::move(field));
    }
  }
}

}  // namespace

std::vector<DtypeField> leaf_fields(const Dtype& dtype, std::string_view path) {
  std::vector<DtypeField> leaves;
  add_leaves(dtype, nullptr, path, leaves);
  return leaves;
}

}  // namespace wick
