// SPDX-License-Identifier: MIT
#include "leaf_fields.hpp"

#include <utility>

namespace wick::tools {

namespace {

void add_leaves(const Dtype& dtype, const DtypeField& around, std::string_view path, std::vector<DtypeField>& leaves) {
  for (DtypeField field : fields_of(dtype, path)) {
    if (!around.name.empty()) field.name = around.name + "." + field.name;
    field.offset += around.offset;
    field.shape.insert(field.shape.begin(), around.shape.begin(), around.shape.end());
    field.strides.insert(field.strides.begin(), around.strides.begin(), around.strides.end());
    if (field.dtype.structured)
      add_leaves(field.dtype, field, path, leaves);
    else
      leaves.push_back(std::move(field));
  }
}

}  // namespace

std::vector<DtypeField> leaf_fields(const Dtype& dtype, std::string_view path) {
  std::vector<DtypeField> leaves;
  if (dtype.structured && !dtype.has_object) add_leaves(dtype, {}, path, leaves);
  return leaves;
}

}  // namespace wick::tools
