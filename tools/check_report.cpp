// SPDX-License-Identifier: MIT
#include "check_report.hpp"

#include "json_text.hpp"
#include "shown_path.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::tools {

namespace {

const char* name_of(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::unreadable:
      return "unreadable";
    case Finding::Kind::nonfinite:
      return "nonfinite";
    case Finding::Kind::unlike:
      return "unlike";
    default:
      return "trailing";
  }
}

}  // namespace

bool PathFindings::is_bad() const noexcept {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) { return !finding.is_note(); });
}

std::string text_lines(const PathFindings& path) {
  std::string text;
  for (const Finding& finding : path.findings)
    text += fmt::format("{}: {}{}\n", shown_path(finding.where), finding.is_note() ? "note: " : "",
                        shown_path(finding.reason));
  return text;
}

std::string json_line(const PathFindings& path) {
  nlohmann::ordered_json object = {{"path", path.path}, {"bad", path.is_bad()}};
  for (const Finding& finding : path.findings)
    object["findings"].push_back(
        {{"kind", name_of(finding.kind)}, {"where", finding.where}, {"reason", finding.reason}});
  return json_text(object);
}

std::string text_line(const CheckTotals& totals) {
  const std::string files = totals.interrupted
                                ? fmt::format("{} of {}", count_text(totals.files), counted(totals.listed, "file"))
                                : counted(totals.files, "file");
  const char* good = totals.interrupted ? "none bad" : "all right";
  return fmt::format("{}checked {}, {}: {}{}\n", totals.interrupted ? "interrupted; " : "", files,
                     bytes_text(static_cast<double>(totals.bytes)),
                     totals.bad > 0 ? count_text(totals.bad) + " bad" : good,
                     totals.notes > 0 ? ", " + counted(totals.notes, "note") : "");
}

std::string json_line(const CheckTotals& totals) {
  return json_text({{"files", totals.files},
                    {"arrays", totals.arrays},
                    {"bytes", totals.bytes},
                    {"bad", totals.bad},
                    {"notes", totals.notes},
                    {"interrupted", totals.interrupted}});
}

}  // namespace wick::tools
