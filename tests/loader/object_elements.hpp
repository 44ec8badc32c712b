// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/from_numpy.hpp>

#include <ATen/core/Tensor.h>
#include <npy/pickle_writer.hpp>

#include <string>
#include <vector>

namespace wick::test {

inline std::string bytes_of(const at::Tensor& tensor) {
  return {static_cast<const char*>(tensor.data_ptr()), static_cast<std::size_t>(tensor.nbytes())};
}

inline std::string pickled_shape(at::IntArrayRef values) { return pickle::shape({values.begin(), values.end()}); }

/// A contiguous tensor as NumPy pickles an array of it.
inline std::string ndarray(const at::Tensor& tensor) {
  const auto array = to_numpy(tensor);
  const auto& descr = array.dtype().descr;
  return pickle::array(pickle::dtype(descr.substr(1), descr.substr(0, 1)), pickled_shape(tensor.sizes()),
                       pickle::bytes(bytes_of(tensor)));
}

/// A contiguous tensor of float32 as torch pickles it.
inline std::string torch_tensor(const at::Tensor& tensor) {
  const auto stream = pickle::storage_stream(pickle::global("torch", "FloatStorage"), static_cast<int>(tensor.numel()),
                                             bytes_of(tensor));
  return pickle::tensor(pickle::storage(stream), 0, pickled_shape(tensor.sizes()), pickled_shape(tensor.strides()));
}

/// The `.npy` file of an object array of these elements.
inline std::string object_file(const std::vector<std::string>& elements) {
  const auto shape = "(" + std::to_string(elements.size()) + ",)";
  return pickle::npy(pickle::proto(4) + pickle::object_array(elements) + pickle::stop, shape);
}

}  // namespace wick::test
