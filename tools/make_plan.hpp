// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include "made_content.hpp"
#include "made_element.hpp"
#include "make.hpp"

#include <cstdint>
#include <string>

namespace wick::tools {

/// `MakeArguments`, checked: what each sample is.
class MakePlan {
 public:
  /// Throws `ConfigError` on what makes no sense.
  explicit MakePlan(const MakeArguments& arguments);

  /// The shape of sample `index`.
  Shape shape(std::int64_t index) const;

  /// Sample `index`. Thread safety: any number of threads at once.
  NumpyArray sample(std::int64_t index) const;

  /// The labels of all samples.
  NumpyArray labels() const;

  Dtype dtype() const { return native_dtype(element_->code); }

  /// Bytes of all samples; of ragged ones at most.
  std::int64_t bytes() const noexcept { return bytes_; }

 private:
  MakeArguments arguments_;
  const MadeElement* element_;
  MadeContent content_;
  std::int64_t bytes_;
};

}  // namespace wick::tools
