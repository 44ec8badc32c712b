// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/object_element.hpp>

#include "object_store.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {
namespace {

using detail::Value;
using detail::ValueKind;

std::uint64_t checked(std::int64_t index, std::int64_t size) {
  if (index < 0 || index >= size) throw Error(fmt::format("no element {}: there are {}", index, size));
  return static_cast<std::uint64_t>(index);
}

// What `describe` says of each kind.
struct Describe {
  std::string operator()(std::monostate) const { return "None"; }
  std::string operator()(bool) const { return "bool"; }
  std::string operator()(std::int64_t) const { return "int"; }
  std::string operator()(double) const { return "float"; }
  std::string operator()(const std::complex<double>&) const { return "complex"; }
  std::string operator()(const std::string&) const { return "str"; }
  std::string operator()(const ObjectBytes&) const { return "bytes"; }
  std::string operator()(const ObjectArray& array) const { return "ndarray |O " + to_string(array.shape()); }
  std::string operator()(const ObjectDict& dict) const { return fmt::format("dict of {}", dict.size()); }
  std::string operator()(const ObjectList& list) const {
    return fmt::format("{} of {}", list.is_tuple() ? "tuple" : "list", list.size());
  }
  std::string operator()(const ObjectTensor& tensor) const {
    return fmt::format("tensor {} {}", tensor.dtype, to_string(tensor.sizes));
  }
  std::string operator()(const ObjectNdarray& array) const {
    if (array.is_scalar) return "scalar " + array.dtype.descr;
    return fmt::format("ndarray {} {}", array.dtype.descr, to_string(array.shape));
  }
};

}  // namespace

ObjectArray::ObjectArray(std::shared_ptr<detail::ObjectStore> store, std::uint64_t node)
    : store_(std::move(store)), node_(node) {
  const auto& array = store_->nodes.arrays[node];
  shape_ = store_->nodes.shape(array);
  size_ = static_cast<std::int64_t>(store_->nodes.lists[array.data].size);
}

const std::string& ObjectArray::path() const noexcept { return store_->path; }

ObjectElement ObjectArray::element(std::int64_t index) const {
  const auto i = checked(index, size_);
  const auto& nodes = store_->nodes;
  return make_element(store_, nodes.list_item(nodes.lists[nodes.arrays[node_].data], i));
}

ObjectList::ObjectList(std::shared_ptr<detail::ObjectStore> store, bool is_tuple, std::uint64_t node)
    : store_(std::move(store)), is_tuple_(is_tuple), node_(node) {
  const auto& nodes = store_->nodes;
  size_ = static_cast<std::int64_t>(is_tuple ? nodes.tuples[node].count : nodes.lists[node].size);
}

ObjectElement ObjectList::element(std::int64_t index) const {
  const auto i = checked(index, size_);
  const auto& nodes = store_->nodes;
  return make_element(store_,
                      is_tuple_ ? nodes.items[nodes.tuples[node_].begin + i] : nodes.list_item(nodes.lists[node_], i));
}

ObjectDict::ObjectDict(std::shared_ptr<detail::ObjectStore> store, std::uint64_t node)
    : store_(std::move(store)), node_(node) {
  size_ = static_cast<std::int64_t>(store_->nodes.lists[node].size / 2);
}

ObjectElement ObjectDict::key(std::int64_t index) const {
  const auto i = checked(index, size_);
  return make_element(store_, store_->nodes.list_item(store_->nodes.lists[node_], 2 * i));
}

ObjectElement ObjectDict::value(std::int64_t index) const {
  const auto i = checked(index, size_);
  return make_element(store_, store_->nodes.list_item(store_->nodes.lists[node_], 2 * i + 1));
}

std::string describe(const ObjectElement& element) { return std::visit(Describe{}, element.value); }

}  // namespace wick
