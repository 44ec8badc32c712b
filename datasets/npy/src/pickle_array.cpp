// SPDX-License-Identifier: MIT
#include "pickle_array.hpp"

#include <wick/npy/shape.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace wick::detail {
namespace {

// Elements without bytes (`|S0`, `|V0`) cost nothing in a file, but those who visit them would take forever.
constexpr std::int64_t max_elements_without_bytes = std::numeric_limits<std::int32_t>::max();

// The node of a dtype that an array is made of, after which its state stands.
DtypeNode& used_dtype(PickleContext& context, Value value) {
  if (!value.is(ValueKind::dtype)) context.fail_kind(value, "an array's dtype", "a dtype");
  auto& node = context.nodes.dtypes[value.payload()];
  if (!node.subarray.empty()) context.fail("an array's dtype is a sub-array");
  node.frozen = true;
  return node;
}

void set_list(PickleContext& context, ArrayNode& array, const Shape& shape, Value payload) {
  if (!payload.is(ValueKind::list)) context.fail_kind(payload, "the payload of an object array", "a list");
  auto& list = context.nodes.lists[payload.payload()];
  const auto count = checked_count(shape);
  if (!count || static_cast<std::uint64_t>(*count) != list.size) {
    context.fail(fmt::format("an object array of shape {} has a list of {} elements", to_string(shape),
                             std::uint64_t{list.size}));
  }
  list.frozen = true;
  array.data = payload.payload();
}

void set_bytes(PickleContext& context, ArrayNode& array, const Dtype& dtype, const Shape& shape, Value payload) {
  if (dtype.has_object) context.fail("elements with fields that hold Python objects cannot be read");
  const auto bytes = context.bytes(payload, "the payload of an array");
  const auto expected = checked_bytes(shape, dtype.itemsize);
  if (!expected || static_cast<std::uint64_t>(*expected) != bytes.size()) {
    context.fail(fmt::format("an array of shape {} and dtype {:.60} has {} bytes of data, {} expected",
                             to_string(shape), dtype.descr, bytes.size(), expected.value_or(-1)));
  }
  if (dtype.itemsize == 0 && checked_count(shape).value_or(0) > max_elements_without_bytes) {
    context.fail(fmt::format("shape {} of elements of 0 bytes: at most 2**31 - 1 expected", to_string(shape)));
  }
  context.spend_payload(bytes.size());
  if (bytes.empty()) return;
  array.data =
      static_cast<std::uint64_t>(reinterpret_cast<const std::byte*>(bytes.data()) - context.input.bytes.data());
}

void set_shape(PickleContext& context, ArrayNode& array, const Shape& shape) {
  array.dimensions = static_cast<std::uint8_t>(shape.size());
  array.extents = context.add_extents(shape);
}

// Without BUILD: of a dtype, whose nodes are fewer than 2**32, since each takes more than a byte of the budget.
ArrayNode built_array(Value dtype) {
  ArrayNode array;
  array.dtype = static_cast<std::uint32_t>(dtype.payload());
  array.built = true;
  return array;
}

Value add_array(PickleContext& context, const ArrayNode& array) {
  context.spend_memory(sizeof(ArrayNode));
  context.nodes.arrays.push_back(array);
  return {ValueKind::array, context.nodes.arrays.size() - 1};
}

// Moves the axes as `ndarray.transpose(axes)` does.
void transpose(PickleContext& context, Shape& shape, Shape& strides, const Shape& axes) {
  std::vector<bool> seen(shape.size());
  Shape new_shape;
  Shape new_strides;
  for (const auto axis : axes) {
    const auto i = static_cast<std::size_t>(axis);
    if (i >= shape.size() || seen[i]) break;
    seen[i] = true;
    new_shape.push_back(shape[i]);
    new_strides.push_back(strides[i]);
  }
  if (axes.size() != shape.size() || new_shape.size() != shape.size()) {
    context.fail(fmt::format("{} are no axes of shape {}", to_string(axes), to_string(shape)));
  }
  shape = new_shape;
  strides = new_strides;
}

}  // namespace

Value begin_array(PickleContext& context, const TupleNode& arguments) {
  const auto& type = context.global(context.item(arguments, 0), "the type of an array");
  if (type.global != Global::ndarray) context.fail(fmt::format("makes an array of {}.{}", type.module, type.name));
  context.shape(context.item(arguments, 1), "the shape of an array to come");
  return add_array(context, {});
}

void build_array(PickleContext& context, ArrayNode& array, Value state) {
  if (array.built) context.fail("sets the state of an ndarray twice");
  const auto& tuple = context.tuple(state, "the state of an ndarray");
  if (tuple.count != 5) context.fail(fmt::format("the state of an ndarray has {} items: 5 expected", tuple.count));
  const auto version = context.integer(context.item(tuple, 0), "the version of an ndarray's state");
  if (version != 1) context.fail(fmt::format("version {} of an ndarray's state: 1 expected", version));
  const auto shape = context.shape(context.item(tuple, 1), "an array's shape");
  const Value dtype_value = context.item(tuple, 2);
  const auto& dtype = used_dtype(context, dtype_value).dtype;
  const bool fortran = context.flag(context.item(tuple, 3), "is_fortran");
  const Value payload = context.item(tuple, 4);
  if (dtype.kind == 'O') {
    set_list(context, array, shape, payload);
  } else {
    set_bytes(context, array, dtype, shape, payload);
  }
  set_shape(context, array, shape);
  array.dtype = static_cast<std::uint32_t>(dtype_value.payload());
  array.order = fortran ? MemoryOrder::fortran : MemoryOrder::c;
  array.built = true;
}

Value array_from_buffer(PickleContext& context, const TupleNode& arguments) {
  const Value dtype_value = context.item(arguments, 1);
  const auto& dtype = used_dtype(context, dtype_value).dtype;
  auto shape = context.shape(context.item(arguments, 2), "an array's shape");
  const auto order = context.text(context.item(arguments, 3), "an array's order");
  if (order != "C" && order != "F" && !(order == "K" && arguments.count == 5)) {
    context.fail("an array's order: 'C', 'F', or 'K' with axes expected");
  }
  ArrayNode array = built_array(dtype_value);
  set_bytes(context, array, dtype, shape, context.item(arguments, 0));
  if (order == "F") array.order = MemoryOrder::fortran;
  if (order == "K") {
    array.order = MemoryOrder::other;
    auto strides = strides_of(shape, dtype.itemsize, MemoryOrder::c);
    transpose(context, shape, strides, context.shape(context.item(arguments, 4), "an array's axes"));
    set_shape(context, array, shape);
    context.add_extents(strides);
  } else {
    set_shape(context, array, shape);
  }
  return add_array(context, array);
}

Value numpy_scalar(PickleContext& context, const TupleNode& arguments) {
  const Value dtype_value = context.item(arguments, 0);
  const auto& dtype = used_dtype(context, dtype_value).dtype;
  ArrayNode array = built_array(dtype_value);
  array.scalar = true;
  set_bytes(context, array, dtype, {}, context.item(arguments, 1));
  return add_array(context, array);
}

}  // namespace wick::detail
