// SPDX-License-Identifier: MIT
#include "pickle_dtype.hpp"

#include <wick/npy/shape.hpp>

#include "dtype_code.hpp"
#include "pickle_fields.hpp"
#include "python_repr.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace wick::detail {
namespace {

// NumPy's NPY_ITEM_HASOBJECT among a dtype's flags.
constexpr std::int64_t has_object_flag = 1;

Dtype parse_code(const PickleContext& context, const std::string& code) {
  auto dtype = parse_dtype_code(code);
  if (!dtype) context.fail(fmt::format("{:.60} is no dtype that wick knows", python_repr(code)));
  return *std::move(dtype);
}

// The order that a state gives: `<`, `>`, or nothing for `|`. `=` is never written.
std::string order_of(const PickleContext& context, Value value) {
  const auto order = context.text_or_bytes(value, "a dtype's byte order");
  if (order != "<" && order != ">" && order != "|") context.fail("a dtype's byte order: '<', '>' or '|' expected");
  return std::string(order);
}

// `25us`, from `(dict, (b'us', 25, 1, 1))`; empty for no unit.
std::string unit_of(const PickleContext& context, Value metadata) {
  const auto& pair = context.tuple(metadata, "the metadata of a datetime64");
  if (pair.count != 2) context.fail("the metadata of a datetime64 has no unit");
  const auto& unit = context.tuple(context.item(pair, 1), "the unit of a datetime64");
  if (unit.count != 4) context.fail("the unit of a datetime64 is (unit, number, divisor, events)");
  const auto name = context.text_or_bytes(context.item(unit, 0), "the unit of a datetime64");
  const auto number = context.integer(context.item(unit, 1), "the number of a datetime64's units");
  for (const std::size_t i : {2, 3}) {
    if (context.integer(context.item(unit, i), "the unit of a datetime64") != 1) {
      context.fail("the unit of a datetime64 is divided, which no NumPy of today writes");
    }
  }
  if (name == "generic") return {};
  return fmt::format("{}{:.20}", number == 1 ? "" : fmt::format("{}", number), name);
}

void set_subarray(PickleContext& context, DtypeNode& node, Value value, std::int64_t itemsize) {
  const auto& pair = context.tuple(value, "a sub-array dtype");
  if (pair.count != 2) context.fail("a sub-array dtype is (dtype, shape)");
  const Value base = context.item(pair, 0);
  if (!base.is(ValueKind::dtype)) context.fail_kind(base, "the type of a sub-array", "a dtype");
  if (&context.nodes.dtypes[base.payload()] == &node) context.fail("a dtype that is a sub-array of itself");
  const auto shape = context.shape(context.item(pair, 1), "the shape of a sub-array");
  Dtype element = element_dtype(context, base);
  const auto bytes = checked_bytes(shape, element.itemsize);
  if (!bytes || *bytes != itemsize || itemsize > std::numeric_limits<std::int32_t>::max()) {
    context.fail(fmt::format("a sub-array of shape {} does not have {} bytes", to_string(shape), itemsize));
  }
  node.dtype = std::move(element);
  node.subarray = to_string(shape);
  node.itemsize = itemsize;
}

// A dtype without fields and not a sub-array: gets its byte order and unit.
void set_plain(PickleContext& context, DtypeNode& node, const TupleNode& state, const std::string& order) {
  auto& dtype = node.dtype;
  const bool ordered = dtype.byteorder != '|';
  if (ordered && order == "|") context.fail(fmt::format("the dtype {:.60} has no byte order", dtype.descr));
  const bool time = dtype.kind == 'M' || dtype.kind == 'm';
  if (time && state.count == 9) {
    const auto unit = unit_of(context, context.item(state, 8));
    dtype = parse_code(context, unit.empty() ? fmt::format("{}{}8", order, dtype.kind)
                                             : fmt::format("{}{}8[{}]", order, dtype.kind, unit));
  } else if (ordered) {
    dtype = parse_code(context, order + dtype.descr.substr(1));
  }
  const auto itemsize = context.integer(context.item(state, 5), "a dtype's itemsize");
  if (itemsize != -1 && itemsize != dtype.itemsize) {
    context.fail(fmt::format("the dtype {:.60} has {} bytes: {} expected", dtype.descr, itemsize, dtype.itemsize));
  }
}

}  // namespace

Value make_dtype(PickleContext& context, const TupleNode& arguments) {
  const auto code = context.text_or_bytes(context.item(arguments, 0), "a dtype's code");
  if (code.size() > 60) context.fail(fmt::format("a dtype's code of {} bytes", code.size()));
  context.spend_memory(sizeof(DtypeNode) + 64);
  DtypeNode node;
  node.dtype = parse_code(context, std::string(code));
  node.itemsize = node.dtype.itemsize;
  context.nodes.dtypes.push_back(std::move(node));
  return {ValueKind::dtype, context.nodes.dtypes.size() - 1};
}

void build_dtype(PickleContext& context, DtypeNode& node, Value state) {
  if (node.frozen) context.fail("sets the state of a dtype that is already in use");
  node.frozen = true;
  const auto& tuple = context.tuple(state, "the state of a dtype");
  const auto version = tuple.count == 0 ? 0 : context.integer(context.item(tuple, 0), "the version of a dtype's state");
  if ((version != 3 || tuple.count != 8) && (version != 4 || tuple.count != 9)) {
    context.fail(fmt::format("version {} of a dtype's state with {} items: 3 with 8 or 4 with 9 expected", version,
                             tuple.count));
  }
  const auto order = order_of(context, context.item(tuple, 1));
  const auto itemsize = context.integer(context.item(tuple, 5), "a dtype's itemsize");
  const Value subarray = context.item(tuple, 2);
  const Value names = context.item(tuple, 3);
  if ((!subarray.is(ValueKind::none) || !names.is(ValueKind::none)) && node.dtype.kind != 'V') {
    context.fail(fmt::format("the dtype {:.60} has fields", node.dtype.descr));
  }
  if (!subarray.is(ValueKind::none)) {
    set_subarray(context, node, subarray, itemsize);
  } else if (!names.is(ValueKind::none)) {
    node.dtype = structured_dtype(context, names, context.item(tuple, 4), itemsize);
    node.itemsize = itemsize;
  } else {
    set_plain(context, node, tuple, order);
  }
  context.spend_memory(node.dtype.descr.capacity());
  const auto flags = context.integer(context.item(tuple, 7), "a dtype's flags");
  if ((flags & has_object_flag) != 0 && !node.dtype.has_object) {
    context.fail(fmt::format("the dtype {:.60} says that it holds Python objects", node.dtype.descr));
  }
}

}  // namespace wick::detail
