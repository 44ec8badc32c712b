// SPDX-License-Identifier: MIT
#include "dtype_view.hpp"

#include <wick/npy/npy_error.hpp>

#include "unsupported_dtype.hpp"

#include <fmt/format.h>

namespace wick::detail {

void check_view(const Dtype& from, const Dtype& to, std::string_view place) {
  refuse_objects(from, place);
  refuse_objects(to, place);
  if (from.itemsize == to.itemsize) return;
  throw NpyError(place, fmt::format("dtype {:.100} has {} bytes an element, and {:.100} has {}: a view has as many",
                                    from.descr, from.itemsize, to.descr, to.itemsize));
}

}  // namespace wick::detail
