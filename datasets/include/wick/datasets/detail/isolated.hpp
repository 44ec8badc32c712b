// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <memory>

namespace wick::detail {

/// Calls `call(context)`, which must not throw, in isolation from TBB's outside tasks.
void call_isolated(void (*call)(void* context), void* context);

/// Calls `function()` so that, if it waits in TBB, this thread does not take up tasks from outside: they would run on
/// this stack, in the middle of somebody's sample. Exceptions are carried around TBB, not through it.
template <typename F>
void isolated(F&& function) {
  std::exception_ptr error;
  auto guarded = [&]() noexcept {
    try {
      function();
    } catch (...) {
      error = std::current_exception();
    }
  };
  call_isolated([](void* context) { (*static_cast<decltype(guarded)*>(context))(); }, std::addressof(guarded));
  if (error) std::rethrow_exception(error);
}

}  // namespace wick::detail
