// SPDX-License-Identifier: MIT
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/npy_error.hpp>

#include "dtype_field_hint.hpp"
#include "dtype_field_shape.hpp"
#include "nested_field.hpp"
#include "python_repr.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wick {
namespace {

using Fields = std::vector<DtypeField>;

bool leads(const DtypeField& field, std::string_view path) {
  return field.dtype.structured && path.size() > field.name.size() && path[field.name.size()] == '.' &&
         path.starts_with(field.name);
}

// Those that have fields themselves and whose name the path begins with, the longest first.
std::vector<const DtypeField*> leading(const Fields& fields, std::string_view path) {
  std::vector<const DtypeField*> result;
  for (const DtypeField& field : fields) {
    if (leads(field, path)) result.push_back(&field);
  }
  std::sort(result.begin(), result.end(), [](const auto* a, const auto* b) { return a->name.size() > b->name.size(); });
  return result;
}

// What is left of the path behind the name and its dot.
std::string_view behind(const DtypeField& field, std::string_view path) { return path.substr(field.name.size() + 1); }

// Recursion goes as deep as the dtype nests, 32 levels. Names lead to each nested structure in one way only.
std::optional<DtypeField> find_in(const Fields& fields, std::string_view name, std::string_view path) {
  for (const DtypeField& field : fields) {
    if (field.name == name || field.title == name) return field;
  }
  for (const DtypeField* outer : leading(fields, name)) {
    auto found = find_in(fields_of(outer->dtype, path), behind(*outer, name), path);
    if (!found) continue;
    DtypeField nested = detail::nested_field(*outer, *std::move(found));
    detail::check_field_shape(nested, path);
    return nested;
  }
  return std::nullopt;
}

// Follows the name as far as it leads, to say which part of it is wrong.
std::string reason_not_found(Fields fields, std::string_view name, std::string_view path) {
  std::string_view rest = name;
  for (auto next = leading(fields, rest); !next.empty(); next = leading(fields, rest)) {
    rest = behind(*next.front(), rest);
    fields = fields_of(next.front()->dtype, path);
  }
  const auto known = name.substr(0, name.size() - rest.size());
  const auto inside =
      known.empty() ? std::string() : fmt::format(" in {:.60}", detail::python_repr(known.substr(0, known.size() - 1)));
  return fmt::format("there is no field {:.60}{}{}", detail::python_repr(rest), inside,
                     detail::field_hint(rest, fields));
}

}  // namespace

DtypeField find_field(const Dtype& dtype, std::string_view name, std::string_view path) {
  Fields fields = fields_of(dtype, path);
  auto found = find_in(fields, name, path);
  if (!found) throw NpyError(path, reason_not_found(std::move(fields), name, path));
  found->name = name;
  return *std::move(found);
}

}  // namespace wick
