// SPDX-License-Identifier: MIT
#include "refuse.hpp"

#include <wick/error.hpp>

#include "block_pass.hpp"
#include "shape_text.hpp"

#include <fmt/format.h>

namespace wick::detail {

void refuse(const Transform& transform, std::span<const std::int64_t> shape, std::string_view why) {
  throw Error(fmt::format("{}: shape {}: {}", transform.name(), shape_text(shape), why));
}

std::size_t require_dim(const Transform& transform, std::span<const std::int64_t> shape, std::int64_t dim) {
  const std::int64_t resolved = resolve_dim(dim, shape.size());
  if (resolved >= 0) return static_cast<std::size_t>(resolved);
  if (shape.empty()) refuse(transform, shape, fmt::format("a 0-d tensor has no dimension {}; Unsqueeze adds one", dim));
  const auto dimensions = static_cast<std::int64_t>(shape.size());
  refuse(transform, shape,
         fmt::format("there is no dimension {}; choose one from {} to {}", dim, -dimensions, dimensions - 1));
}

}  // namespace wick::detail
