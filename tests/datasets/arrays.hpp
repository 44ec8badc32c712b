// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/npy_header.hpp>

#include <algorithm>
#include <complex>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace wick::test {

/// The code of NumPy's dtype for a C++ type: `f4`.
template <typename T>
std::string code_of() {
  const auto size = std::to_string(sizeof(T));
  if (std::is_same_v<T, bool>) return "b1";
  if (std::is_floating_point_v<T>) return "f" + size;
  if (!std::is_arithmetic_v<T>) return "c" + size;
  return (std::is_signed_v<T> ? "i" : "u") + size;
}

/// A C-ordered array of these elements.
template <typename T>
NumpyArray array_of(Shape shape, const std::vector<std::type_identity_t<T>>& values) {
  auto array = NumpyArray::empty(native_dtype(code_of<T>()), std::move(shape));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const T value = values[i];
    std::memcpy(array.data() + i * sizeof(T), &value, sizeof(T));
  }
  return array;
}

/// The same memory seen otherwise.
inline NumpyArray view(const NumpyArray& array, Shape shape, std::vector<std::int64_t> strides, std::int64_t offset = 0,
                       std::string origin = {}) {
  return NumpyArray(array.dtype(), std::move(shape), std::move(strides), array.data() + offset, array.owner(),
                    std::move(origin));
}

/// The dtype in big-endian order, as a file would name it.
inline Dtype big_endian(std::string_view code) {
  Dtype dtype = native_dtype(code);
  dtype.byteorder = '>';
  dtype.descr = ">" + std::string(code);
  return dtype;
}

/// The elements' bytes, each element's reversed if `swapped`.
template <typename T>
std::string bytes_of(const std::vector<T>& values, bool swapped = false) {
  std::string bytes;
  for (const T value : values) {
    std::string element(sizeof(T), '\0');
    std::memcpy(element.data(), &value, sizeof(T));
    if (swapped) std::reverse(element.begin(), element.end());
    bytes += element;
  }
  return bytes;
}

/// The bytes of a `.npy` file.
inline std::string npy(const Dtype& dtype, const Shape& shape, std::string_view payload, bool fortran_order = false) {
  return make_npy_header(dtype, fortran_order, shape) + std::string(payload);
}

/// The bytes of a `.npy` file of these elements in C order.
template <typename T>
std::string npy_of(const Shape& shape, const std::vector<std::type_identity_t<T>>& values) {
  return npy(native_dtype(code_of<T>()), shape, bytes_of(std::vector<T>(values.begin(), values.end())));
}

/// Any header text, version 1, without padding, and what follows it.
inline std::string raw_npy(std::string_view header, std::string_view payload = {}) {
  std::string text("\x93NUMPY\x01\x00", 8);
  text += static_cast<char>(header.size() & 0xff);
  text += static_cast<char>(header.size() >> 8);
  return text.append(header).append(payload);
}

}  // namespace wick::test
