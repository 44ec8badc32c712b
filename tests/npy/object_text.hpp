// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_element.hpp>

#include <array>
#include <bit>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace wick::test {

/// An element with all that it holds, in one line: `describe`, then a value, or the bytes of the elements in C order as
/// hexadecimal digits, or the elements of a container.
inline std::string to_text(const ObjectElement& element);

inline std::string hex(std::span<const std::byte> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += digits[std::to_integer<unsigned>(byte) >> 4];
    text += digits[std::to_integer<unsigned>(byte) & 15];
  }
  return text;
}

inline std::string hex(double number) {
  const auto bytes = std::bit_cast<std::array<std::byte, sizeof(number)>>(number);
  return hex(bytes);
}

// A strided view in C order; strides in bytes.
struct StridedText {
  const Shape& shape;
  const std::vector<std::int64_t>& strides;
  std::span<const std::byte> bytes;
  std::int64_t itemsize;

  std::string text(std::size_t axis, std::int64_t offset) const {
    const auto begin = static_cast<std::size_t>(offset);
    if (axis == shape.size()) return hex(bytes.subspan(begin, static_cast<std::size_t>(itemsize)));
    std::string all;
    for (std::int64_t i = 0; i < shape[axis]; ++i) all += text(axis + 1, offset + i * strides[axis]);
    return all;
  }
};

struct ContentText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(bool value) const { return value ? " 1" : " 0"; }
  std::string operator()(std::int64_t value) const { return " " + std::to_string(value); }
  std::string operator()(double value) const { return " " + hex(value); }
  std::string operator()(const std::complex<double>& value) const {
    return " " + hex(value.real()) + hex(value.imag());
  }
  std::string operator()(const std::string& value) const { return " " + value; }
  std::string operator()(const ObjectBytes& value) const { return " " + hex(value.bytes); }
  std::string operator()(const ObjectNdarray& array) const {
    return " " + StridedText{array.shape, array.strides, array.bytes, array.dtype.itemsize}.text(0, 0);
  }
  std::string operator()(const ObjectTensor& tensor) const {
    auto strides = tensor.strides;
    for (auto& stride : strides) stride *= tensor.itemsize;
    return " " + StridedText{tensor.sizes, strides, tensor.storage, tensor.itemsize}.text(
                     0, tensor.storage_offset * tensor.itemsize);
  }
  std::string operator()(const ObjectArray& array) const { return "[" + elements(array) + "]"; }
  std::string operator()(const ObjectList& list) const { return "[" + elements(list) + "]"; }
  std::string operator()(const ObjectDict& dict) const {
    std::string all;
    for (std::int64_t i = 0; i < dict.size(); ++i) {
      all += to_text(dict.key(i)) + ":" + to_text(dict.value(i)) + ";";
    }
    return "{" + all + "}";
  }

  template <typename T>
  static std::string elements(const T& container) {
    std::string all;
    for (std::int64_t i = 0; i < container.size(); ++i) all += to_text(container.element(i)) + ";";
    return all;
  }
};

inline std::string to_text(const ObjectElement& element) {
  return describe(element) + std::visit(ContentText{}, element.value);
}

}  // namespace wick::test
