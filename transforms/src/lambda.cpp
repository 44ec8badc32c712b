// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/lambda.hpp>

#include <utility>

namespace wick {

Lambda::Lambda(Function function, std::string name) : function_(std::move(function)), name_(std::move(name)) {
  if (!function_) throw Error(name_ + ": the function is empty; give one that takes and returns a tensor");
}

std::string Lambda::name() const { return name_; }

at::Tensor Lambda::apply(at::Tensor tensor, SampleRandom& random) const {
  at::Tensor result = function_(std::move(tensor), random);
  if (!result.defined()) throw Error(name_ + ": it returned an undefined tensor; return one that holds data");
  return result;
}

}  // namespace wick
