// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_element.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

namespace wick::fuzz {

inline volatile unsigned char touched;

inline void touch_element(const ObjectElement& element);

/// Visits all elements. Of views it reads the first and the last byte only, since shared ones could be walked for
/// hours.
struct TouchElement {
  template <typename T>
  void operator()(const T&) const {}
  void operator()(const std::string& text) const {
    if (!text.empty()) touched = static_cast<unsigned char>(text.back());
  }
  void operator()(const ObjectBytes& bytes) const { ends(bytes.bytes); }
  void operator()(const ObjectNdarray& array) const {
    ends(array.bytes);
    view(array.shape, array.strides, array.bytes, 0, array.dtype.itemsize, 1);
  }
  void operator()(const ObjectTensor& tensor) const {
    ends(tensor.storage);
    view(tensor.sizes, tensor.strides, tensor.storage, tensor.storage_offset * tensor.itemsize, tensor.itemsize,
         tensor.itemsize);
  }
  void operator()(const ObjectArray& array) const { elements(array); }
  void operator()(const ObjectList& list) const { elements(list); }
  void operator()(const ObjectDict& dict) const {
    for (std::int64_t i = 0; i < dict.size(); ++i) {
      touch_element(dict.key(i));
      touch_element(dict.value(i));
    }
  }

 private:
  static void ends(std::span<const std::byte> bytes) {
    if (bytes.empty()) return;
    touched = std::to_integer<unsigned char>(bytes.front());
    touched = std::to_integer<unsigned char>(bytes.back());
  }

  // The last byte of the last element; `unit` is what strides count, in bytes.
  static void view(const Shape& shape, const Shape& strides, std::span<const std::byte> bytes, std::int64_t offset,
                   std::int64_t itemsize, std::int64_t unit) {
    if (checked_bytes(shape, itemsize).value() == 0) return;
    for (std::size_t i = 0; i < shape.size(); ++i) offset += (shape[i] - 1) * strides[i] * unit;
    touched = std::to_integer<unsigned char>(bytes.data()[offset + itemsize - 1]);
  }

  template <typename T>
  static void elements(const T& container) {
    for (std::int64_t i = 0; i < container.size(); ++i) touch_element(container.element(i));
  }
};

inline void touch_element(const ObjectElement& element) {
  describe(element);
  std::visit(TouchElement{}, element.value);
}

}  // namespace wick::fuzz
