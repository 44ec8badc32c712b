// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/shape.hpp>

#include <string>

namespace wick::tools {

/// The shapes of some arrays with as many dimensions: the range of each extent.
class ShapeRange {
 public:
  void add(const Shape& shape);

  const Shape& least() const noexcept { return least_; }
  const Shape& most() const noexcept { return most_; }

  /// `(2, 3)` if all are alike, else `(2..5, 3)`.
  std::string text() const;

 private:
  bool empty_ = true;
  Shape least_;
  Shape most_;
};

}  // namespace wick::tools
