// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/error.hpp>
#include <wick/npy/npy_error.hpp>

#include "file_header.hpp"
#include "rows_source.hpp"
#include "strided_copy.hpp"

#include <utility>

namespace wick {
namespace {

detail::Rows open_rows(const std::string& path) {
  auto file = std::make_shared<const File>(path);
  const auto header = detail::read_header(*file);
  auto rows = detail::rows_of(path, header.info);
  if (!detail::rows_are_scattered(header.info)) {
    rows.offset = static_cast<std::int64_t>(header.raw.size());
    rows.file = std::move(file);
    return rows;
  }
  rows.memory = detail::in_c_order(load_npy(path));
  if (rows.memory->shape() != header.info.shape || rows.memory->dtype() != header.info.dtype) {
    throw NpyError(path, "the header changed while the file was being read");
  }
  return rows;
}

}  // namespace

SourcePtr npy_rows(const std::string& pattern) { return npy_rows(detail::find_files(pattern).paths()); }

SourcePtr npy_rows(const std::vector<std::string>& paths) {
  if (paths.empty())
    throw Error("npy_rows: the list of files is empty: one file at least expected, which says what a row is");
  auto source = std::make_shared<detail::RowsSource>();
  for (const auto& path : paths) source->append(open_rows(path));
  return source;
}

SourcePtr npy_rows(std::initializer_list<const char*> paths) {
  return npy_rows(std::vector<std::string>(paths.begin(), paths.end()));
}

}  // namespace wick
