// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_header.hpp>

#include "shape_range.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace wick::tools {

/// Sums up arrays: how many of which name, dtype, number of dimensions and order, the range of each extent, and bytes.
/// Of more than some names it forgets all.
class ArrayGroups {
 public:
  /// An array; files without members have no name.
  void add(const NpyHeader& header, const std::string& name = {});

  bool empty() const noexcept { return groups_.empty(); }
  std::int64_t count() const noexcept { return count_; }
  double bytes() const noexcept { return bytes_; }

  /// A table, in which `counted` heads the numbers of arrays.
  std::string text(const char* counted) const;

 private:
  /// Name, dtype, number of dimensions, Fortran order.
  using Kind = std::tuple<std::string, std::string, std::size_t, bool>;

  struct Group {
    std::string dtype;
    std::int64_t count = 0;
    double bytes = 0;
    ShapeRange shapes;
  };

  void forget_names();

  std::map<Kind, Group> groups_;
  std::set<std::string> names_;
  bool named_ = true;
  std::int64_t count_ = 0;
  double bytes_ = 0;
};

}  // namespace wick::tools
