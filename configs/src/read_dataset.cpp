// SPDX-License-Identifier: MIT
#include "read_dataset.hpp"

#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>

#include "required.hpp"

#include <fmt/format.h>

namespace wick::detail {

namespace {

constexpr const char* expected_source = "{files: ...} or {rows: ...}";

void refuse_unsupported(const Section& section) {
  // Asking for these keys would list them among the known ones.
  for (const std::string& key : section.keys()) {
    if (key == "npz" || key == "member")
      section.fail(key, ".npz archives are not supported by this version; unpack them to .npy and use files or rows");
    if (key == "object")
      section.fail(key, "arrays of objects are not supported by this version; save one .npy per sample and use files");
  }
}

FieldPlan read_field(const Section& dataset, const std::string& name) {
  if (dataset.kind(name) != ValueKind::mapping)
    dataset.fail(name, fmt::format("expected where the arrays come from: {}", expected_source));
  FieldPlan plan{name, *dataset.section(name), false, false, {}};
  refuse_unsupported(plan.section);
  const bool files = plan.section.kind("files") != ValueKind::absent;
  plan.rows = plan.section.kind("rows") != ValueKind::absent;
  plan.section.finish();
  if (files == plan.rows)
    dataset.fail(name, fmt::format("{}, expected {}", files ? "both files and rows" : "no source", expected_source));
  const char* key = plan.rows ? "rows" : "files";
  plan.list = plan.section.kind(key) == ValueKind::list;
  plan.paths = *plan.section.strings(key);
  if (plan.paths.empty()) plan.section.fail(key, "an empty list, expected at least one file");
  for (const std::string& path : plan.paths)
    if (path.empty()) plan.section.fail(key, "an empty path, expected a file, a folder or a glob");
  return plan;
}

SourcePtr open_source(const FieldPlan& plan) {
  return at_place(plan.section, plan.rows ? "rows" : "files", [&] {
    if (plan.list) return plan.rows ? npy_rows(plan.paths) : npy_files(plan.paths);
    return plan.rows ? npy_rows(plan.paths[0]) : npy_files(plan.paths[0]);
  });
}

/// The later of two fields is to blame, unless only the first is an override's.
[[noreturn]] void refuse_sizes(const Section& dataset, const Field& first, const Field& later) {
  const bool is_later = dataset.is_overridden(later.name) || !dataset.is_overridden(first.name);
  const Field &wrong = is_later ? later : first, &right = is_later ? first : later;
  dataset.fail(wrong.name, fmt::format("{} samples, expected {} as in '{}'", wrong.source->size(), right.source->size(),
                                       right.name));
}

}  // namespace

std::vector<FieldPlan> read_dataset(const Section& dataset) {
  std::vector<FieldPlan> plans;
  for (const std::string& name : dataset.keys()) plans.push_back(read_field(dataset, name));
  if (plans.empty()) dataset.fail({}, "no fields, expected at least one: data: {files: folder/}");
  return plans;
}

std::vector<Field> open_fields(const Section& dataset, const std::vector<FieldPlan>& plans) {
  std::vector<Field> fields;
  for (const FieldPlan& plan : plans) {
    fields.push_back({plan.name, open_source(plan)});
    if (fields.back().source->size() != fields.front().source->size())
      refuse_sizes(dataset, fields.front(), fields.back());
  }
  return fields;
}

}  // namespace wick::detail
