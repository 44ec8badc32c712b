// SPDX-License-Identifier: MIT
#include "equal_samples.hpp"

#include <wick/npy/shape.hpp>
#include <wick/transforms/element_type.hpp>

#include <c10/core/ScalarType.h>
#include <fmt/format.h>

namespace wick::detail {

std::string_view dtype_name(at::ScalarType dtype) {
  const auto type = element_type(dtype);
  return type ? element_name(*type) : std::string_view(c10::toString(dtype));
}

std::string to_string(const TensorInfo& info) {
  return fmt::format("{} {}", dtype_name(info.dtype), wick::to_string(info.shape));
}

// Boyer and Moore's majority vote: where one kind is in the majority, it finds one of that kind in a single pass.
const TensorInfo& usual_sample(std::span<const TensorInfo> samples,
                               const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike) {
  const TensorInfo* candidate = &samples.front();
  std::int64_t votes = 0;
  for (const auto& sample : samples) {
    if (votes == 0) candidate = &sample;
    votes += alike(*candidate, sample) ? 1 : -1;
  }
  return *candidate;
}

TensorInfo require_alike(std::span<const TensorInfo> samples, const std::string& collate, const std::string& rule,
                         const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike) {
  const TensorInfo& usual = usual_sample(samples, alike);
  std::vector<std::size_t> unlike;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (!alike(usual, samples[i])) unlike.push_back(i);
  if (unlike.empty()) return usual;
  throw CollateError(unlike, fmt::format("{} needs samples of {}: this one is {}, others of the batch are {}", collate,
                                         rule, to_string(samples[unlike.front()]), to_string(usual)));
}

}  // namespace wick::detail
