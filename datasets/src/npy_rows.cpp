// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/strided.hpp>

#include "file_header.hpp"
#include "strided_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace wick {
namespace {

// The rows of one file: in the file from `offset` on, or in memory, where a Fortran-ordered file was put in C order.
struct Rows {
  File file;
  std::int64_t offset = 0;
  std::optional<NumpyArray> memory = std::nullopt;
  std::int64_t first = 0;  // number of the first row among those of all files
  std::int64_t count = 0;
  ArrayInfo row = {};
};

bool rows_are_scattered(const ArrayInfo& info) {
  const auto itemsize = info.dtype.itemsize;
  return info.fortran_order && !is_contiguous(info.shape, contiguous_strides(info.shape, itemsize, true), itemsize);
}

NumpyArray load_in_c_order(const std::string& path) {
  const NumpyArray array = load_npy(path);
  NumpyArray ordered = NumpyArray::empty(array.dtype(), array.shape());
  detail::copy_in_c_order(array, ordered.data());
  return ordered;
}

Rows open_rows(const std::string& path) {
  Rows rows{.file = File(path)};
  const auto header = detail::read_header(rows.file);
  const auto& shape = header.info.shape;
  if (shape.empty()) throw NpyError(path, "the array is 0-d and has no rows: one dimension at least expected");
  rows.offset = static_cast<std::int64_t>(header.raw.size());
  rows.count = shape.front();
  rows.row = {header.info.dtype, {shape.begin() + 1, shape.end()}, false};
  if (rows_are_scattered(header.info)) {
    rows.memory = load_in_c_order(path);
    if (rows.memory->shape() != shape || rows.memory->dtype() != header.info.dtype) {
      throw NpyError(path, "the header changed while the file was being read");
    }
  }
  return rows;
}

class NpyRows : public Source {
 public:
  /// `paths` is not empty.
  explicit NpyRows(const std::vector<std::string>& paths) {
    for (const auto& path : paths) append(open_rows(path));
    row_bytes_ = parts_.front().row.bytes();
  }

  std::int64_t size() const override { return size_; }
  ArrayInfo info(std::int64_t) const override { return parts_.front().row; }

  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    const Rows& rows = part_of(index);
    const auto place = (index - rows.first) * row_bytes_;
    if (!rows.memory) {
      rows.file.read_at(rows.offset + place, bytes);
    } else if (!bytes.empty()) {
      std::memcpy(bytes.data(), rows.memory->data() + place, bytes.size());
    }
  }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    if (expected != parts_.front().row) return false;
    read(index, bytes);
    return true;
  }

  std::string where(std::int64_t index) const override {
    const Rows& rows = part_of(index);
    return fmt::format("{}[{}]", rows.file.path(), index - rows.first);
  }

 private:
  void append(Rows rows) {
    if (!parts_.empty()) require_alike(rows);
    rows.first = size_;
    if (__builtin_add_overflow(size_, rows.count, &size_))
      throw NpyError(rows.file.path(), "more than 2**63 rows in all");
    parts_.push_back(std::move(rows));
  }

  void require_alike(const Rows& rows) const {
    const ArrayInfo& expected = parts_.front().row;
    if (rows.row == expected) return;
    throw NpyError(rows.file.path(),
                   fmt::format("rows of dtype '{}' and shape {}: those of {} have dtype '{}' and shape {}, and "
                               "all must be alike",
                               rows.row.dtype.descr, to_string(rows.row.shape), parts_.front().file.path(),
                               expected.dtype.descr, to_string(expected.shape)));
  }

  const Rows& part_of(std::int64_t index) const {
    const auto after = std::upper_bound(parts_.begin(), parts_.end(), index,
                                        [](std::int64_t row, const Rows& rows) { return row < rows.first; });
    return *std::prev(after);
  }

  // Constant after construction.
  std::vector<Rows> parts_;  // by `first`; of several with the same one, the last has the row
  std::int64_t size_ = 0;
  std::int64_t row_bytes_ = 0;
};

}  // namespace

SourcePtr npy_rows(const std::string& pattern) {
  const auto found = detail::find_files(pattern);
  std::vector<std::string> paths;
  for (std::int64_t i = 0; i < found.size(); ++i) paths.push_back(found.path(i));
  return npy_rows(paths);
}

SourcePtr npy_rows(const std::vector<std::string>& paths) {
  if (paths.empty())
    throw Error("npy_rows: the list of files is empty: one file at least expected, which says what a row is");
  return std::make_shared<NpyRows>(paths);
}

SourcePtr npy_rows(std::initializer_list<const char*> paths) {
  return npy_rows(std::vector<std::string>(paths.begin(), paths.end()));
}

}  // namespace wick
