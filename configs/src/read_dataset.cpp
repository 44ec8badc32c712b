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
  for (const char* key : {"npz", "member"})
    if (section.has(key))
      section.fail(key, ".npz archives are not supported by this version; unpack them to .npy and use files or rows");
  if (section.has("object"))
    section.fail("object",
                 "arrays of objects are not supported by this version; save one .npy per sample and use files");
}

FieldPlan read_field(const Section& dataset, const std::string& name) {
  if (dataset.kind(name) != ValueKind::mapping)
    dataset.fail(name, fmt::format("expected where the arrays come from: {}", expected_source));
  FieldPlan plan{name, *dataset.section(name), false, false, {}};
  refuse_unsupported(plan.section);
  const bool files = plan.section.has("files");
  plan.rows = plan.section.has("rows");
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
    const std::int64_t size = fields.back().source->size(), first = fields.front().source->size();
    if (size != first)
      dataset.fail(plan.name, fmt::format("{} samples, expected {} as in '{}'", size, first, fields.front().name));
  }
  return fields;
}

}  // namespace wick::detail
