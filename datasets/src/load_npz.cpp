// SPDX-License-Identifier: MIT
#include <wick/datasets/load_npz.hpp>
#include <wick/npy/npz_archive.hpp>

#include "npz_array.hpp"
#include "unsupported_dtype.hpp"

#include <utility>
#include <vector>

namespace wick {

NpzArrays load_npz(const std::string& path) {
  const NpzArchive archive(path);
  NpzScratch scratch;
  std::vector<NpzArrays::value_type> arrays;
  std::vector<NpzArrays::LeftOut> left_out;
  for (std::size_t i = 0; i < archive.members().size(); ++i) {
    std::string key(npz_key(archive.members()[i].name));
    const auto array = archive.find_array(i);
    if (!array) {
      left_out.push_back({std::move(key), "it is no array: NpzArchive::read_bytes gives its bytes"});
    } else if (array->header.dtype.has_object) {
      left_out.push_back({std::move(key), detail::unsupported_objects(array->header.dtype)});
    } else {
      arrays.emplace_back(std::move(key), detail::load_array(archive, *array, scratch));
    }
  }
  return NpzArrays(path, std::move(arrays), std::move(left_out));
}

NumpyArray load_npz(const std::string& path, std::string_view name) {
  const NpzArchive archive(path);
  NpzScratch scratch;
  return detail::load_array(archive, archive.array(archive.at(name)), scratch);
}

}  // namespace wick
