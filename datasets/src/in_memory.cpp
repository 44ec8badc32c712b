// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/error.hpp>

#include "strided_copy.hpp"
#include "unsupported_dtype.hpp"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace wick {
namespace {

// What `read` of this array gives: its own bytes if they lie without gaps, else a copy in C order.
ArrayInfo info_of(const NumpyArray& array) {
  return {array.dtype(), array.shape(), array.f_contiguous() && !array.c_contiguous()};
}

void copy_payload(const NumpyArray& array, std::span<std::byte> bytes) {
  if (bytes.empty()) return;
  if (array.f_contiguous()) {
    std::memcpy(bytes.data(), array.data(), bytes.size());
  } else {
    detail::copy_in_c_order(array, bytes.data());
  }
}

class InMemory : public Source {
 public:
  explicit InMemory(std::vector<NumpyArray> arrays) : arrays_(std::move(arrays)) {
    for (std::int64_t i = 0; i < size(); ++i) detail::refuse_objects(at(i).dtype(), where(i));
  }

  std::int64_t size() const override { return static_cast<std::int64_t>(arrays_.size()); }
  ArrayInfo info(std::int64_t index) const override { return info_of(at(index)); }
  void read(std::int64_t index, std::span<std::byte> bytes) const override { copy_payload(at(index), bytes); }
  NumpyArray array(std::int64_t index) const override { return at(index); }

  std::string where(std::int64_t index) const override {
    return at(index).origin().empty() ? Source::where(index) : at(index).origin();
  }

 private:
  const NumpyArray& at(std::int64_t index) const { return arrays_[static_cast<std::size_t>(index)]; }

  std::vector<NumpyArray> arrays_;
};

class InMemoryRows : public Source {
 public:
  explicit InMemoryRows(NumpyArray whole) : array_(std::move(whole)) {
    const std::string name = array_.origin().empty() ? "in_memory_rows" : array_.origin();
    detail::refuse_objects(array_.dtype(), name);
    if (array_.ndim() == 0) throw Error(name + ": the array is 0-d and has no rows: use in_memory");
    if (size() > 0) row_ = info_of(array(0));
  }

  std::int64_t size() const override { return array_.shape().front(); }
  ArrayInfo info(std::int64_t) const override { return row_; }
  void read(std::int64_t index, std::span<std::byte> bytes) const override { copy_payload(array(index), bytes); }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    if (row_ != expected) return false;
    read(index, bytes);
    return true;
  }

  NumpyArray array(std::int64_t index) const override {
    const auto& shape = array_.shape();
    const auto& strides = array_.strides();
    std::byte* data = array_.size() == 0 ? array_.data() : array_.data() + index * strides.front();
    return NumpyArray(array_.dtype(), {shape.begin() + 1, shape.end()}, {strides.begin() + 1, strides.end()}, data,
                      array_.owner(), array_.origin());
  }

  std::string where(std::int64_t index) const override {
    return array_.origin().empty() ? fmt::format("row {}", index) : fmt::format("{}[{}]", array_.origin(), index);
  }

 private:
  NumpyArray array_;
  ArrayInfo row_;
};

}  // namespace

SourcePtr in_memory(std::vector<NumpyArray> arrays) { return std::make_shared<InMemory>(std::move(arrays)); }

SourcePtr in_memory_rows(NumpyArray array) { return std::make_shared<InMemoryRows>(std::move(array)); }

SourcePtr in_memory_rows(const at::Tensor& tensor) { return in_memory_rows(to_numpy(tensor)); }

}  // namespace wick
