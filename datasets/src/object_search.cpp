// SPDX-License-Identifier: MIT
#include "object_search.hpp"

#include <wick/npy/nonfinite.hpp>
#include <wick/transforms/strided.hpp>

#include "nonfinite_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace wick::detail {
namespace {

std::string at_offset(std::int64_t offset, const Shape& shape, const std::vector<std::int64_t>& strides) {
  return index_text(position_of(offset, shape, strides));
}

std::string at_index(std::int64_t index, const Shape& shape) {
  return at_offset(index, shape, contiguous_strides(shape, 1));
}

// The NumPy dtype of a tensor's elements, for those that may be not finite; void for the others.
Dtype dtype_of(const ObjectTensor& tensor) {
  static constexpr std::pair<std::string_view, char> kinds[] = {
      {"float16", 'f'}, {"float32", 'f'}, {"float64", 'f'}, {"complex32", 'c'}, {"complex64", 'c'}, {"complex128", 'c'},
  };
  Dtype dtype;
  dtype.itemsize = tensor.itemsize;
  dtype.descr = tensor.dtype;
  dtype.byteorder = '<';
  for (const auto& [name, kind] : kinds)
    if (tensor.dtype == name) dtype.kind = kind;
  return dtype;
}

// The tensor, not empty, whose dimensions of stride 0 have one element.
ObjectTensor without_repeats(ObjectTensor tensor) {
  for (std::size_t i = 0; i < tensor.sizes.size(); ++i)
    if (tensor.strides[i] == 0) tensor.sizes[i] = 1;
  return tensor;
}

// Goes over the elements of a tensor.
struct Odometer {
  explicit Odometer(const ObjectTensor& of) : tensor(of), at(of.sizes.size()), place(of.storage_offset) {}

  void step() {
    ++index;
    for (std::size_t axis = at.size(); axis > 0; --axis) {
      place += tensor.strides[axis - 1];
      if (++at[axis - 1] < tensor.sizes[axis - 1]) return;
      place -= tensor.strides[axis - 1] * tensor.sizes[axis - 1];
      at[axis - 1] = 0;
    }
  }

  const ObjectTensor& tensor;
  Shape at;
  std::int64_t place;  // in the storage
  std::int64_t index = 0;
};

/// What one value has, and where in it the first is.
struct Found {
  NonFinite count;
  std::string at;

  // Adds what a part has; `place()` is where that is.
  template <typename Place>
  void add(const Found& part, const Place& place) {
    if (part.count.first && !count.first) at = place() + part.at;
    count.add(part.count, 0);
  }
};

class Visitor {
 public:
  // What tells an array or a tensor from others.
  using Key = std::tuple<const std::byte*, std::string, Shape, Shape>;

  Found operator()(double value) const {
    if (std::isfinite(value)) return {};
    return std::isnan(value) ? Found{{1, 0, 0}, {}} : Found{{0, 1, 0}, {}};
  }
  Found operator()(const std::complex<double>& value) const {
    const Found real = (*this)(value.real()), imaginary = (*this)(value.imag());
    return real.count.nan > 0 || !imaginary.count.first ? real : imaginary;
  }
  Found operator()(const ObjectNdarray& array) const {
    return once({array.bytes.data(), array.dtype.descr, array.shape, array.strides}, array.bytes.size(),
                [&] { return search_array(array); });
  }
  Found operator()(const ObjectTensor& tensor) const {
    // A view may show a small storage many times.
    const auto shown = static_cast<std::size_t>(checked_bytes(tensor.sizes, tensor.itemsize).value_or(0));
    return once(
        {tensor.storage.data() + tensor.storage_offset * tensor.itemsize, tensor.dtype, tensor.sizes, tensor.strides},
        std::max(tensor.storage.size(), shown), [&] { return search_tensor(tensor); });
  }
  Found operator()(const ObjectArray& array) const { return all_of(array, array.shape()); }
  Found operator()(const ObjectList& list) const { return all_of(list, Shape{list.size()}); }
  Found operator()(const ObjectDict& dict) const;

  template <typename T>
  Found operator()(const T&) const {
    return {};
  }

