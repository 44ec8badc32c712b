// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_array.hpp>
#include <wick/error.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/text_element.hpp>
#include <wick/transforms/strided.hpp>

#include "aligned_bytes.hpp"
#include "dtype_view.hpp"
#include "field_view.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick {
namespace {

std::int64_t require_bytes(const Dtype& dtype, const Shape& shape) {
  const auto bytes = checked_bytes(shape, dtype.itemsize);
  if (bytes && dtype.itemsize >= 0) return *bytes;
  throw Error(fmt::format("an array of shape {} and {} bytes an element: negative or more than 2**63 - 1 bytes",
                          to_string(shape), dtype.itemsize));
}

}  // namespace

NumpyArray::NumpyArray() : NumpyArray(empty(native_dtype("f8"), {0})) {}

NumpyArray::NumpyArray(Dtype dtype, Shape shape, std::vector<std::int64_t> strides, std::byte* data,
                       std::shared_ptr<const void> owner, std::string origin)
    : dtype_(std::move(dtype)),
      shape_(std::move(shape)),
      strides_(std::move(strides)),
      data_(data),
      owner_(std::move(owner)),
      origin_(std::move(origin)) {
  require_bytes(dtype_, shape_);
  if (strides_.size() != shape_.size()) {
    throw Error(fmt::format("an array of shape {} has {} strides: one per dimension expected", to_string(shape_),
                            strides_.size()));
  }
}

NumpyArray NumpyArray::empty(Dtype dtype, Shape shape, std::string origin) {
  const auto bytes = require_bytes(dtype, shape);
  auto memory = detail::aligned_bytes(bytes);
  if (memory == nullptr)
    throw Error(fmt::format("no memory for an array of shape {}: {} bytes", to_string(shape), bytes));
  auto strides = contiguous_strides(shape, dtype.itemsize);
  std::byte* data = memory.get();
  return NumpyArray(std::move(dtype), std::move(shape), std::move(strides), data, std::move(memory), std::move(origin));
}

std::int64_t NumpyArray::size() const noexcept { return checked_count(shape_).value_or(0); }

std::int64_t NumpyArray::nbytes() const noexcept { return size() * dtype_.itemsize; }

std::string NumpyArray::place() const { return origin_.empty() ? "array" : origin_; }

NumpyArray NumpyArray::field(std::string_view name) const {
  return detail::field_view(*this, find_field(dtype_, name, place()));
}

NumpyArray NumpyArray::view(const Dtype& dtype) const {
  detail::check_view(dtype_, dtype, place());
  return NumpyArray(dtype, shape_, strides_, data_, owner_, origin_);
}

std::string NumpyArray::text(std::int64_t index) const {
  if (index < 0 || index >= size())
    throw Error(fmt::format("{}: no element {}: there are {}, counted from 0", place(), index, size()));
  const std::byte* element = data_;
  std::int64_t rest = index;
  for (std::size_t axis = shape_.size(); axis-- > 0; rest /= shape_[axis]) {
    element += rest % shape_[axis] * strides_[axis];
  }
  return decode_text(dtype_, {element, static_cast<std::size_t>(dtype_.itemsize)},
                     fmt::format("{}: element {}", place(), index));
}

void NumpyArray::check_elements(char kind, std::size_t size, std::size_t alignment) const {
  const auto refuse = [this](const std::string& fact) {
    throw Error(fmt::format("{}elements: {}; copy_numpy converts", origin_.empty() ? "" : origin_ + ": ", fact));
  };
  if (dtype_.kind != kind || dtype_.itemsize != static_cast<std::int64_t>(size))
    refuse(fmt::format("the dtype is '{}', not {}{}", dtype_.descr, kind, size));
  if (dtype_.is_swapped()) refuse(fmt::format("dtype '{}' has the other byte order than this machine", dtype_.descr));
  if (!c_contiguous()) refuse("the array is not C-contiguous");
  if (reinterpret_cast<std::uintptr_t>(data_) % alignment != 0) refuse("the data are not aligned to their elements");
}

bool NumpyArray::c_contiguous() const noexcept { return is_contiguous(shape_, strides_, dtype_.itemsize); }

bool NumpyArray::f_contiguous() const noexcept {
  return is_contiguous({shape_.rbegin(), shape_.rend()}, {strides_.rbegin(), strides_.rend()}, dtype_.itemsize);
}

}  // namespace wick
