// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_element.hpp>

#include "shape_range.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace wick::tools {

/// What the elements of an object array are: how many of which type, dtype and number of dimensions, with the range of
/// each extent. Elements of elements are not looked at.
class ElementSummary {
 public:
  explicit ElementSummary(const ObjectArray& array);

  /// Elements that are alike.
  struct Kind {
    std::string type;   ///< `ndarray`, `tensor`, `scalar`, `list`, `str`, `None`, ...
    std::string dtype;  ///< Empty where there is none.
    std::int64_t count = 0;

    /// Whether it has a shape, or a length: one extent.
    bool has_shape = false;
    bool has_length = false;
    ShapeRange shapes = {};

    /// `3 ndarray <f4 (2..5, 3)`, `2 list of 3`.
    std::string text() const;
  };

  /// The most frequent first.
  const std::vector<Kind>& kinds() const noexcept { return kinds_; }

  /// A line for each kind, of some at most, and one for the rest.
  std::vector<std::string> lines() const;

 private:
  void add(const ObjectElement& element);

  std::vector<Kind> kinds_;
  std::map<std::tuple<std::string, std::string, std::size_t>, std::size_t> places_;
};

}  // namespace wick::tools
