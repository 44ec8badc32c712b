// SPDX-License-Identifier: MIT
#include "unsupported_dtype.hpp"

#include <wick/npy/long_double.hpp>
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

namespace wick::detail {
namespace {

// What bytes of this many could be.
std::string_view view_of(std::int64_t itemsize) {
  switch (itemsize) {
    case 1:
      return "ml_dtype(\"float8_e4m3fn\")";
    case 2:
      return "ml_dtype(\"bfloat16\")";
    case 4:
      return "native_dtype(\"f4\")";
    case 8:
      return "native_dtype(\"f8\")";
    default:
      return "";
  }
}

std::string unsupported_void(const Dtype& dtype) {
  const auto view = view_of(dtype.itemsize);
  if (view.empty()) {
    return fmt::format(
        "dtype {:.100} is bytes without a meaning, and no number has {} of them: save numbers, in "
        "Python: np.save(path, a.view('u1'))",
        dtype.descr, dtype.itemsize);
  }
  return fmt::format(
      "dtype {:.100} is bytes without a meaning: say what they are, as in array.view({}), in a data set "
      "by numpy_view",
      dtype.descr, view);
}

}  // namespace

std::string unsupported_dtype(const Dtype& dtype) {
  if (dtype.has_object || dtype.kind == 'O') return unsupported_objects(dtype);
  if (dtype.structured) {
    return fmt::format(
        "dtype {:.100} is structured, and a tensor has elements of one type: take a field of it, by "
        "array.field(name), in a data set by numpy_field",
        dtype.descr);
  }
  if (is_long_double(dtype)) {
    return fmt::format(
        "dtype {:.100} has more digits than any tensor: say that they may go, by copy_numpy(array, "
        "torch::{}), in a data set by a Cast as the first transform",
        dtype.descr, dtype.kind == 'c' ? "kComplexDouble" : "kFloat64");
  }
  if (dtype.kind == 'V') return unsupported_void(dtype);
  return fmt::format("dtype {:.100} is not supported: a number, a datetime or a string expected", dtype.descr);
}

std::string unsupported_objects(const Dtype& dtype) {
  if (dtype.kind == 'O') {
    return fmt::format(
        "dtype {:.100}: the elements are Python objects, which a file has as a pickle: "
        "read_object_array reads them, stack_numpy makes a tensor of them, object_array samples",
        dtype.descr);
  }
  return fmt::format(
      "dtype {:.100}: fields that hold Python objects cannot be read: save the fields as arrays of "
      "their own, in Python: np.save(path, a['field'])",
      dtype.descr);
}

void refuse_objects(const Dtype& dtype, std::string_view place) {
  if (dtype.has_object || dtype.kind == 'O') throw NpyError(place, unsupported_objects(dtype));
}

}  // namespace wick::detail
