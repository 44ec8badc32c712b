// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/collate.hpp>

#include <functional>
#include <span>
#include <string>

namespace wick::detail {

/// Dtype and shape as messages show them: `float32 (3, 224, 224)`.
std::string to_string(const TensorInfo& info);

/// The sample that most of the others are like by `alike`: the one to name as the expectation. At least one sample.
const TensorInfo& usual_sample(std::span<const TensorInfo> samples,
                               const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike);

/// Returns `usual_sample`; throws `CollateError` listing every sample that is unlike it. `collate` and `rule` word the
/// message: `stack needs samples of one dtype and shape`.
const TensorInfo& require_alike(std::span<const TensorInfo> samples, const std::string& collate,
                                const std::string& rule,
                                const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike);

/// Strides, in elements, of a contiguous tensor of this shape.
std::vector<std::int64_t> element_strides(std::span<const std::int64_t> shape);

}  // namespace wick::detail
