// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>
#include <wick/datasets/field.hpp>

#include <optional>
#include <string>
#include <vector>

namespace wick::detail {

/// A field whose files have not been looked for yet.
struct FieldPlan {
  std::string name;
  Section section;
  std::string source = {};  ///< The key with the paths: `files`, `rows`, `npz` or `object`.
  bool list = false;        ///< Paths one by one, else one pattern.
  std::vector<std::string> paths = {};
  std::optional<std::string> member = std::nullopt;  ///< The array's name in archives.
  std::optional<std::string> field = std::nullopt;   ///< Of structured arrays.
  std::optional<std::string> dtype = std::nullopt;   ///< The name of the dtype that the arrays are viewed as.
};

/// The fields of the section `dataset`, in the order of the file.
std::vector<FieldPlan> read_dataset(const Section& dataset);

/// Opens the sources. Throws `ConfigError` at the place of those that cannot be opened or differ in size.
std::vector<Field> open_fields(const Section& dataset, const std::vector<FieldPlan>& plans);

}  // namespace wick::detail
