// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/error.hpp>

#include "npz_array.hpp"
#include "rows_source.hpp"
#include "strided_copy.hpp"

#include <memory>

namespace wick {
namespace {

detail::Rows open_rows(const std::string& path, std::string_view member) {
  const auto archive = std::make_shared<const NpzArchive>(path);
  const auto array = archive->array(archive->at(member));
  detail::refuse_objects(*archive, array);
  const auto info = detail::info_of(array);
  auto rows = detail::rows_of(archive->where(array.member), info);
  if (array.payload_in_file && !detail::rows_are_scattered(info)) {
    rows.offset = *array.payload_in_file;
    rows.file = {archive, &archive->file()};
  } else {
    NpzScratch scratch;
    rows.memory = detail::in_c_order(detail::load_array(*archive, array, scratch));
  }
  return rows;
}

}  // namespace

SourcePtr npz_rows(const std::string& pattern, std::string_view member) {
  return npz_rows(detail::find_files(pattern, "*.npz").paths(), member);
}

SourcePtr npz_rows(const std::vector<std::string>& paths, std::string_view member) {
  if (paths.empty())
    throw Error("npz_rows: the list of archives is empty: one at least expected, which says what a row is");
  auto source = std::make_shared<detail::RowsSource>();
  for (const auto& path : paths) source->append(open_rows(path, member));
  return source;
}

SourcePtr npz_rows(std::initializer_list<const char*> paths, std::string_view member) {
  return npz_rows(std::vector<std::string>(paths.begin(), paths.end()), member);
}

}  // namespace wick
