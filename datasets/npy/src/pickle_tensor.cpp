// SPDX-License-Identifier: MIT
#include "pickle_tensor.hpp"

#include <wick/npy/shape.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace wick::detail {
namespace {

// An expanded view may show its storage many times, up to this many bytes; whoever copies it needs them.
constexpr std::int64_t max_expanded_bytes = 1 << 20;

struct View {
  Shape sizes;
  Shape strides;
  std::int64_t offset;
};

// The element behind the last one that the view touches; -1 on overflow.
std::int64_t end_of(const View& view) {
  std::int64_t last = view.offset;
  for (std::size_t i = 0; i < view.sizes.size(); ++i) {
    std::int64_t step = 0;
    if (__builtin_mul_overflow(view.sizes[i] - 1, view.strides[i], &step)) return -1;
    if (__builtin_add_overflow(last, step, &last)) return -1;
  }
  return last == INT64_MAX ? -1 : last + 1;
}

void check_view(const PickleContext& context, const View& view, std::int64_t itemsize, std::int64_t storage_bytes) {
  if (view.sizes.size() != view.strides.size()) {
    context.fail(fmt::format("a tensor of sizes {} has {} strides", to_string(view.sizes), view.strides.size()));
  }
  const auto bytes = checked_bytes(view.sizes, itemsize);
  if (!bytes || *bytes > std::max(storage_bytes, max_expanded_bytes)) {
    context.fail(fmt::format("a tensor of sizes {} over a storage of {} bytes: save a contiguous copy",
                             to_string(view.sizes), storage_bytes));
  }
  const auto count = storage_bytes / itemsize;
  const auto end = *bytes == 0 ? view.offset : end_of(view);
  // Nothing steps over one element or none, but code that goes over a view adds and multiplies such strides too.
  const auto countable = [&](std::int64_t stride) { return stride <= (INT64_MAX >> 2) / itemsize; };
  if (view.offset < 0 || end < 0 || end > count || !std::ranges::all_of(view.strides, countable)) {
    context.fail(fmt::format("a tensor of sizes {}, strides {} and offset {} leaves its storage of {} elements",
                             to_string(view.sizes), to_string(view.strides), view.offset, count));
  }
}

// Views of complex numbers may be marked as conjugated or negated instead of being so.
void check_metadata(const PickleContext& context, Value metadata) {
  if (metadata.is(ValueKind::none)) return;
  if (!metadata.is(ValueKind::dict)) context.fail_kind(metadata, "the metadata of a tensor", "a dict");
  const auto& dict = context.nodes.lists[metadata.payload()];
  context.spend_operations(dict.size);
  for (std::uint64_t i = 0; i < dict.size; i += 2) {
    const auto key = context.text(context.nodes.list_item(dict, i), "the metadata of a tensor");
    if (context.flag(context.nodes.list_item(dict, i + 1), "the metadata of a tensor")) {
      context.fail(
          fmt::format("a tensor marked as '{:.20}': call resolve_conj() and resolve_neg() before saving it", key));
    }
  }
}

// The row that says what the elements are: the dtype of version 3, or the storage's own type.
std::uint32_t type_of(const PickleContext& context, const TupleNode& arguments, Global version,
                      const StorageNode& storage) {
  std::uint32_t row = storage.type;
  if (version == Global::rebuild_tensor_v3) {
    const Value dtype = context.item(arguments, 6);
    const auto& known = context.global(dtype, "a tensor's dtype");
    if (known.global != Global::torch_dtype) context.fail(fmt::format("{} is no dtype of a tensor", known.name));
    row = static_cast<std::uint32_t>(dtype.payload());
  }
  if (known_global(row).torch_dtype.empty()) context.fail("a tensor over a storage that does not say its dtype");
  return row;
}

}  // namespace

Value rebuild_tensor(PickleContext& context, const TupleNode& arguments, Global version) {
  const Value storage_value = context.item(arguments, 0);
  if (!storage_value.is(ValueKind::storage)) context.fail_kind(storage_value, "a tensor's storage", "a torch storage");
  const auto& storage = context.nodes.storages[storage_value.payload()];
  const View view{.sizes = context.shape(context.item(arguments, 2), "a tensor's sizes"),
                  .strides = context.shape(context.item(arguments, 3), "a tensor's strides"),
                  .offset = context.integer(context.item(arguments, 1), "a tensor's offset")};
  context.flag(context.item(arguments, 4), "requires_grad");
  const auto row = type_of(context, arguments, version, storage);
  check_view(context, view, known_global(row).torch_itemsize, static_cast<std::int64_t>(storage.length));
  const std::uint32_t before_metadata = version == Global::rebuild_tensor_v3 ? 7 : 6;
  if (arguments.count > before_metadata) check_metadata(context, context.item(arguments, before_metadata));
  context.spend_memory(sizeof(TensorNode));
  context.nodes.tensors.push_back({.type = row,
                                   .dimensions = static_cast<std::uint8_t>(view.sizes.size()),
                                   .extents = context.add_extents(view.sizes),
                                   .storage = storage_value.payload(),
                                   .storage_offset = view.offset});
  context.add_extents(view.strides);
  return {ValueKind::tensor, context.nodes.tensors.size() - 1};
}

Value rebuild_parameter(PickleContext& context, const TupleNode& arguments) {
  const Value tensor = context.item(arguments, 0);
  if (!tensor.is(ValueKind::tensor)) context.fail_kind(tensor, "a parameter", "a torch tensor");
  return tensor;
}

}  // namespace wick::detail
