// SPDX-License-Identifier: MIT
#include "dense_array.hpp"

#include <wick/datasets/from_numpy.hpp>
#include <wick/error.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "strided_copy.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick::detail {
namespace {

// The header, read again: a Dtype made by hand whose `descr` says something else would make a file that nobody can
// read.
std::string checked_header(const std::string& place, const NumpyArray& array, bool fortran_order) {
  if (array.dtype().has_object || array.dtype().kind == 'O') {
    throw NpyError(place, fmt::format("dtype {:.100}: Python objects cannot be written", array.dtype().descr));
  }
  std::string header = make_npy_header(array.dtype(), fortran_order, array.shape());
  const auto bytes = static_cast<std::int64_t>(header.size()) + array.nbytes();
  const auto read = parse_npy_header(std::as_bytes(std::span(header)), bytes, place);
  if (read.dtype.itemsize != array.dtype().itemsize) {
    throw NpyError(place, fmt::format("cannot be written: dtype {:.100} has {} bytes an element, not {}",
                                      array.dtype().descr, read.dtype.itemsize, array.dtype().itemsize));
  }
  return header;
}

// Dtypes that NumPy has no name for are written as np.save writes them.
NumpyArray as_numpy_names_it(const NumpyArray& array) {
  if (!is_ml_dtype(array.dtype())) return array;
  Dtype bytes;
  bytes.itemsize = array.dtype().itemsize;
  bytes.descr = fmt::format("|V{}", bytes.itemsize);
  return array.view(bytes);
}

}  // namespace

DenseArray dense_array(const std::string& place, const NumpyArray& given) {
  const NumpyArray array = as_numpy_names_it(given);
  const bool c_order = array.c_contiguous();
  const bool fortran_order = !c_order && array.f_contiguous();
  std::string header = checked_header(place, array, fortran_order);
  return {c_order || fortran_order ? array : in_c_order(array), fortran_order, std::move(header)};
}

NumpyArray array_of_values(const std::string& place, const at::Tensor& tensor) {
  if (!tensor.defined()) throw Error(fmt::format("{}: cannot be written: the tensor is undefined", place));
  return to_numpy(tensor.detach().cpu().resolve_conj().resolve_neg());
}

}  // namespace wick::detail
