// SPDX-License-Identifier: MIT
#pragma once

#include <tbb/task_arena.h>

#include <exception>

namespace wick::detail {

/// Calls `function()` so that, if it waits in TBB, this thread does not take up tasks from outside: they would run on
/// this stack, in the middle of somebody's sample. Exceptions are carried around TBB, not through it.
template <typename F>
void isolated(F&& function) {
  std::exception_ptr error;
  tbb::this_task_arena::isolate([&] {
    try {
      function();
    } catch (...) {
      error = std::current_exception();
    }
  });
  if (error) std::rethrow_exception(error);
}

}  // namespace wick::detail
