// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/collate.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace wick::detail {

/// `float32`; LibTorch's own name of a dtype that wick does not know.
std::string_view dtype_name(at::ScalarType dtype);

/// Dtype and shape as messages show them: `float32 (3, 224, 224)`.
std::string to_string(const TensorInfo& info);

/// The sample to name as the expectation: one of those that are alike by `alike` and in the majority, if any are. At
/// least one sample.
const TensorInfo& usual_sample(std::span<const TensorInfo> samples,
                               const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike);

/// Returns `usual_sample`; throws `CollateError` listing every sample that is unlike it. `collate` and `rule` word the
/// message: `stack needs samples of one dtype and shape`.
TensorInfo require_alike(std::span<const TensorInfo> samples, const std::string& collate, const std::string& rule,
                         const std::function<bool(const TensorInfo&, const TensorInfo&)>& alike);

}  // namespace wick::detail
