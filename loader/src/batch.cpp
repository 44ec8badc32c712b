// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/example_roles.hpp>
#include <wick/error.hpp>
#include <wick/loader/batch.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wick {

Batch::Batch(std::vector<std::pair<std::string, at::Tensor>> tensors, std::vector<std::int64_t> indices,
             std::int64_t number, std::size_t fields)
    : tensors_(std::move(tensors)),
      indices_(std::move(indices)),
      number_(number),
      fields_(std::min(fields, tensors_.size())) {}

const at::Tensor& Batch::operator[](std::string_view name) const {
  const auto found =
      std::find_if(tensors_.begin(), tensors_.end(), [&](const auto& tensor) { return tensor.first == name; });
  if (found != tensors_.end()) return found->second;
  std::string names;
  for (const auto& tensor : tensors_) names += (names.empty() ? "it has: " : ", ") + tensor.first;
  throw Error(fmt::format("this batch has no tensor \"{}\"; {}", name, names.empty() ? "it is empty" : names));
}

Example Batch::example() const {
  if (fields_ == 0) return {};
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < fields_; ++i) names.push_back(tensors_[i].first);
  const auto [data, target] = detail::example_roles(names);
  return {tensors_[data].second, target ? tensors_[*target].second : at::Tensor()};
}

}  // namespace wick
