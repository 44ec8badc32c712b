// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/npy/file.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::detail {

/// The rows of one array: in a file from `offset` on, or in memory.
struct Rows {
  std::string place;  ///< What messages call the array.
  ArrayInfo row;
  std::int64_t count = 0;
  std::shared_ptr<const File> file = nullptr;
  std::int64_t offset = 0;
  std::optional<NumpyArray> memory = std::nullopt;  ///< In C order; if set, it counts.
};

/// What the rows of an array are; file or memory are up to the caller. Throws `NpyError`: a 0-d array.
Rows rows_of(std::string place, const ArrayInfo& array);

/// The rows lie in pieces: Fortran order, in more than one dimension that counts.
bool rows_are_scattered(const ArrayInfo& array);

/// The rows of several arrays, one after the other. Thread safety: as a `Source`, after the last `append`.
class RowsSource : public Source {
 public:
  /// Throws `NpyError` when these rows are unlike those before.
  void append(Rows rows);

  std::int64_t size() const override { return size_; }
  ArrayInfo info(std::int64_t index) const override;
  void read(std::int64_t index, std::span<std::byte> bytes) const override;
  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override;
  std::string where(std::int64_t index) const override;

 private:
  struct Part {
    std::int64_t first;  // number of the first row among those of all arrays
    Rows rows;
  };

  void require_alike(const Rows& rows) const;
  const Part& part_of(std::int64_t index) const;

  // Constant after the last append.
  std::vector<Part> parts_;  // by `first`; of several with the same one, the last has the row
  std::int64_t size_ = 0;
  std::int64_t row_bytes_ = 0;
};

}  // namespace wick::detail
