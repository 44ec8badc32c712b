// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace wick::tools {

/// A `.npy` file whose rows are written one by one, in any order: it may be larger than memory. It has a temporary name
/// until `commit`; without that nothing is left of it.
class RowFile {
 public:
  /// `shape` is of the whole array. Throws `NpyError`.
  RowFile(std::string path, const Dtype& dtype, const Shape& shape);
  RowFile(const RowFile&) = delete;
  RowFile& operator=(const RowFile&) = delete;
  ~RowFile();

  /// Writes row `index`. Thread safety: any number of threads at once, each with rows of its own. Throws `NpyError`.
  void write(std::int64_t index, std::span<const std::byte> row);

  /// The same of any part of the rows' bytes, from `offset` in all of them.
  void write_at(std::int64_t offset, std::span<const std::byte> bytes);

  /// Gives the file its name. Throws `NpyError`.
  void commit();

 private:
  void put(std::int64_t place, std::span<const std::byte> bytes);
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
  std::int64_t payload_offset_ = 0;
};

}  // namespace wick::tools
