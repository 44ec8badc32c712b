// SPDX-License-Identifier: MIT
#include <wick/datasets/save_npz.hpp>
#include <wick/error.hpp>

#include "dense_array.hpp"

#include <fmt/format.h>

namespace wick {
namespace {

void add(NpzWriter& writer, const std::string& place, const std::string& key, const NumpyArray& array) {
  const auto dense = detail::dense_array(place, array);
  writer.add(key, dense.array.dtype(), dense.fortran_order, array.shape(), dense.payload());
}

NumpyArray array_of(const std::string& place, const at::Tensor& tensor) {
  try {
    return detail::array_of_values(place, tensor);
  } catch (const Error& error) {
    const std::string reason = error.what();
    throw Error(reason.starts_with(place) ? reason : fmt::format("{}: {}", place, reason));
  }
}

}  // namespace

void save_npz(const std::string& path, const std::vector<NpzEntry>& entries, const NpzWriterOptions& options) {
  NpzWriter writer(path, options);
  for (const auto& [key, value] : entries) {
    const auto place = fmt::format("{}['{:.100}.npy']", path, key);
    const auto* tensor = std::get_if<at::Tensor>(&value);
    add(writer, place, key, tensor != nullptr ? array_of(place, *tensor) : std::get<NumpyArray>(value));
  }
  writer.finish();
}

}  // namespace wick
