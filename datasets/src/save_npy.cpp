// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/error.hpp>
#include <wick/npy/new_file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "strided_copy.hpp"

#include <fmt/format.h>

#include <span>
#include <string>

namespace wick {
namespace {

// The header, read again: a Dtype made by hand whose `descr` says something else would make a file that nobody can
// read.
std::string checked_header(const std::string& path, const NumpyArray& array, bool fortran_order) {
  if (array.dtype().has_object || array.dtype().kind == 'O') {
    throw NpyError(path, fmt::format("dtype {:.100}: Python objects cannot be written", array.dtype().descr));
  }
  std::string header = make_npy_header(array.dtype(), fortran_order, array.shape());
  const auto bytes = static_cast<std::int64_t>(header.size()) + array.nbytes();
  const auto read = parse_npy_header(std::as_bytes(std::span(header)), bytes, path);
  if (read.dtype.itemsize != array.dtype().itemsize) {
    throw NpyError(path, fmt::format("cannot be written: dtype {:.100} has {} bytes an element, not {}",
                                     array.dtype().descr, read.dtype.itemsize, array.dtype().itemsize));
  }
  return header;
}

std::span<const std::byte> bytes_of(const NumpyArray& array) {
  return {array.data(), static_cast<std::size_t>(array.nbytes())};
}

NumpyArray packed(const NumpyArray& array) {
  auto copy = NumpyArray::empty(array.dtype(), array.shape());
  detail::copy_in_c_order(array, copy.data());
  return copy;
}

}  // namespace

void save_npy(const std::string& path, const NumpyArray& array) {
  const bool c_order = array.c_contiguous();
  const bool fortran_order = !c_order && array.f_contiguous();
  const std::string header = checked_header(path, array, fortran_order);
  const NumpyArray dense = c_order || fortran_order ? array : packed(array);
  NewFile file(path);
  file.write(std::as_bytes(std::span(header)), bytes_of(dense));
  file.commit();
}

void save_npy(const std::string& path, const at::Tensor& tensor) {
  if (!tensor.defined()) throw Error(fmt::format("{}: cannot be written: the tensor is undefined", path));
  save_npy(path, to_numpy(tensor.detach().cpu().resolve_conj().resolve_neg()));
}

}  // namespace wick
