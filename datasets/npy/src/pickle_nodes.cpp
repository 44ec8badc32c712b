// SPDX-License-Identifier: MIT
#include "pickle_nodes.hpp"

#include "pickle_opcode.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

namespace wick::detail {

Shape PickleNodes::shape(std::uint64_t begin, std::size_t count) const {
  const auto first = extents.begin() + static_cast<std::ptrdiff_t>(begin);
  return {first, first + static_cast<std::ptrdiff_t>(count)};
}

Shape PickleNodes::strides(const ArrayNode& array) const {
  if (array.order == MemoryOrder::other) return shape(array.extents + array.dimensions, array.dimensions);
  return strides_of(shape(array), dtypes[array.dtype].dtype.itemsize, array.order);
}

Value PickleNodes::list_item(const ListNode& list, std::uint64_t index) const {
  if (!list.split) return items[list.begin + index];
  const auto& parts = pieces[list.begin];
  const auto behind = std::upper_bound(parts.begin(), parts.end(), index,
                                       [](std::uint64_t i, const auto& piece) { return i < piece.before; });
  const auto& piece = *std::prev(behind);
  return items[piece.begin + (index - piece.before)];
}

Shape strides_of(const Shape& shape, std::int64_t itemsize, MemoryOrder order) {
  Shape strides(shape.size());
  std::int64_t stride = itemsize;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto axis = order == MemoryOrder::fortran ? i : shape.size() - 1 - i;
    strides[axis] = stride;
    stride *= std::max<std::int64_t>(shape[axis], 1);
  }
  return strides;
}

std::int64_t integer_of(const PickleInput& input, Value value) {
  if (value.is(ValueKind::integer)) return value.number();
  const auto number = read_instruction(input, value.payload());
  return input.signed_little_endian(number.data, number.length);
}

double real_of(const PickleInput& input, Value value) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | input.byte(value.payload() + i);
  return std::bit_cast<double>(bits);
}

std::string_view characters_of(const PickleInput& input, Value value) {
  if (value.is(ValueKind::no_bytes)) return {};
  const auto counted = reread_counted(input, value.payload());
  return input.text(counted.data, counted.length);
}

bool is_latin1(const PickleInput& input, Value text) {
  const auto opcode = static_cast<Opcode>(input.byte(text.payload()));
  return opcode == Opcode::short_latin1 || opcode == Opcode::latin1;
}

}  // namespace wick::detail
