// SPDX-License-Identifier: MIT
#include "pickle_fields.hpp"

#include "python_repr.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace wick::detail {
namespace {

// Bounds for what a dtype takes to compose, since dtypes that have dtypes as fields can double with each level.
constexpr std::uint32_t max_fields = 4096;
constexpr std::size_t max_name_bytes = 4096;
constexpr std::size_t max_descr_bytes = 1 << 16;

std::string repr(const Dtype& dtype) {
  const bool literal = dtype.descr.starts_with('[') || dtype.descr.starts_with('(');
  return literal ? dtype.descr : python_repr(dtype.descr);
}

class Composer {
 public:
  Composer(PickleContext& context, Value fields) : context_(context) {
    if (!fields.is(ValueKind::dict)) context.fail_kind(fields, "the fields of a dtype", "a dict");
    const auto& dict = context.nodes.lists[fields.payload()];
    if (dict.size > 4 * max_fields) context.fail(fmt::format("a dtype of more than {} fields", max_fields));
    for (std::uint64_t i = 0; i < dict.size; i += 2) {
      fields_[name_of_field(context.nodes.list_item(dict, i))] = context.nodes.list_item(dict, i + 1);
    }
    result_.structured = true;
    result_.descr = "[";
  }

  void add(Value name_value) {
    const auto name = name_of_field(name_value);
    const auto found = fields_.find(name);
    if (found == fields_.end()) context_.fail(fmt::format("a dtype without the field {:.60}, or with two", name));
    const auto& field = context_.tuple(found->second, "a field of a dtype");
    if (field.count < 2 || field.count > 3) context_.fail("a field of a dtype is (dtype, offset) or has a title too");
    fields_.erase(found);
    if (!context_.item(field, 0).is(ValueKind::dtype)) context_.fail("the type of a field is no dtype");
    pad_to(context_.integer(context_.item(field, 1), "the offset of a field"));
    append(text_of(name, field), context_.item(field, 0));
  }

  Dtype finish(std::int64_t itemsize) {
    pad_to(itemsize);
    result_.descr += ']';
    return std::move(result_);
  }

 private:
  std::string_view name_of_field(Value value) const {
    const auto name = context_.text_or_bytes(value, "the name of a field");
    if (name.size() > max_name_bytes) context_.fail(fmt::format("a field's name of {} bytes", name.size()));
    context_.spend_operations(1 + name.size() / 64);
    return name;
  }

  std::string text_of(std::string_view name, const TupleNode& field) const {
    if (field.count < 3 || context_.item(field, 2).is(ValueKind::none)) return python_repr(name);
    return fmt::format("({}, {})", python_repr(name_of_field(context_.item(field, 2))), python_repr(name));
  }

  void append(const std::string& name, Value dtype) {
    const auto& node = context_.nodes.dtypes[dtype.payload()];
    if (result_.descr.size() + name.size() + node.dtype.descr.size() > max_descr_bytes) {
      context_.fail(fmt::format("a dtype whose fields take more than {} bytes to write", max_descr_bytes));
    }
    if (result_.descr.size() > 1) result_.descr += ", ";
    result_.descr +=
        fmt::format("({}, {}{}{})", name, repr(node.dtype), node.subarray.empty() ? "" : ", ", node.subarray);
    result_.has_object |= node.dtype.has_object;
    const Dtype element = element_dtype(context_, dtype);
    result_.itemsize += element.itemsize;
    check_itemsize();
  }

  // Fields in any other order, or over each other, have no `descr`: NumPy cannot save such arrays but as a pickle.
  void pad_to(std::int64_t offset) {
    if (offset < result_.itemsize) {
      context_.fail(
          fmt::format("a field of a dtype at {}, before the end of the one before it, {}", offset, result_.itemsize));
    }
    const auto gap = offset - result_.itemsize;
    if (gap == 0) return;
    if (result_.descr.size() > 1) result_.descr += ", ";
    result_.descr += fmt::format("('', '|V{}')", gap);
    result_.itemsize = offset;
    check_itemsize();
  }

  void check_itemsize() const {
    if (result_.itemsize > std::numeric_limits<std::int32_t>::max()) context_.fail("a dtype of more than 2**31 bytes");
  }

  PickleContext& context_;
  std::unordered_map<std::string_view, Value> fields_;
  Dtype result_;
};

}  // namespace

Dtype structured_dtype(PickleContext& context, Value names, Value fields, std::int64_t itemsize) {
  const auto& tuple = context.tuple(names, "the names of a dtype's fields");
  if (tuple.count > max_fields) context.fail(fmt::format("a dtype of more than {} fields", max_fields));
  Composer composer(context, fields);
  for (std::uint32_t i = 0; i < tuple.count; ++i) composer.add(context.item(tuple, i));
  return composer.finish(itemsize);
}

Dtype element_dtype(PickleContext& context, Value dtype) {
  auto& node = context.nodes.dtypes[dtype.payload()];
  node.frozen = true;
  if (node.subarray.empty()) return node.dtype;
  Dtype element;
  element.itemsize = node.itemsize;
  element.has_object = node.dtype.has_object;
  element.descr = fmt::format("({}, {})", repr(node.dtype), node.subarray);
  return element;
}

}  // namespace wick::detail