 private:
  static Found search_array(const ObjectNdarray& array);
  Found search_tensor(const ObjectTensor& tensor) const;
  bool is_storage_finite(const ObjectTensor& tensor, const NonFiniteSearch& search) const;

  // A pickle of a few bytes can have one large array a million times.
  template <typename Search>
  Found once(const Key& key, std::size_t bytes, const Search& search) const {
    constexpr std::size_t large = 4096;
    if (bytes < large) return search();
    const auto known = searched_.find(key);
    return known != searched_.end() ? known->second : searched_.emplace(key, search()).first->second;
  }

  template <typename Elements>
  Found all_of(const Elements& elements, const Shape& shape) const {
    Found sum;
    for (std::int64_t i = 0; i < elements.size(); ++i)
      sum.add(std::visit(*this, elements.element(i).value), [&] { return at_index(i, shape); });
    return sum;
  }

  mutable std::map<Key, Found> searched_;
  mutable std::map<std::pair<const std::byte*, std::string>, bool> finite_storages_;
};

Found Visitor::search_array(const ObjectNdarray& array) {
  const Found found{NonFiniteSearch(array.dtype, "").search(array.bytes), {}};
  if (!found.count.first) return found;
  return {found.count, at_offset(*found.count.first * array.dtype.itemsize, array.shape, array.strides)};
}

// Once for all views of the storage that have this dtype.
bool Visitor::is_storage_finite(const ObjectTensor& tensor, const NonFiniteSearch& search) const {
  const auto [known, is_new] = finite_storages_.try_emplace({tensor.storage.data(), tensor.dtype});
  if (is_new) {
    const auto rest = tensor.storage.size() % static_cast<std::size_t>(tensor.itemsize);
    known->second = !search.search(tensor.storage.first(tensor.storage.size() - rest)).first;
  }
  return known->second;
}

// Views may skip, repeat or transpose the elements of the storage: then one by one, in the order of the tensor, unless
// there is nothing to be found.
Found Visitor::search_tensor(const ObjectTensor& tensor) const {
  const NonFiniteSearch search(dtype_of(tensor), "");
  const auto count = checked_count(tensor.sizes).value_or(0);
  Found found;
  if (!search.possible() || count == 0) return found;
  const auto elements = [&](std::int64_t first, std::int64_t number) {
    return tensor.storage.subspan(static_cast<std::size_t>(first * tensor.itemsize),
                                  static_cast<std::size_t>(number * tensor.itemsize));
  };
  if (tensor.strides == contiguous_strides(tensor.sizes, 1)) {
    found.count = search.search(elements(tensor.storage_offset, count));
    if (found.count.first) found.at = at_index(*found.count.first, tensor.sizes);
    return found;
  }
  if (is_storage_finite(tensor, search)) return found;
  const ObjectTensor different = without_repeats(tensor);
  const auto different_count = checked_count(different.sizes).value();
  for (Odometer at(different); at.index < different_count; at.step())
    found.add({search.search(elements(at.place, 1)), {}}, [&] { return index_text(at.at); });
  found.count.nan *= count / different_count;
  found.count.infinite *= count / different_count;
  return found;
}

Found Visitor::operator()(const ObjectDict& dict) const {
  Found sum;
  for (std::int64_t i = 0; i < dict.size(); ++i)
    sum.add(std::visit(*this, dict.value(i).value), [&] {
      const ObjectElement key = dict.key(i);
      const auto* name = key.get_if<std::string>();
      return fmt::format("[{}]", name ? fmt::format("'{}'", *name) : describe(key));
    });
  return sum;
}

}  // namespace

std::string nonfinite_elements(const ObjectArray& array) {
  const Visitor visitor;
  Found sum;
  std::int64_t elements = 0;
  for (std::int64_t i = 0; i < array.size(); ++i) {
    const Found found = std::visit(visitor, array.element(i).value);
    if (found.count.first) ++elements;
    sum.add(found, [&] { return at_index(i, array.shape()); });
  }
  if (elements == 0) return {};
  return fmt::format("{} in {} of {} elements{}", count_text(sum.count), elements, array.size(),
                     sum.at.empty() ? "" : fmt::format(", the first at {}", sum.at));
}

}  // namespace wick::detail
