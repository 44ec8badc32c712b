// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_view.hpp>
#include <wick/error.hpp>

#include "dtype_view.hpp"
#include "known_list.hpp"
#include "unsupported_dtype.hpp"

#include <memory>
#include <utility>

namespace wick {
namespace {

class NumpyView : public Source {
 public:
  NumpyView(SourcePtr source, Dtype dtype) : source_(std::move(source)), dtype_(std::move(dtype)) {}

  std::int64_t size() const override { return source_->size(); }

  ArrayInfo info(std::int64_t index) const override { return viewed(index, source_->info(index)); }

  void read(std::int64_t index, std::span<std::byte> bytes) const override { source_->read(index, bytes); }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    if (expected.dtype != dtype_) return false;
    ArrayInfo array = expected;
    // Believed, the array's header need not be looked at first: the source tells when it is another.
    if (const Dtype* known = known_.find_if([](const Dtype&) { return true; })) {
      array.dtype = *known;
      if (source_->read_expected(index, array, bytes)) return true;
    }
    array = source_->info(index);
    return viewed(index, array) == expected && source_->read_expected(index, array, bytes);
  }

  // Bytes that become bools are copied, since they must be made 0 or 1.
  NumpyArray array(std::int64_t index) const override {
    const bool has_bools = dtype_.kind == 'b' || dtype_.structured;
    return has_bools ? Source::array(index) : source_->array(index).view(dtype_);
  }

  std::string where(std::int64_t index) const override { return source_->where(index); }

 private:
  ArrayInfo viewed(std::int64_t index, ArrayInfo array) const {
    const bool is_known = known_.find_if([&](const Dtype& known) { return known == array.dtype; }) != nullptr;
    if (!is_known) {
      detail::check_view(array.dtype, dtype_, source_->where(index));
      known_.add(array.dtype);
    }
    array.dtype = dtype_;
    return array;
  }

  // Constant after construction.
  SourcePtr source_;
  Dtype dtype_;

  mutable detail::KnownList<Dtype> known_;  // dtypes of the source's arrays, which can be viewed so
};

}  // namespace

SourcePtr numpy_view(SourcePtr source, Dtype dtype) {
  if (!source) throw Error("numpy_view: the source is null");
  detail::refuse_objects(dtype, "numpy_view");
  return std::make_shared<NumpyView>(std::move(source), std::move(dtype));
}

}  // namespace wick
