// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace at {
class Tensor;
}

namespace wick {

/// Elements to be read: somebody else's memory, seen through a shape and strides. The engine's own; users meet it only
/// where they run a `Conversion`.
struct StridedSource {
  const std::byte* data = nullptr;  ///< Address of element (0, ..., 0). Need not be aligned.
  ElementType type = ElementType::uint8;

  /// Bytes of each element (of each half of a complex one) are in the other order than this machine's.
  bool swapped = false;

  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< In bytes, as NumPy's. May be negative or 0.
};

/// Elements to be written. No two of them overlap. To users, where `FieldReader::read_into` is to write
/// (`strided_target(tensor)`).
struct StridedTarget {
  std::byte* data = nullptr;  ///< Address of element (0, ..., 0). Faster where it is aligned.
  ElementType type = ElementType::uint8;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< In bytes.
};

/// Strides in bytes of a contiguous array: C order (last axis fastest), or Fortran order (first axis fastest).
std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape, std::int64_t itemsize,
                                             bool fortran_order = false);

/// Whether elements lie in C order without gaps. Extents of 1 and empty arrays do not matter.
bool is_contiguous(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides,
                   std::int64_t itemsize);

/// The elements of a CPU tensor. The view holds no reference: the tensor must outlive it.
/// Throws `Error` when it is undefined, not dense, on another device, of a dtype that is no element type, or lazily
/// conjugated.
StridedSource strided_source(const at::Tensor& tensor);
StridedTarget strided_target(const at::Tensor& tensor);

}  // namespace wick
