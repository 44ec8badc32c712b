// SPDX-License-Identifier: MIT
#include "collate_arrays.hpp"

#include <wick/datasets/detail/exception_reason.hpp>
#include <wick/datasets/detail/isolated.hpp>
#include <wick/error.hpp>
#include <wick/npy/shape.hpp>
#include <wick/transforms/conversion.hpp>

#include "array_elements.hpp"
#include "checked_layout.hpp"
#include "equal_samples.hpp"

#include <ATen/ops/empty.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include <array>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace wick::detail {
namespace {

// Below this, starting threads takes longer than one thread takes for all.
constexpr std::int64_t parallel_bytes = 4 << 20;

BatchLayout layout_of(const Collate& collate, std::span<const NumpyArray> arrays,
                      const std::vector<ArrayElements>& elements, at::ScalarType dtype) {
  std::vector<TensorInfo> samples;
  samples.reserve(elements.size());
  for (const auto& element : elements) samples.push_back({dtype, element.source.shape});
  try {
    return checked_layout(collate, samples);
  } catch (const CollateError& error) {
    const std::size_t position = error.positions().front();
    throw Error(fmt::format("{}: shape {}: {}", place_of_array(arrays, position),
                            wick::to_string(samples[position].shape), error.what()));
  }
}

at::Tensor empty_tensor(const TensorInfo& info) {
  try {
    return at::empty(info.shape, at::TensorOptions(info.dtype).device(at::kCPU));
  } catch (const c10::Error&) {
    throw Error(fmt::format("no memory for a tensor of dtype {} and shape {}", dtype_name(info.dtype),
                            wick::to_string(info.shape)));
  }
}

// The way of each element type to one dtype.
class Conversions {
 public:
  Conversions(const std::vector<ArrayElements>& elements, at::ScalarType dtype, bool cast) {
    for (const auto& [source, copy] : elements) {
      auto& conversion = conversions_[static_cast<std::size_t>(source.type)];
      if (!conversion) conversion.emplace(make(source.type, dtype, cast));
    }
  }

  void run(const StridedSource& source, const StridedTarget& target) const {
    const Conversion& conversion = *conversions_[static_cast<std::size_t>(source.type)];
    if (conversion.source_type() == source.type) return conversion.run(source, target);
    StridedSource bytes = source;
    bytes.type = conversion.source_type();
    conversion.run(bytes, target);
  }

 private:
  // Bools that stay bools are read as uint8, so that any byte but 0 becomes 1 and not a copy of itself. Without a cast,
  // an uint64 that int64 cannot hold is an error.
  static Conversion make(ElementType type, at::ScalarType dtype, bool cast) {
    const bool stays_bool = type == ElementType::boolean && dtype == at::kBool;
    if (!cast && !stays_bool && tensor_type(type) == dtype) return Conversion(type, {});
    const ElementwiseStep step = CastStep{dtype};
    return Conversion(stays_bool ? ElementType::uint8 : type, {&step, 1});
  }

  static constexpr std::size_t type_count = static_cast<std::size_t>(ElementType::complex128) + 1;

  std::array<std::optional<Conversion>, type_count> conversions_;
};

// The first of the arrays that failed. Thread safety: any thread.
class FirstFailure {
 public:
  void note(std::size_t position, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    if (position >= position_) return;
    position_ = position;
    reason_ = reason;
  }

  // Once nobody notes any more.
  void throw_if_any(std::span<const NumpyArray> arrays) const {
    if (position_ < arrays.size()) throw Error(fmt::format("{}: {}", place_of_array(arrays, position_), reason_));
  }

 private:
  std::mutex mutex_;

  // Guarded by mutex_.
  std::size_t position_ = static_cast<std::size_t>(-1);
  std::string reason_;
};

StridedTarget target_of(const at::Tensor& tensor, const Place& place, const StridedSource& source) {
  const auto size = static_cast<std::int64_t>(tensor.element_size());
  StridedTarget target{.data = static_cast<std::byte*>(tensor.data_ptr()) + place.offset * size,
                       .type = element_type(tensor.scalar_type()).value(),
                       .shape = source.shape,
                       .strides = place.strides};
  for (auto& stride : target.strides) stride *= size;
  return target;
}

void write(const std::vector<ArrayElements>& elements, const BatchLayout& layout, const Conversions& conversions,
           const at::Tensor& tensor, FirstFailure& failure) {
  const auto write_range = [&](std::size_t begin, std::size_t end) noexcept {
    for (std::size_t i = begin; i < end; ++i) {
      try {
        conversions.run(elements[i].source, target_of(tensor, layout.places[i], elements[i].source));
      } catch (...) {
        failure.note(i, exception_reason());
      }
    }
  };
  if (layout.batch.bytes() == 0) return;
  if (layout.batch.bytes() < parallel_bytes) return write_range(0, elements.size());
  isolated([&] {
    using Range = oneapi::tbb::blocked_range<std::size_t>;
    oneapi::tbb::parallel_for(Range(0, elements.size()),
                              [&](const Range& range) { write_range(range.begin(), range.end()); });
  });
}

}  // namespace

at::Tensor collate_arrays(const Collate& collate, std::span<const NumpyArray> arrays,
                          std::optional<at::ScalarType> dtype) {
  const auto elements = elements_of(arrays, dtype);
  const at::ScalarType result = dtype ? *dtype : promoted_dtype(arrays, elements);
  const BatchLayout layout = layout_of(collate, arrays, elements, result);
  at::Tensor tensor = empty_tensor(layout.batch);
  if (layout.fill) tensor.fill_(*layout.fill);
  FirstFailure failure;
  write(elements, layout, Conversions(elements, result, dtype.has_value()), tensor, failure);
  failure.throw_if_any(arrays);
  return tensor;
}

}  // namespace wick::detail
