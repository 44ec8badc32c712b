// SPDX-License-Identifier: MIT
#include "rows_source.hpp"

#include <wick/npy/npy_error.hpp>
#include <wick/transforms/strided.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace wick::detail {

Rows rows_of(std::string place, const ArrayInfo& array) {
  const auto& shape = array.shape;
  if (shape.empty()) throw NpyError(place, "the array is 0-d and has no rows: one dimension at least expected");
  return {std::move(place), {array.dtype, {shape.begin() + 1, shape.end()}, false}, shape.front()};
}

bool rows_are_scattered(const ArrayInfo& array) {
  const auto itemsize = array.dtype.itemsize;
  return array.fortran_order && !is_contiguous(array.shape, contiguous_strides(array.shape, itemsize, true), itemsize);
}

void RowsSource::append(Rows rows) {
  if (parts_.empty()) {
    row_bytes_ = rows.row.bytes();
  } else {
    require_alike(rows);
  }
  const auto first = size_;
  if (__builtin_add_overflow(size_, rows.count, &size_)) throw NpyError(rows.place, "more than 2**63 rows in all");
  parts_.push_back({first, std::move(rows)});
}

ArrayInfo RowsSource::info(std::int64_t) const { return parts_.front().rows.row; }

void RowsSource::read(std::int64_t index, std::span<std::byte> bytes) const {
  const auto& [first, rows] = part_of(index);
  const auto place = (index - first) * row_bytes_;
  if (!rows.memory) {
    rows.file->read_at(rows.offset + place, bytes);
  } else if (!bytes.empty()) {
    std::memcpy(bytes.data(), rows.memory->data() + place, bytes.size());
  }
}

bool RowsSource::read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const {
  if (expected != parts_.front().rows.row) return false;
  read(index, bytes);
  return true;
}

std::string RowsSource::where(std::int64_t index) const {
  const auto& [first, rows] = part_of(index);
  return fmt::format("{}[{}]", rows.place, index - first);
}

void RowsSource::require_alike(const Rows& rows) const {
  const Rows& expected = parts_.front().rows;
  if (rows.row == expected.row) return;
  throw NpyError(rows.place,
                 fmt::format("rows of dtype '{}' and shape {}: those of {} have dtype '{}' and shape {}, and all must "
                             "be alike",
                             rows.row.dtype.descr, to_string(rows.row.shape), expected.place, expected.row.dtype.descr,
                             to_string(expected.row.shape)));
}

const RowsSource::Part& RowsSource::part_of(std::int64_t index) const {
  const auto after = std::upper_bound(parts_.begin(), parts_.end(), index,
                                      [](std::int64_t row, const Part& part) { return row < part.first; });
  return *std::prev(after);
}

}  // namespace wick::detail
