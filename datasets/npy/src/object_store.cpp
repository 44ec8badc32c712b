// SPDX-License-Identifier: MIT
#include "object_store.hpp"

#include "pickle_global.hpp"
#include "utf8.hpp"

#include <string_view>

namespace wick::detail {
namespace {

using StorePointer = std::shared_ptr<ObjectStore>;

std::string string_of(const StorePointer& store, Value text) {
  const auto input = store->input();
  const auto characters = characters_of(input, text);
  if (!is_latin1(input, text)) return std::string(characters);
  std::string utf8;
  for (const char character : characters) append_utf8(utf8, static_cast<unsigned char>(character));
  return utf8;
}

ObjectBytes bytes_of(const StorePointer& store, Value bytes) {
  const auto characters = characters_of(store->input(), bytes);
  return {.bytes = std::as_bytes(std::span(characters)), .owner = store};
}

ObjectElement element_of_array(const StorePointer& store, Value value) {
  const auto& node = store->nodes.arrays[value.payload()];
  const auto& dtype = store->nodes.dtypes[node.dtype].dtype;
  if (dtype.kind == 'O') return {ObjectArray(store, value.payload())};
  const auto shape = store->nodes.shape(node);
  const auto length = checked_bytes(shape, dtype.itemsize).value_or(0);  // checked where the array was made
  return {ObjectNdarray{.dtype = dtype,
                        .shape = shape,
                        .strides = store->nodes.strides(node),
                        .bytes = std::span(store->bytes).subspan(node.data, static_cast<std::size_t>(length)),
                        .owner = store,
                        .is_scalar = node.scalar}};
}

ObjectElement element_of_tensor(const StorePointer& store, Value value) {
  const auto& node = store->nodes.tensors[value.payload()];
  const auto& type = known_global(node.type);
  const auto& storage = store->nodes.storages[node.storage];
  return {ObjectTensor{.dtype = std::string(type.torch_dtype),
                       .itemsize = type.torch_itemsize,
                       .sizes = store->nodes.shape(node.extents, node.dimensions),
                       .strides = store->nodes.shape(node.extents + node.dimensions, node.dimensions),
                       .storage_offset = node.storage_offset,
                       .storage = std::span(store->bytes).subspan(storage.data, storage.length),
                       .owner = store}};
}

}  // namespace

ObjectElement make_element(const StorePointer& store, Value value) {
  switch (value.kind()) {
    case ValueKind::boolean:
      return {value.payload() != 0};
    case ValueKind::integer:
    case ValueKind::long_integer:
      return {integer_of(store->input(), value)};
    case ValueKind::real:
      return {real_of(store->input(), value)};
    case ValueKind::complex:
      return {store->nodes.complexes[value.payload()]};
    case ValueKind::text:
      return {string_of(store, value)};
    case ValueKind::bytes:
    case ValueKind::no_bytes:
      return {bytes_of(store, value)};
    case ValueKind::array:
      return element_of_array(store, value);
    case ValueKind::tensor:
      return element_of_tensor(store, value);
    case ValueKind::tuple:
    case ValueKind::list:
      return {ObjectList(store, value.is(ValueKind::tuple), value.payload())};
    case ValueKind::dict:
      return {ObjectDict(store, value.payload())};
    default:
      return {};  // None; `check_elements` lets no other kind pass
  }
}

}  // namespace wick::detail
