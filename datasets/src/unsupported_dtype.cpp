// SPDX-License-Identifier: MIT
#include "unsupported_dtype.hpp"

#include <fmt/format.h>

#include <string_view>

namespace wick::detail {
namespace {

std::string_view way_out(const Dtype& dtype) {
  if (dtype.structured) return "; save each field by itself, in Python: np.save(path, a['field'])";
  if (dtype.kind == 'M' || dtype.kind == 'm') return "; save its integers, in Python: np.save(path, a.view('i8'))";
  if (dtype.kind == 'f') return "; save it as float64, in Python: np.save(path, a.astype('f8'))";
  if (dtype.kind == 'c') return "; save it as complex128, in Python: np.save(path, a.astype('c16'))";
  return "";
}

}  // namespace

std::string unsupported_dtype(const Dtype& dtype) {
  return fmt::format(
      "dtype {:.100} is not supported: bool, int8 to int64, uint8 to uint64, float16, float32, float64, complex64 or "
      "complex128 expected{}",
      dtype.descr, way_out(dtype));
}

}  // namespace wick::detail
