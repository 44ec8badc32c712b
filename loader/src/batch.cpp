// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/batch.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wick {
namespace {

const at::Tensor* find(const std::vector<std::pair<std::string, at::Tensor>>& tensors, std::string_view name) {
  const auto it =
      std::find_if(tensors.begin(), tensors.end(), [&](const auto& tensor) { return tensor.first == name; });
  return it == tensors.end() ? nullptr : &it->second;
}

}  // namespace

Batch::Batch(std::vector<std::pair<std::string, at::Tensor>> tensors, std::vector<std::int64_t> indices,
             std::int64_t number, std::size_t fields)
    : tensors_(std::move(tensors)), indices_(std::move(indices)), number_(number), fields_(fields) {}

const at::Tensor& Batch::operator[](std::string_view name) const {
  if (const auto* tensor = find(tensors_, name)) return *tensor;
  std::string names;
  for (const auto& tensor : tensors_) names += (names.empty() ? "" : ", ") + tensor.first;
  throw Error(fmt::format("this batch has no tensor \"{}\"; it has: {}", name, names));
}

Example Batch::example() const {
  const auto* data = find(tensors_, "data");
  const auto* target = find(tensors_, "target");
  if (!data && fields_ > 0) data = &tensors_[0].second;
  if (!target && fields_ > 1) target = &tensors_[1].second;
  return {data ? *data : at::Tensor(), target ? *target : at::Tensor()};
}

}  // namespace wick
