// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace wick {

namespace detail {
struct ObjectStore;
}

struct ObjectElement;

/// An ndarray of dtype object: a shape, and elements in C order. A cheap handle: copies share all that was read.
/// Elements are made when they are asked for. Lists and arrays may contain each other, but never themselves, and all
/// elements together are as few as `PickleLimits::max_elements` says.
/// Thread safety: any number of threads may ask at once.
class ObjectArray {
 public:
  /// For readers; `node` is a number in `store`.
  ObjectArray(std::shared_ptr<detail::ObjectStore> store, std::uint64_t node);

  const Shape& shape() const noexcept { return shape_; }

  /// Number of elements.
  std::int64_t size() const noexcept { return size_; }

  /// The file it was read from.
  const std::string& path() const noexcept;

  /// Element `index` in C order. Throws `Error` if there is none.
  ObjectElement element(std::int64_t index) const;

 private:
  std::shared_ptr<detail::ObjectStore> store_;
  std::uint64_t node_;
  Shape shape_;
  std::int64_t size_ = 0;
};

/// A list or a tuple. As `ObjectArray`, a cheap handle.
class ObjectList {
 public:
  /// For readers; `value` is a word of the pickle machine.
  ObjectList(std::shared_ptr<detail::ObjectStore> store, bool is_tuple, std::uint64_t node);

  bool is_tuple() const noexcept { return is_tuple_; }
  std::int64_t size() const noexcept { return size_; }

  /// Element `index`. Throws `Error` if there is none.
  ObjectElement element(std::int64_t index) const;

 private:
  std::shared_ptr<detail::ObjectStore> store_;
  bool is_tuple_;
  std::uint64_t node_;
  std::int64_t size_ = 0;
};

/// A dict: keys and values in the order of the file. A key may occur twice; the later one is Python's. As
/// `ObjectArray`, a cheap handle.
class ObjectDict {
 public:
  /// For readers; `node` is a number in `store`.
  ObjectDict(std::shared_ptr<detail::ObjectStore> store, std::uint64_t node);

  std::int64_t size() const noexcept { return size_; }

  /// Key and value `index`. Throw `Error` if there is none.
  ObjectElement key(std::int64_t index) const;
  ObjectElement value(std::int64_t index) const;

 private:
  std::shared_ptr<detail::ObjectStore> store_;
  std::uint64_t node_;
  std::int64_t size_ = 0;
};

/// An ndarray of any dtype but object, or a NumPy scalar. Its bytes are those of the file's buffer, at any alignment;
/// elements that Python wrote as one object share them.
struct ObjectNdarray {
  Dtype dtype;
  Shape shape;

  /// In bytes, never negative. C order, Fortran order, or, from protocol 5, another order of the axes.
  std::vector<std::int64_t> strides;

  /// prod(shape) * itemsize bytes.
  std::span<std::byte> bytes;

  /// Keeps `bytes` alive.
  std::shared_ptr<const void> owner;

  /// A NumPy scalar (`np.float32(1.5)`), of shape ().
  bool is_scalar = false;
};

/// A torch tensor: a view of its storage. The storage's bytes are those of the file's buffer, at any alignment,
/// little-endian. The view stays inside of the storage, and is no larger than it, or than 1 MiB.
struct ObjectTensor {
  /// As torch spells it: `float32`, `bfloat16`, `uint16`, `complex64`, `bool`, `float8_e5m2`.
  std::string dtype;

  /// Bytes of one element.
  std::int64_t itemsize = 0;

  Shape sizes;

  /// In elements, never negative; 0 in expanded tensors.
  std::vector<std::int64_t> strides;

  /// Elements of the storage before the first one of the tensor.
  std::int64_t storage_offset = 0;

  /// The whole storage, which torch saves with each tensor.
  std::span<std::byte> storage;

  /// Keeps `storage` alive.
  std::shared_ptr<const void> owner;
};

/// Python's `bytes`, `bytearray`, and Python 2's `str`.
struct ObjectBytes {
  std::span<const std::byte> bytes;

  /// Keeps `bytes` alive.
  std::shared_ptr<const void> owner;
};

/// One element of an object array: `std::monostate` is None; integers are Python's, strings UTF-8.
struct ObjectElement {
  using Value = std::variant<std::monostate, bool, std::int64_t, double, std::complex<double>, std::string, ObjectBytes,
                             ObjectNdarray, ObjectTensor, ObjectArray, ObjectList, ObjectDict>;
  Value value;

  /// The element if it is a `T`, else nullptr: `if (const auto* tensor = element.get_if<ObjectTensor>())`.
  template <typename T>
  const T* get_if() const noexcept {
    return std::get_if<T>(&value);
  }
};

/// What an element is, in a few words, for people: `ndarray <f4 (2, 3)`, `tensor float32 (3,)`, `list of 2`, `str`.
std::string describe(const ObjectElement& element);

}  // namespace wick
