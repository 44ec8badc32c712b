// SPDX-License-Identifier: MIT
#include "normalise_bools.hpp"

#include <wick/npy/dtype_field.hpp>

#include "field_view.hpp"

#include <string_view>

namespace wick::detail {
namespace {

void normalise_axis(const NumpyArray& bools, std::size_t axis, std::byte* data) {
  if (axis == bools.shape().size()) {
    if (*data > std::byte{1}) *data = std::byte{1};
    return;
  }
  for (std::int64_t i = 0; i < bools.shape()[axis]; ++i, data += bools.strides()[axis]) {
    normalise_axis(bools, axis + 1, data);
  }
}

// Fields inside of fields included, as deep as a dtype nests.
void normalise_fields(const NumpyArray& array) {
  constexpr std::string_view bool_descr = "'|b1'";
  // Structures without bytes may be any number of them.
  if (array.nbytes() == 0) return;
  if (array.dtype().kind == 'b') return normalise_axis(array, 0, array.data());
  if (!array.dtype().structured || array.dtype().descr.find(bool_descr) == std::string::npos) return;
  for (const DtypeField& field : fields_of(array.dtype(), array.origin())) normalise_fields(field_view(array, field));
}

}  // namespace

void normalise_bools(const NumpyArray& array) {
  if (array.size() == 0) return;
  if (array.dtype().kind == 'b') {
    normalise_bools({array.data(), static_cast<std::size_t>(array.nbytes())});
  } else {
    normalise_fields(array);
  }
}

}  // namespace wick::detail
