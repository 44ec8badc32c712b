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
#include <string_view>
#include <type_traits>
#include <vector>

namespace wick {

namespace detail {

/// NumPy's kind of the C++ number type `T`: `b`, `i`, `u`, `f`, `c`.
template <typename T>
constexpr char kind_of() {
  if constexpr (std::is_same_v<T, bool>) return 'b';
  if constexpr (std::is_same_v<T, std::complex<float>> || std::is_same_v<T, std::complex<double>>) return 'c';
  if constexpr (std::is_floating_point_v<T>) return 'f';
  return std::is_signed_v<T> ? 'i' : 'u';
}

}  // namespace detail

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
  static NumpyArray empty(Dtype dtype, Shape shape, std::string origin = {});

  const Dtype& dtype() const noexcept { return dtype_; }
  const Shape& shape() const noexcept { return shape_; }
  const std::vector<std::int64_t>& strides() const noexcept { return strides_; }
  std::byte* data() const noexcept { return data_; }

  /// The elements in C order, as numbers: `array.elements<float>()` of float32, `elements<std::int64_t>()` of int64.
  /// Throws `Error` that names what does not fit: another dtype, foreign byte order, not C-contiguous, misaligned;
  /// `copy_numpy` takes all of these.
  template <typename T>
  requires(std::is_arithmetic_v<T> || detail::kind_of<T>() == 'c') std::span<T> elements()
  const {
    check_elements(detail::kind_of<T>(), sizeof(T), alignof(T));
    return {reinterpret_cast<T*>(data_), static_cast<std::size_t>(size())};
  }

  /// One field of a structured array, as `a['p']['y']` for "p.y": the same memory through other strides. The dimensions
  /// of a sub-array are the last: of shape (100,) with a field of shape (3,), (100, 3). Structures that NumPy aligned
  /// (`np.dtype(..., align=True)`) have fields that `from_numpy` can share; `copy_numpy` copies those of any.
  /// Parses the dtype. Throws `NpyError` when there is no such field, with the nearest there is.
  NumpyArray field(std::string_view name) const;

  /// The same bytes as elements of another dtype, as `a.view(dtype)`, but of the same size only:
  /// `view(native_dtype("i8"))` of datetimes, `view(ml_dtype("bfloat16"))` of the `<V2` that ml_dtypes writes.
  /// Bytes that are said to be bools and are neither 0 nor 1 are so: `copy_numpy` makes them 1.
  /// Throws `NpyError` for another size, and for objects.
  NumpyArray view(const Dtype& dtype) const;

  /// Element `index`, counted in C order, of an array of strings: of dtype `S` its bytes, of `U` in UTF-8, without the
  /// NUL characters that fill it up. Throws `Error` when there is no such element or it is no text (`decode_text`).
  std::string text(std::int64_t index) const;

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
  std::string place() const;
  void check_elements(char kind, std::size_t size, std::size_t alignment) const;

  Dtype dtype_;
  Shape shape_;
  std::vector<std::int64_t> strides_;
  std::byte* data_;
  std::shared_ptr<const void> owner_;
  std::string origin_;
};

}  // namespace wick
