// SPDX-License-Identifier: MIT
#include "numeric_form.hpp"

#include <wick/datasets/element_of.hpp>
#include <wick/npy/long_double.hpp>

#include "float8.hpp"

namespace wick::detail {
namespace {

std::optional<NumericForm> text_form(const Dtype& dtype) noexcept {
  const auto element = dtype.kind == 'S' ? ElementType::uint8 : ElementType::int32;
  const auto size = element_size(element);
  if (dtype.itemsize % size != 0) return std::nullopt;
  return NumericForm{element, dtype.is_swapped(), false, dtype.itemsize / size};
}

}  // namespace

std::optional<NumericForm> numeric_form(const Dtype& dtype, LongDoubles long_doubles) noexcept {
  if (dtype.structured) return std::nullopt;
  if (const auto element = element_of(dtype)) return NumericForm{*element, dtype.is_swapped()};
  if (dtype.kind == 'S' || dtype.kind == 'U') return text_form(dtype);
  if (is_float8(dtype)) return NumericForm{ElementType::float32, false, true};
  if (is_long_double(dtype) && long_doubles == LongDoubles::as_double)
    return NumericForm{dtype.kind == 'c' ? ElementType::complex128 : ElementType::float64, false, true};
  return std::nullopt;
}

Shape NumericForm::shape(Shape array) const {
  if (characters) array.push_back(*characters);
  return array;
}

std::vector<std::int64_t> NumericForm::strides(std::vector<std::int64_t> array) const {
  if (characters) array.push_back(element_size(element));
  return array;
}

void NumericForm::decode(const Dtype& dtype, std::span<const std::byte> bytes, std::byte* numbers,
                         std::string_view place) const {
  if (element == ElementType::float32)
    return convert_float8(dtype, bytes, {reinterpret_cast<float*>(numbers), bytes.size()});
  const auto number = static_cast<std::size_t>(dtype.kind == 'c' ? dtype.itemsize / 2 : dtype.itemsize);
  convert_long_double(dtype, bytes, {reinterpret_cast<double*>(numbers), bytes.size() / number}, place);
}

StridedSource numbers_of(const NumpyArray& array, const NumericForm& form) {
  return {array.data(), form.element, form.swapped, form.shape(array.shape()), form.strides(array.strides())};
}

}  // namespace wick::detail
