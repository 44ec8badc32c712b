// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/npy/datetime_unit.hpp>

#include "datetime_unit_codes.hpp"
#include "dtype_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace wick {

DatetimeUnit datetime_unit(const Dtype& dtype) {
  const auto known = detail::parse_dtype_code(dtype.descr);
  if (!known || (known->kind != 'M' && known->kind != 'm') || known->kind != dtype.kind) {
    throw Error(fmt::format("dtype {:.60} has no unit of time: datetime64 or timedelta64 expected, such as '<M8[ns]'",
                            dtype.descr));
  }
  // It is one of '<M8', '<M8[ns]', '<M8[25us]'.
  std::string_view text = known->descr;
  if (text.back() != ']') return {};
  text = text.substr(4, text.size() - 5);
  DatetimeUnit unit;
  const auto digits = std::from_chars(text.data(), text.data() + text.size(), unit.count);
  text.remove_prefix(static_cast<std::size_t>(digits.ptr - text.data()));
  const auto place = std::find(detail::datetime_codes.begin(), detail::datetime_codes.end(), text);
  unit.base = static_cast<DatetimeUnit::Base>(place - detail::datetime_codes.begin() + 1);
  return unit;
}

bool same_time_unit(const Dtype& a, const Dtype& b) {
  const auto is_time = [](const Dtype& dtype) { return dtype.kind == 'M' || dtype.kind == 'm'; };
  if (!is_time(a) && !is_time(b)) return true;
  return a.kind == b.kind && datetime_unit(a) == datetime_unit(b);
}

std::string to_string(const DatetimeUnit& unit) {
  if (unit.base == DatetimeUnit::Base::generic) return "generic";
  const auto code = detail::datetime_codes.at(static_cast<std::size_t>(unit.base) - 1);
  return unit.count == 1 ? std::string(code) : fmt::format("{}{}", unit.count, code);
}

}  // namespace wick
