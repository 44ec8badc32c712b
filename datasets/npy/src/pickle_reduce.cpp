// SPDX-License-Identifier: MIT
#include "pickle_reduce.hpp"

#include "pickle_array.hpp"
#include "pickle_bytes.hpp"
#include "pickle_dtype.hpp"
#include "pickle_tensor.hpp"
#include "pickle_torch.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace wick::detail {
namespace {

struct Arity {
  std::uint32_t least;
  std::uint32_t most;
};

Arity arity_of(Global global) {
  switch (global) {
    case Global::reconstruct:
      return {3, 3};
    case Global::frombuffer:
      return {4, 5};
    case Global::scalar:
      return {2, 2};
    case Global::dtype:
      return {3, 3};
    case Global::encode:
      return {2, 2};
    case Global::bytes:
      return {0, 1};
    case Global::bytearray:
      return {0, 2};
    case Global::complex:
      return {2, 2};
    case Global::load_from_bytes:
      return {1, 1};
    case Global::rebuild_tensor_v2:
      return {6, 7};
    case Global::rebuild_tensor_v3:
      return {7, 8};
    case Global::rebuild_parameter:
      return {3, 3};
    default:
      return {0, 0};
  }
}

}  // namespace

Value reduce(PickleContext& context, Value callable, Value arguments) {
  const auto& known = context.global(callable, "what is called");
  const auto& tuple = context.tuple(arguments, "the arguments");
  const auto [least, most] = arity_of(known.global);
  if (tuple.count < least || tuple.count > most) {
    context.fail(
        fmt::format("{}.{} with {} arguments: {} to {} expected", known.module, known.name, tuple.count, least, most));
  }
  switch (known.global) {
    case Global::reconstruct:
      return begin_array(context, tuple);
    case Global::frombuffer:
      return array_from_buffer(context, tuple);
    case Global::scalar:
      return numpy_scalar(context, tuple);
    case Global::dtype:
      return make_dtype(context, tuple);
    case Global::encode:
      return encode(context, tuple);
    case Global::bytes:
    case Global::bytearray:
      return make_bytes(context, tuple);
    case Global::complex:
      return make_complex(context, tuple);
    case Global::ordered_dict:
      return context.make_list(ValueKind::dict);
    case Global::load_from_bytes:
      return load_storage(context, context.item(tuple, 0));
    case Global::rebuild_tensor_v2:
    case Global::rebuild_tensor_v3:
      return rebuild_tensor(context, tuple, known.global);
    case Global::rebuild_parameter:
      return rebuild_parameter(context, tuple);
    case Global::ndarray:
    case Global::torch_storage:
    case Global::torch_dtype:
      break;
  }
  context.fail(fmt::format("calls {}.{}: wick never calls anything", known.module, known.name));
}

}  // namespace wick::detail
