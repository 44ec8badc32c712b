// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/ml_dtype.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wick {
namespace {

constexpr std::array<std::string_view, 5> names = {"bfloat16", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz",
                                                   "float8_e5m2fnuz"};

bool is_known(std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); }

std::int64_t itemsize_of(std::string_view name) { return name == "bfloat16" ? 2 : 1; }

}  // namespace

std::span<const std::string_view> ml_dtype_names() noexcept { return names; }

Dtype ml_dtype(std::string_view name) {
  if (!is_known(name)) {
    throw Error(
        fmt::format("'{:.60}' is no dtype of ml_dtypes that tensors can be made of: bfloat16, float8_e4m3fn, "
                    "float8_e5m2, float8_e4m3fnuz or float8_e5m2fnuz expected",
                    name));
  }
  Dtype dtype;
  dtype.itemsize = itemsize_of(name);
  // ml_dtypes writes the order of its machine, and knows little-endian ones only.
  dtype.byteorder = dtype.itemsize == 1 ? '|' : '<';
  dtype.descr = name;
  return dtype;
}

bool is_ml_dtype(const Dtype& dtype) noexcept {
  return dtype.kind == 'V' && !dtype.structured && is_known(dtype.descr) && dtype.itemsize == itemsize_of(dtype.descr);
}

}  // namespace wick
