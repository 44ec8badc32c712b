// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>
#include <wick/npy/npz_writer.hpp>

#include "arrays.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace wick::test {

/// Adds an array of these elements, in C order.
template <typename T>
void add(NpzWriter& writer, const std::string& key, const Shape& shape,
         const std::vector<std::type_identity_t<T>>& values, bool fortran_order = false) {
  const auto bytes = bytes_of(values);
  writer.add(key, native_dtype(code_of<T>()), fortran_order, shape, std::as_bytes(std::span(bytes)));
}

/// Writes an archive of one array "x" of floats.
inline std::string write_npz(const std::string& path, const Shape& shape, const std::vector<float>& values,
                             NpzMethod method = NpzMethod::stored, bool fortran_order = false) {
  NpzWriter writer(path, {.method = method});
  add<float>(writer, "x", shape, values, fortran_order);
  writer.finish();
  return path;
}

/// Array `index`, of floats, as the engine reads it.
inline std::vector<float> floats(const Source& source, std::int64_t index) {
  const ArrayInfo info = source.info(index);
  std::vector<float> values(static_cast<std::size_t>(info.bytes()) / sizeof(float));
  if (!source.read_expected(index, info, std::as_writable_bytes(std::span(values)))) {
    throw std::logic_error("the array is not what info said");
  }
  return values;
}

}  // namespace wick::test
