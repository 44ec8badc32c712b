// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

namespace wick {

/// Base of every exception that wick throws. A message names the place, the fact, the expectation and, where
/// there is one, the way out.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace wick
