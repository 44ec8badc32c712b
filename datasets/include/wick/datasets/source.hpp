// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wick {

/// Dtype, shape and memory order of an array that need not be in memory.
struct ArrayInfo {
  Dtype dtype;
  Shape shape;

  /// The payload is in Fortran order (first axis fastest).
  bool fortran_order = false;

  /// Bytes of the payload. Throws `Error` when they are more than 2**63.
  std::int64_t bytes() const;

  bool operator==(const ArrayInfo&) const = default;
};

/// Arrays by index, with all I/O behind it. Derive from it to bring data of your own format: `size`, `info` and `read`
/// suffice. Thread safety: all methods are called from many workers at once.
class Source {
 public:
  virtual ~Source() = default;

  /// Number of arrays. Constant.
  virtual std::int64_t size() const = 0;

  /// What array `index` is, without reading its payload. `index` is in [0, size()). Throws when the array cannot be
  /// read.
  virtual ArrayInfo info(std::int64_t index) const = 0;

  /// Reads the payload of array `index` into `bytes`, which is `info(index).bytes()` long. Throws when it cannot.
  virtual void read(std::int64_t index, std::span<std::byte> bytes) const = 0;

  /// Reads the payload if array `index` is as `expected`; returns false, with `bytes` in any state, if it is otherwise.
  /// `bytes` is `expected.bytes()` long. What the engine calls; override it where header and payload come in one read.
  [[nodiscard]] virtual bool read_expected(std::int64_t index, const ArrayInfo& expected,
                                           std::span<std::byte> bytes) const;

  /// The array, in memory of its own unless the source says otherwise. Bools become 0 or 1, whatever byte `read` gave.
  virtual NumpyArray array(std::int64_t index) const;

  /// Where array `index` comes from, for messages: `train/x_007.npy`, `labels.npy[17]`. Should not throw; what it
  /// throws stands in the message instead.
  virtual std::string where(std::int64_t index) const;
};

using SourcePtr = std::shared_ptr<const Source>;

}  // namespace wick
