// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/batch.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace wick {
namespace {

using Tensors = std::vector<std::pair<std::string, at::Tensor>>;

// Position among the first `count`; `count` if there is none.
std::size_t find(const Tensors& tensors, std::size_t count, std::string_view name) {
  const auto last = tensors.begin() + static_cast<std::ptrdiff_t>(count);
  const auto it = std::find_if(tensors.begin(), last, [&](const auto& tensor) { return tensor.first == name; });
  return static_cast<std::size_t>(it - tensors.begin());
}

}  // namespace

Batch::Batch(Tensors tensors, std::vector<std::int64_t> indices, std::int64_t number, std::size_t fields)
    : tensors_(std::move(tensors)),
      indices_(std::move(indices)),
      number_(number),
      fields_(std::min(fields, tensors_.size())) {}

const at::Tensor& Batch::operator[](std::string_view name) const {
  const std::size_t found = find(tensors_, tensors_.size(), name);
  if (found < tensors_.size()) return tensors_[found].second;
  std::string names;
  for (const auto& tensor : tensors_) names += (names.empty() ? "it has: " : ", ") + tensor.first;
  throw Error(fmt::format("this batch has no tensor \"{}\"; {}", name, names.empty() ? "it is empty" : names));
}

Example Batch::example() const {
  if (fields_ == 0) return {};
  if (fields_ == 1) return {tensors_[0].second, {}};
  std::size_t data = find(tensors_, fields_, "data"), target = find(tensors_, fields_, "target");
  if (data == fields_) data = target == 0 ? 1 : 0;
  if (target == fields_) target = data == 0 ? 1 : 0;
  return {tensors_[data].second, tensors_[target].second};
}

}  // namespace wick
