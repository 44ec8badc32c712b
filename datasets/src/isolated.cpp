// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/isolated.hpp>

#include <tbb/task_arena.h>

namespace wick::detail {

void call_isolated(void (*call)(void* context), void* context) {
  tbb::this_task_arena::isolate([=] { call(context); });
}

}  // namespace wick::detail
