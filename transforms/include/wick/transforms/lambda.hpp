// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/transform.hpp>

#include <functional>
#include <string>

namespace wick {

/// A function of yours with a name for the messages. A bare lambda in a list of transforms becomes one named "lambda".
class Lambda : public Transform {
 public:
  using Function = std::function<at::Tensor(at::Tensor, SampleRandom&)>;

  explicit Lambda(Function function, std::string name = "lambda");

  std::string name() const override;
  at::Tensor apply(at::Tensor tensor, SampleRandom& random) const override;

 private:
  Function function_;
  std::string name_;
};

}  // namespace wick
