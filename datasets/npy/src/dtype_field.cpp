// SPDX-License-Identifier: MIT
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/npy_error.hpp>

#include "descr.hpp"
#include "dtype_field_shape.hpp"
#include "literal.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {
namespace {

using detail::Literal;
using Kind = Literal::Kind;

[[noreturn]] void fail(std::string_view path, const Dtype& dtype, std::string_view fact) {
  throw NpyError(path, fmt::format("dtype {:.80}: {}", dtype.descr, fact));
}

// The list of fields, of which `parse_descr` has found that all is as it should be.
Literal checked_list(const Dtype& dtype, std::string_view path) {
  if (!dtype.structured) fail(path, dtype, "it has no fields: a structured dtype expected");
  Literal list = detail::parse_literal({.text = dtype.descr,
                                        .encoding = detail::LiteralText::Encoding::utf8,
                                        .long_suffix = false,
                                        .path = path,
                                        .offset = 0});
  const auto itemsize = detail::parse_descr(list, path).itemsize;
  if (list.kind != Kind::list) fail(path, dtype, "a list of fields expected");
  if (itemsize != dtype.itemsize) {
    fail(path, dtype, fmt::format("its fields have {} bytes, but its itemsize is {}", itemsize, dtype.itemsize));
  }
  return list;
}

void append_shape(Shape& shape, const Literal& literal) {
  if (literal.kind == Kind::integer) shape.push_back(literal.integer);
  for (const Literal& extent : literal.items) shape.push_back(extent.integer);
}

// C order, as in all sub-arrays.
Shape contiguous_strides(const Shape& shape, std::int64_t itemsize) {
  Shape strides(shape.size());
  for (std::size_t i = shape.size(); i > 0; --i) {
    strides[i - 1] = itemsize;
    itemsize *= shape[i - 1];
  }
  return strides;
}

// All but the offset.
DtypeField make_field(const Literal& item, std::string_view path) {
  DtypeField field;
  const Literal& name = item.items[0];
  field.name = name.kind == Kind::tuple ? name.items[1].text : name.text;
  if (name.kind == Kind::tuple) field.title = name.items[0].text;
  const Literal* type = &item.items[1];
  if (item.items.size() == 3) append_shape(field.shape, item.items[2]);
  for (; type->kind == Kind::tuple; type = &type->items[0]) append_shape(field.shape, type->items[1]);
  field.dtype = detail::parse_descr(*type, path);
  detail::check_field_shape(field, path);
  field.strides = contiguous_strides(field.shape, field.dtype.itemsize);
  return field;
}

}  // namespace

bool DtypeField::is_strided(std::int64_t row_bytes) const noexcept {
  if (dtype.itemsize == 0 || offset % dtype.itemsize != 0 || row_bytes % dtype.itemsize != 0) return false;
  for (const auto stride : strides) {
    if (stride % dtype.itemsize != 0) return false;
  }
  return true;
}

std::vector<DtypeField> fields_of(const Dtype& dtype, std::string_view path) {
  const Literal list = checked_list(dtype, path);
  std::vector<DtypeField> fields;
  fields.reserve(list.items.size());
  std::int64_t offset = 0;
  for (const Literal& item : list.items) {
    DtypeField field = make_field(item, path);
    field.offset = offset;
    offset += checked_bytes(field.shape, field.dtype.itemsize).value();
    if (!detail::is_padding(item)) fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace wick
