// SPDX-License-Identifier: MIT
#pragma once

#include <wick/transforms/element_type.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace wick {

/// A name that people write for an element type.
struct ElementName {
  std::string_view name;
  ElementType type;
};

/// All of them: NumPy's and torch's name of each type, and torch's second ones (`half`, `float`, `double`, `short`,
/// `int`, `long`, `cfloat`, `cdouble`). Of types that this LibTorch lacks, too.
std::span<const ElementName> element_names() noexcept;

/// The type of this name; nullopt if it is none of them.
std::optional<ElementType> element_named(std::string_view name) noexcept;

}  // namespace wick
