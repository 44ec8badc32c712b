// SPDX-License-Identifier: MIT
#include <wick/datasets/load_npz.hpp>
#include <wick/npy/npz_archive.hpp>

#include "npz_array.hpp"

#include <utility>
#include <vector>

namespace wick {

NpzArrays load_npz(const std::string& path) {
  const NpzArchive archive(path);
  NpzScratch scratch;
  std::vector<NpzArrays::value_type> arrays;
  for (std::size_t i = 0; i < archive.members().size(); ++i) {
    const auto array = archive.find_array(i);
    if (!array) continue;
    arrays.emplace_back(npz_key(archive.members()[i].name), detail::load_array(archive, *array, scratch));
  }
  return NpzArrays(path, std::move(arrays));
}

NumpyArray load_npz(const std::string& path, std::string_view name) {
  const NpzArchive archive(path);
  NpzScratch scratch;
  return detail::load_array(archive, archive.array(archive.at(name)), scratch);
}

}  // namespace wick
