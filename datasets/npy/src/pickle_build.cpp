// SPDX-License-Identifier: MIT
#include "pickle_build.hpp"

#include "pickle_array.hpp"
#include "pickle_dtype.hpp"

namespace wick::detail {

void build(PickleContext& context, Value object, Value state) {
  if (object.is(ValueKind::array)) return build_array(context, context.nodes.arrays[object.payload()], state);
  if (object.is(ValueKind::dtype)) return build_dtype(context, context.nodes.dtypes[object.payload()], state);
  context.fail_kind(object, "what a state is set of", "an ndarray or a dtype");
}

}  // namespace wick::detail
