// SPDX-License-Identifier: MIT
#include <wick/datasets/save_npy.hpp>
#include <wick/npy/new_file.hpp>

#include "dense_array.hpp"

#include <span>
#include <string>

namespace wick {

void save_npy(const std::string& path, const NumpyArray& array) {
  const auto dense = detail::dense_array(path, array);
  NewFile file(path);
  file.write(std::as_bytes(std::span(dense.header)), dense.payload());
  file.commit();
}

void save_npy(const std::string& path, const at::Tensor& tensor) {
  save_npy(path, detail::array_of_values(path, tensor));
}

}  // namespace wick
