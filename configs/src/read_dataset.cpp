// SPDX-License-Identifier: MIT
#include "read_dataset.hpp"

#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/npz_members.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/numpy_view.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/npy/ml_dtype.hpp>

#include "required.hpp"

#include <fmt/format.h>

#include <utility>

namespace wick::detail {

namespace {

constexpr const char* expected_source = "{files: ...}, {rows: ...}, {npz: ..., member: ...} or {object: ...}";

/// The key that says where the arrays come from. All keys are checked before how many of these there are.
std::string source_key(const Section& dataset, const std::string& name, const Section& section) {
  std::vector<std::string> found;
  for (const char* key : {"files", "rows", "npz", "object"})
    if (section.kind(key) != ValueKind::absent) found.emplace_back(key);
  for (const char* key : {"member", "field", "dtype"}) section.kind(key);
  section.finish();
  if (found.empty()) dataset.fail(name, fmt::format("no source, expected {}", expected_source));
  if (found.size() > 1)
    dataset.fail(name, fmt::format("both {} and {}, expected {}", found[0], found[1], expected_source));
  return found[0];
}

/// The array's name in archives: required for one sample per archive, and what makes rows and objects those of an
/// archive.
std::optional<std::string> read_member(const Section& section, const std::string& source) {
  auto member = section.string("member");
  if (source == "npz")
    return required(std::move(member), section, "member", "the array's name: {npz: a/*.npz, member: x}");
  if (member && source == "files")
    section.fail("member", "files are no archives, expected npz (one sample per archive) or rows in place of files");
  return member;
}

FieldPlan read_field(const Section& dataset, const std::string& name) {
  if (dataset.kind(name) != ValueKind::mapping)
    dataset.fail(name, fmt::format("expected where the arrays come from: {}", expected_source));
  FieldPlan plan{name, *dataset.section(name)};
  const Section& section = plan.section;
  plan.source = source_key(dataset, name, section);
  plan.list = section.kind(plan.source) == ValueKind::list;
  plan.paths = *section.strings(plan.source);
  if (plan.paths.empty()) section.fail(plan.source, "an empty list, expected at least one file");
  for (const std::string& path : plan.paths)
    if (path.empty()) section.fail(plan.source, "an empty path, expected a file, a folder or a glob");
  plan.member = read_member(section, plan.source);
  plan.field = section.string("field");
  if (plan.field && plan.field->empty()) section.fail("field", "an empty name, expected that of a field: position.x");
  plan.dtype =
      section.one_of("dtype", {"bfloat16", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz"});
  return plan;
}

/// `where` is a pattern, or a list of paths.
template <typename Where>
SourcePtr open_source(const FieldPlan& plan, const Where& where) {
  if (plan.source == "npz") return npz_members(where, *plan.member);
  if (plan.source == "files") return npy_files(where);
  if (plan.source == "rows") return plan.member ? npz_rows(where, *plan.member) : npy_rows(where);
  return plan.member ? object_array(where, *plan.member) : object_array(where);
}

/// Rows have been looked at when they were opened, and say at once that what is asked of them is not there. Files and
/// archives are not opened before they are needed.
void look_at_rows(const FieldPlan& plan, const SourcePtr& source, const char* key) {
  if (plan.source != "rows" || source->size() == 0) return;
  at_place(plan.section, key, [&] { return source->info(0); });
}

SourcePtr open_source(const FieldPlan& plan) {
  SourcePtr source = at_place(plan.section, plan.source, [&] {
    return plan.list ? open_source(plan, plan.paths) : open_source(plan, plan.paths[0]);
  });
  if (plan.field) {
    source = numpy_field(std::move(source), *plan.field);
    look_at_rows(plan, source, "field");
  }
  if (plan.dtype) {
    source = numpy_view(std::move(source), ml_dtype(*plan.dtype));
    look_at_rows(plan, source, "dtype");
  }
  return source;
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
