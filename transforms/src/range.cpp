// SPDX-License-Identifier: MIT
#include "range.hpp"

#include <wick/error.hpp>

#include "element_traits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace wick::detail {
namespace {

/// The values that fit: first <= x <= last; for a floating target also the infinities and NaN.
template <typename T>
struct Range {
  T first;
  T last;
  bool specials = false;

  bool holds(T value) const noexcept {
    if constexpr (std::floating_point<T>) {
      if (!std::isfinite(value)) return specials;
    }
    return value >= first && value <= last;
  }
};

/// Of the integers S, those that D holds too.
template <std::integral D, std::integral S>
Range<S> integer_range() {
  using from = std::numeric_limits<S>;
  using to = std::numeric_limits<D>;
  return {std::cmp_less(from::min(), to::min()) ? static_cast<S>(to::min()) : from::min(),
          std::cmp_greater(from::max(), to::max()) ? static_cast<S>(to::max()) : from::max()};
}

/// The floats that truncate to a value of D. Powers of two are exact, "max() + 1" is one.
template <std::integral D, std::floating_point S>
Range<S> truncation_range() {
  using to = std::numeric_limits<D>;
  const S infinity = std::numeric_limits<S>::infinity();
  const S end = std::ldexp(S{1}, to::digits);
  const S lowest = std::is_signed_v<D> ? -end : S{0};
  // Where S cannot tell `lowest - 1` from `lowest`, the next number above the former is the latter.
  const S below = lowest - 1;
  return {below == lowest ? lowest : std::nextafter(below, infinity), std::nextafter(end, -infinity)};
}

/// The floats that round to a finite number of a narrower float with `digits` bits of mantissa and exponents up to
/// `exponent`: those below the largest one plus half its last place (a tie rounds to even, which is up).
template <std::floating_point S>
Range<S> rounding_range(int digits, int exponent) {
  const S end = std::ldexp(S{1}, exponent) - std::ldexp(S{1}, exponent - digits - 1);
  const S last = std::nextafter(end, S{0});
  return {-last, last, true};
}

template <typename T>
class Check : public Stage {
 public:
  Check(Range<T> range, std::int64_t parts, const RangeRule& rule) : range_(range), parts_(parts), rule_(rule) {}

  void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition) const override {
    const auto* values = reinterpret_cast<const T*>(in);
    const std::int64_t size = count * parts_;
    const T* bad = std::find_if_not(values, values + size, [this](T value) { return range_.holds(value); });
    if (bad != values + size) throw Error(fmt::format("{}: {} {}", rule_.place, +*bad, rule_.reason));
    std::memcpy(out, in, static_cast<std::size_t>(size) * sizeof(T));
  }

 private:
  Range<T> range_;
  std::int64_t parts_;  ///< Values in an element: 2 in a complex one.
  RangeRule rule_;
};

template <typename T>
class Clamp : public Stage {
 public:
  Clamp(Range<T> range, std::int64_t parts) : range_(range), parts_(parts) {}

  void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition) const override {
    const auto* from = reinterpret_cast<const T*>(in);
    auto* to = reinterpret_cast<T*>(out);
    for (std::int64_t i = 0; i < count * parts_; ++i) to[i] = clamp(from[i]);
  }

 private:
  T clamp(T value) const noexcept {
    if (range_.holds(value)) return value;
    return value < range_.first ? range_.first : range_.last;
  }

  Range<T> range_;
  std::int64_t parts_;
};

/// Floats to integers; the largest integer need not be a float, so clamping first would not reach it.
template <std::floating_point S, std::integral D>
class SaturateToInteger : public Stage {
 public:
  void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition) const override {
    const Range<S> range = truncation_range<D, S>();
    const auto* from = reinterpret_cast<const S*>(in);
    auto* to = reinterpret_cast<D*>(out);
    for (std::int64_t i = 0; i < count; ++i) to[i] = saturate(from[i], range);
  }

 private:
  static constexpr bool limits_are_exact =
      std::numeric_limits<D>::digits <= std::min(std::numeric_limits<S>::digits, 31);

  static D saturate(S value, const Range<S>& range) noexcept {
    using to = std::numeric_limits<D>;
    if constexpr (limits_are_exact) {
      // The form that vectorises.
      const S number = value == value ? value : S{0};
      const S clamped = std::min(std::max(number, static_cast<S>(to::min())), static_cast<S>(to::max()));
      return static_cast<D>(static_cast<std::int32_t>(clamped));
    }
    if (range.holds(value)) return static_cast<D>(value);
    if (std::isnan(value)) return 0;
    return value < 0 ? to::min() : to::max();
  }
};

template <typename T>
RangeStage bounded(Range<T> range, std::int64_t parts, const RangeRule& rule) {
  if (rule.policy == OutOfRange::saturate) return {std::make_unique<Clamp<T>>(range, parts), false};
  return {std::make_unique<Check<T>>(range, parts, rule), false};
}

template <typename S, typename D>
RangeStage make(const RangeRule& rule) {
  if constexpr (std::integral<S> && std::integral<D>) {
    const Range<S> range = integer_range<D, S>();
    using from = std::numeric_limits<S>;
    if (range.first == from::min() && range.last == from::max()) return {};
    return bounded(range, 1, rule);
  } else if constexpr (std::floating_point<S> && std::integral<D>) {
    if (rule.policy == OutOfRange::saturate) return {std::make_unique<SaturateToInteger<S, D>>(), true};
    return bounded(truncation_range<D, S>(), 1, rule);
  } else if constexpr (std::same_as<S, float> && std::same_as<D, Half>) {
    return bounded(rounding_range<float>(11, 16), 1, rule);
  } else if constexpr (std::same_as<S, float> && std::same_as<D, BFloat16>) {
    // 2**128 is no float32: halve, then double the bound, which is exact.
    const Range<float> half = rounding_range<float>(8, 127);
    return bounded(Range<float>{2 * half.first, 2 * half.last, true}, 1, rule);
  } else if constexpr (std::same_as<S, double> && std::same_as<D, float>) {
    return bounded(rounding_range<double>(24, 128), 1, rule);
  } else if constexpr (std::same_as<S, Complex128> && std::same_as<D, Complex64>) {
    return bounded(rounding_range<double>(24, 128), 2, rule);
  } else {
    return {};
  }
}

}  // namespace

RangeStage range_stage(ElementType from, ElementType to, const RangeRule& rule) {
  if (rule.policy == OutOfRange::wrap) return {};
  return with_element(from, [&]<typename S>(std::type_identity<S>) {
    return with_element(to, [&]<typename D>(std::type_identity<D>) { return make<S, D>(rule); });
  });
}

std::string range_text(ElementType type) {
  return with_element(type, []<typename T>(std::type_identity<T>) -> std::string {
    if constexpr (std::integral<T>) {
      return fmt::format(" ({} to {})", +std::numeric_limits<T>::min(), +std::numeric_limits<T>::max());
    }
    return "";
  });
}

}  // namespace wick::detail
