// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace wick {

/// What a datetime64 or timedelta64 counts: `count` of a unit since 1970-01-01T00:00 or between two times. The elements
/// are int64.
struct DatetimeUnit {
  /// `generic` has no unit (`<M8`): NumPy makes it for arrays that hold nothing but NaT, and for bare numbers. Years
  /// and months are of the calendar, the others of fixed length; there are no leap seconds.
  enum class Base : std::uint8_t {
    generic,
    year,
    month,
    week,
    day,
    hour,
    minute,
    second,
    millisecond,
    microsecond,
    nanosecond,
    picosecond,
    femtosecond,
    attosecond,
  };

  /// How many of them one step is: 25 in `<M8[25us]`.
  std::int64_t count = 1;

  Base base = Base::generic;

  bool operator==(const DatetimeUnit&) const = default;
};

/// "Not a time", the missing value of both dtypes. As an integer it is the least, so it sorts and computes as such.
inline constexpr std::int64_t nat = std::numeric_limits<std::int64_t>::min();

/// The unit of a dtype of kind `M` or `m`: `<M8[25us]` has 25 microseconds.
/// Throws `Error` for another kind, or a `descr`, made by hand, that is no such dtype.
DatetimeUnit datetime_unit(const Dtype& dtype);

/// Whether integers of the two dtypes count the same: both are times of one kind and unit, or neither is a time. If
/// not, arrays of them cannot be put together as int64.
bool same_time_unit(const Dtype& a, const Dtype& b);

/// As NumPy writes it between the brackets: `25us`, `D`, `generic`.
std::string to_string(const DatetimeUnit& unit);

}  // namespace wick
