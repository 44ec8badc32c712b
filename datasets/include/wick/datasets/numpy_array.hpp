// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wick {

/// An ndarray: dtype, shape, strides, and shared ownership of the bytes. Copies share the bytes, as Python names do.
/// Thread safety: as a `std::shared_ptr` with plain bytes behind it.
class NumpyArray {
 public:
  /// An empty array of float64, shape (0,).
  NumpyArray();

  /// Elements at `data`, kept alive by `owner`. `strides` in bytes; may be negative or 0. The caller answers for the
  /// bounds. `origin` (a file's name) serves messages.
  NumpyArray(Dtype dtype, Shape shape, std::vector<std::int64_t> strides, std::byte* data,
             std::shared_ptr<const void> owner, std::string origin = {});

  /// A new C-ordered array whose elements are not initialised. The memory is aligned to 64 bytes.
  static NumpyArray empty(Dtype dtype, Shape shape);

  const Dtype& dtype() const noexcept { return dtype_; }
  const Shape& shape() const noexcept { return shape_; }
  const std::vector<std::int64_t>& strides() const noexcept { return strides_; }
  std::byte* data() const noexcept { return data_; }
  const std::shared_ptr<const void>& owner() const noexcept { return owner_; }

  /// The file that this came from; empty if none.
  const std::string& origin() const noexcept { return origin_; }

  std::int64_t ndim() const noexcept { return static_cast<std::int64_t>(shape_.size()); }

  /// Number of elements.
  std::int64_t size() const noexcept;

  /// Bytes of the elements: size() * itemsize.
  std::int64_t nbytes() const noexcept;

  /// NumPy's flags C_CONTIGUOUS and F_CONTIGUOUS.
  bool c_contiguous() const noexcept;
  bool f_contiguous() const noexcept;

 private:
  Dtype dtype_;
  Shape shape_;
  std::vector<std::int64_t> strides_;
  std::byte* data_;
  std::shared_ptr<const void> owner_;
  std::string origin_;
};

}  // namespace wick
