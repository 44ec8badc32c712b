// SPDX-License-Identifier: MIT
#include "pickle_context.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace wick::detail {

void PickleContext::fail(std::string_view fact) const { input.fail(offset, fmt::format("pickle: {}", fact)); }

void PickleContext::fail_kind(Value value, std::string_view what, std::string_view expected) const {
  fail(fmt::format("{} is {}: {} expected", what, name_of(value.kind()), expected));
}

void PickleContext::spend_operations(std::uint64_t count) const {
  if (count > budget.operations) {
    fail("more work than a file of this size needs: raise PickleLimits::max_operations if you trust it");
  }
  budget.operations -= count;
}

void PickleContext::spend_memory(std::uint64_t bytes) const {
  if (bytes > budget.memory) {
    fail("more memory than a file of this size needs: raise PickleLimits::max_memory if you trust it");
  }
  budget.memory -= bytes;
}

void PickleContext::spend_payload(std::uint64_t bytes) const {
  if (bytes > budget.payload) fail("arrays and tensors of more bytes than the file has");
  budget.payload -= bytes;
}

void PickleContext::add_item(Value value) {
  spend_memory(sizeof(Value));
  nodes.items.push_back(value);
}

Value PickleContext::make_tuple(std::uint64_t begin) {
  const auto count = nodes.items.size() - begin;
  if (count > std::numeric_limits<std::uint32_t>::max()) fail("a tuple of more than 2**32 - 1 items");
  spend_memory(sizeof(TupleNode));
  nodes.tuples.push_back({.begin = begin, .count = static_cast<std::uint32_t>(count)});
  return {ValueKind::tuple, nodes.tuples.size() - 1};
}

Value PickleContext::make_list(ValueKind kind) {
  spend_memory(sizeof(ListNode));
  nodes.lists.emplace_back();
  return {kind, nodes.lists.size() - 1};
}

std::uint64_t PickleContext::add_extents(const Shape& shape) {
  spend_memory(shape.size() * sizeof(std::int64_t));
  const auto begin = nodes.extents.size();
  nodes.extents.insert(nodes.extents.end(), shape.begin(), shape.end());
  return begin;
}

void PickleContext::extend(Value list, std::uint64_t begin) {
  auto& node = nodes.lists[list.payload()];
  if (node.frozen) fail(fmt::format("adds to {} that an array is made of", name_of(list.kind())));
  const auto count = nodes.items.size() - begin;
  if (count == 0) return;
  if (node.size == 0) node.begin = begin;
  const auto last = node.split ? nodes.pieces[node.begin].back() : ListNode::Piece{.before = 0, .begin = node.begin};
  if (last.begin + (node.size - last.before) != begin) add_piece(node, begin);
  node.size += count;
}

void PickleContext::add_piece(ListNode& list, std::uint64_t begin) const {
  if (!list.split) {
    spend_memory(sizeof(std::vector<ListNode::Piece>) + 2 * sizeof(ListNode::Piece));
    nodes.pieces.push_back({{.before = 0, .begin = list.begin}});
    list.begin = nodes.pieces.size() - 1;
    list.split = true;
  }
  auto& pieces = nodes.pieces[list.begin];
  if (pieces.size() == pieces.capacity()) spend_memory((pieces.capacity() + 1) * 2 * sizeof(ListNode::Piece));
  pieces.push_back({.before = list.size, .begin = begin});
}

void PickleContext::release(Value value, int levels) {
  if (value.is(ValueKind::dict)) return release_dict(value);
  if (!value.is(ValueKind::tuple)) return;
  const auto node = nodes.tuples[value.payload()];
  const bool last = value.payload() + 1 == nodes.tuples.size() && node.begin + node.count == nodes.items.size();
  std::array<Value, 10> items;
  if (node.kept || !last || node.count > items.size()) return;
  for (std::uint32_t i = 0; i < node.count; ++i) items[i] = item(node, i);
  nodes.items.resize(node.begin);
  nodes.tuples.pop_back();
  budget.memory += sizeof(TupleNode) + node.count * sizeof(Value);
  if (levels == 0) return;
  for (std::uint32_t i = node.count; i > 0; --i) release(items[i - 1], levels - 1);
}

void PickleContext::release_dict(Value dict) {
  const auto& node = nodes.lists[dict.payload()];
  if (node.kept || node.size > 0 || dict.payload() + 1 != nodes.lists.size()) return;
  nodes.lists.pop_back();
  budget.memory += sizeof(ListNode);
}

std::int64_t PickleContext::integer(Value value, std::string_view what) const {
  if (!value.is(ValueKind::integer) && !value.is(ValueKind::long_integer)) fail_kind(value, what, "an int");
  return integer_of(input, value);
}

bool PickleContext::flag(Value value, std::string_view what) const {
  const bool number = value.is(ValueKind::integer) || value.is(ValueKind::boolean);
  if (!number || value.payload() > 1) fail_kind(value, what, "True or False");
  return value.payload() == 1;
}

std::string_view PickleContext::text(Value value, std::string_view what) const {
  if (!value.is(ValueKind::text)) fail_kind(value, what, "a string");
  if (is_latin1(input, value)) fail(fmt::format("{} is a string that stands for bytes too", what));
  return characters_of(input, value);
}

std::string_view PickleContext::text_or_bytes(Value value, std::string_view what) const {
  return value.is(ValueKind::bytes) ? characters_of(input, value) : text(value, what);
}

std::string_view PickleContext::bytes(Value value, std::string_view what) const {
  if (!value.is(ValueKind::bytes) && !value.is(ValueKind::no_bytes)) fail_kind(value, what, "bytes");
  return characters_of(input, value);
}

Shape PickleContext::shape(Value value, std::string_view what) const {
  const auto& node = tuple(value, what);
  if (node.count > max_dimensions) {
    fail(fmt::format("{} has {} dimensions: at most {} expected", what, node.count, max_dimensions));
  }
  Shape shape;
  shape.reserve(node.count);
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const auto extent = integer(item(node, i), what);
    if (extent < 0) fail(fmt::format("{}: negative extent {}", what, extent));
    shape.push_back(extent);
  }
  return shape;
}

const KnownGlobal& PickleContext::global(Value value, std::string_view what) const {
  if (!value.is(ValueKind::global)) fail_kind(value, what, "a name of NumPy, Python or torch");
  return known_global(static_cast<std::uint32_t>(value.payload()));
}

const TupleNode& PickleContext::tuple(Value value, std::string_view what) const {
  if (!value.is(ValueKind::tuple)) fail_kind(value, what, "a tuple");
  return nodes.tuples[value.payload()];
}

std::optional<Value> PickleContext::find(Value dict, std::string_view key) const {
  const auto& node = nodes.lists[dict.payload()];
  spend_operations(node.size);
  std::optional<Value> found;
  for (std::uint64_t i = 0; i < node.size; i += 2) {
    const Value candidate = nodes.list_item(node, i);
    if (candidate.is(ValueKind::text) && characters_of(input, candidate) == key) found = nodes.list_item(node, i + 1);
  }
  return found;
}

}  // namespace wick::detail
