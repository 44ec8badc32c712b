// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/exception_reason.hpp>

#include <c10/util/Exception.h>

#include <exception>
#include <new>

namespace wick::detail {

std::string exception_reason() {
  try {
    throw;
  } catch (const c10::Error& error) {
    return error.what_without_backtrace();
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace wick::detail
