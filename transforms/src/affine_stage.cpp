// SPDX-License-Identifier: MIT
#include "affine.hpp"
#include "convert_value.hpp"
#include "vectorised.hpp"

#include <utility>

namespace wick::detail {
namespace {

/// The type that coefficients and arithmetic have for elements of type T.
template <typename T>
struct Arithmetic {
  using type = T;
};
template <ReducedFloat T>
struct Arithmetic<T> {
  using type = float;
};
template <Complex T>
struct Arithmetic<T> {
  using type = typename T::value_type;
};
template <typename T>
using ArithmeticOf = typename Arithmetic<T>::type;

template <AffineKind kind, typename T, typename F>
T compute(T x, F a, F b) noexcept {
  if constexpr (ReducedFloat<T>) {
    // torch rounds to the dtype after each operation.
    if constexpr (kind == AffineKind::subtract_divide) return T(static_cast<float>(T(static_cast<float>(x) - a)) / b);
    return T(static_cast<float>(x) * a);
  } else if constexpr (Complex<T>) {
    if constexpr (kind == AffineKind::subtract_divide) return T((x.real() - a) / b, x.imag() / b);
    return T(x.real() * a, x.imag() * a);
  } else {
    if constexpr (kind == AffineKind::subtract_divide) return (x - a) / b;
    if constexpr (kind == AffineKind::multiply_add) return x * a + b;
    return x * a;
  }
}

template <AffineKind kind, typename S, typename T, typename F>
WICK_VECTORISED void uniform(const S* __restrict in, T* __restrict out, std::int64_t count, F a, F b) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = compute<kind>(convert_value<T>(in[i]), a, b);
}

template <AffineKind kind, typename S, typename T, typename F>
WICK_VECTORISED void varying(const S* __restrict in, T* __restrict out, std::int64_t count, const F* __restrict a,
                             const F* __restrict b) {
  for (std::int64_t i = 0; i < count; ++i) out[i] = compute<kind>(convert_value<T>(in[i]), a[i], b[i]);
}

/// The coefficients as the arithmetic wants them, repeated so that a block may begin at any channel.
template <typename T>
std::vector<ArithmeticOf<T>> table(const std::vector<double>& values, bool round_to_element) {
  using F = ArithmeticOf<T>;
  const std::size_t size = values.size() == 1 ? 1 : values.size() + block_elements - 1;
  std::vector<F> result(size);
  for (std::size_t i = 0; i < size; ++i) {
    result[i] = static_cast<F>(values[i % values.size()]);
    if constexpr (ReducedFloat<T>) {
      if (round_to_element) result[i] = static_cast<float>(T(result[i]));
    }
  }
  return result;
}

template <AffineKind kind, typename S, typename T>
class AffineStage : public Stage {
 public:
  explicit AffineStage(const Affine& affine)
      : Stage(static_cast<std::int64_t>(affine.a.size()), affine.dim),
        // A mean or std is a tensor of the dtype in torch, a factor is a scalar that keeps its precision.
        a_(table<T>(affine.a, kind == AffineKind::subtract_divide)),
        b_(table<T>(affine.b, kind == AffineKind::subtract_divide)) {}

  void run(const std::byte* in, std::byte* out, std::int64_t count, ChannelPosition position) const override {
    const auto* from = reinterpret_cast<const S*>(in);
    auto* to = reinterpret_cast<T*>(out);
    const auto* a = a_.data() + position.first;
    const auto* b = b_.data() + position.first;
    if (position.varying) {
      varying<kind>(from, to, count, a, b);
    } else {
      uniform<kind>(from, to, count, *a, *b);
    }
  }

 private:
  std::vector<ArithmeticOf<T>> a_;
  std::vector<ArithmeticOf<T>> b_;
};

template <typename S, typename T>
constexpr bool converts = std::same_as<T, float>&& std::integral<S> && sizeof(S) <= 4 &&
                          !std::same_as<S, std::uint32_t>;

template <typename S, typename T>
std::unique_ptr<const Stage> make(const Affine& affine) {
  switch (affine.kind) {
    case AffineKind::multiply:
      return std::make_unique<AffineStage<AffineKind::multiply, S, T>>(affine);
    case AffineKind::subtract_divide:
      return std::make_unique<AffineStage<AffineKind::subtract_divide, S, T>>(affine);
    case AffineKind::multiply_add:
      break;
  }
  // Merging is for float32 and float64 alone.
  if constexpr (std::floating_point<T>) return std::make_unique<AffineStage<AffineKind::multiply_add, S, T>>(affine);
  return nullptr;
}

}  // namespace

bool affine_converts(ElementType source, ElementType type) noexcept {
  return with_element(
      source, [type]<typename S>(std::type_identity<S>) { return type == ElementType::float32 && converts<S, float>; });
}

std::unique_ptr<const Stage> affine_stage(ElementType source, ElementType type, const Affine& affine) {
  return with_element(type, [&]<typename T>(std::type_identity<T>) -> std::unique_ptr<const Stage> {
    if constexpr (std::integral<T> || std::same_as<T, Boolean>) {
      return nullptr;
    } else {
      return with_element(source, [&]<typename S>(std::type_identity<S>) -> std::unique_ptr<const Stage> {
        if constexpr (std::same_as<S, T> || converts<S, T>) return make<S, T>(affine);
        return nullptr;
      });
    }
  });
}

}  // namespace wick::detail
