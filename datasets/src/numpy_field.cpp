// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/scratch.hpp>
#include <wick/error.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/leaf_fields.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/strided.hpp>

#include "field_view.hpp"
#include "known_list.hpp"
#include "strided_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

namespace wick {
namespace {

// A dtype and memory order that arrays of the source have, and the field in it.
struct Known {
  Dtype dtype;
  bool fortran_order;
  DtypeField field;

  ArrayInfo info(const ArrayInfo& whole) const {
    Shape shape = whole.shape;
    shape.insert(shape.end(), field.shape.begin(), field.shape.end());
    return {field.dtype, std::move(shape), false};
  }

  // Whether the field of arrays like this can be as `expected`.
  bool gives(const ArrayInfo& expected) const {
    const auto& inner = field.shape;
    const auto& shape = expected.shape;
    return shape.size() >= inner.size() && std::equal(inner.rbegin(), inner.rend(), shape.rbegin()) &&
           expected.dtype == field.dtype && !expected.fortran_order;
  }

  // The array whose field is so.
  ArrayInfo whole(const ArrayInfo& expected) const {
    const auto dimensions = expected.shape.size() - field.shape.size();
    return {dtype,
            {expected.shape.begin(), expected.shape.begin() + static_cast<std::ptrdiff_t>(dimensions)},
            fortran_order};
  }
};

class NumpyField : public Source {
 public:
  NumpyField(SourcePtr source, std::string name) : source_(std::move(source)), name_(std::move(name)) {}

  std::int64_t size() const override { return source_->size(); }

  ArrayInfo info(std::int64_t index) const override {
    const ArrayInfo whole = source_->info(index);
    return known(index, whole).info(whole);
  }

  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    const ArrayInfo whole = source_->info(index);
    const Known found = known(index, whole);
    // The file may be another than the one that `bytes` was made for.
    const bool fits = found.info(whole).bytes() == static_cast<std::int64_t>(bytes.size());
    if (!fits || !read_field(index, whole, found, bytes))
      throw NpyError(source_->where(index), "the header changed while the file was being read");
  }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    // Believed, the array's header need not be looked at first: the source tells when it is another.
    const Known* guess = known_.find_if([&](const Known& known) { return known.gives(expected); });
    if (guess != nullptr && read_field(index, guess->whole(expected), *guess, bytes)) return true;
    const ArrayInfo whole = source_->info(index);
    const Known found = known(index, whole);
    return found.info(whole) == expected && read_field(index, whole, found, bytes);
  }

  NumpyArray array(std::int64_t index) const override {
    const NumpyArray whole = source_->array(index);
    return detail::field_view(whole, known(index, {whole.dtype(), whole.shape(), false}).field);
  }

  std::string where(std::int64_t index) const override { return fmt::format("{}['{}']", source_->where(index), name_); }

 private:
  Known known(std::int64_t index, const ArrayInfo& whole) const {
    const Known* known = known_.find_if(
        [&](const Known& other) { return other.fortran_order == whole.fortran_order && other.dtype == whole.dtype; });
    if (known != nullptr) return *known;
    Known fresh{whole.dtype, whole.fortran_order, find_field(whole.dtype, name_, source_->where(index))};
    known_.add(fresh);
    return fresh;
  }

  // False if the source's array is not the one that `whole` says.
  bool read_field(std::int64_t index, const ArrayInfo& whole, const Known& known, std::span<std::byte> bytes) const {
    const auto scratch = scratches_.lease();
    const auto payload = scratch->bytes(whole.bytes());
    if (!source_->read_expected(index, whole, payload)) return false;
    auto strides = contiguous_strides(whole.shape, whole.dtype.itemsize, whole.fortran_order);
    const NumpyArray array(whole.dtype, whole.shape, std::move(strides), payload.data(), nullptr);
    detail::copy_in_c_order(detail::field_view(array, known.field), bytes.data());
    return true;
  }

  // Constant after construction.
  SourcePtr source_;
  std::string name_;

  mutable detail::KnownList<Known> known_;
  mutable ScratchPool scratches_;
};

void require_different_names(const std::vector<DtypeField>& fields, const std::string& place) {
  std::set<std::string_view> names;
  for (const DtypeField& field : fields) {
    if (names.insert(field.name).second) continue;
    throw Error(
        fmt::format("{}: numpy_fields: two fields are called '{:.60}': rename one of them, in Python: "
                    "a.dtype.names = ...",
                    place, field.name));
  }
}

}  // namespace

SourcePtr numpy_field(SourcePtr source, std::string name) {
  if (!source) throw Error("numpy_field: the source is null");
  return std::make_shared<NumpyField>(std::move(source), std::move(name));
}

std::vector<Field> numpy_fields(SourcePtr source) {
  if (!source) throw Error("numpy_fields: the source is null");
  if (source->size() == 0)
    throw Error("numpy_fields: the source is empty: one array at least expected, to see its fields");
  const auto leaves = leaf_fields(source->info(0).dtype, source->where(0));
  require_different_names(leaves, source->where(0));
  std::vector<Field> fields;
  for (const DtypeField& leaf : leaves) fields.push_back({leaf.name, numpy_field(source, leaf.name)});
  return fields;
}

}  // namespace wick
