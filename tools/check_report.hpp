// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wick::tools {

/// One thing that is wrong, or worth a note.
struct Finding {
  enum class Kind : std::uint8_t { unreadable, nonfinite, unlike, trailing };

  Kind kind;

  /// The file, or a member or an element of it.
  std::string where;

  std::string reason;

  bool is_note() const noexcept { return kind == Kind::trailing; }
};

/// All that is to say of one path.
struct PathFindings {
  std::string path;
  std::vector<Finding> findings;

  bool is_bad() const noexcept;
};

/// Sums of a check.
struct CheckTotals {
  std::int64_t files = 0;   ///< Checked.
  std::int64_t listed = 0;  ///< To be checked.
  std::int64_t arrays = 0;
  std::int64_t bytes = 0;
  std::int64_t bad = 0;    ///< Paths.
  std::int64_t notes = 0;  ///< Findings.
  bool interrupted = false;
};

/// A line for each finding: `d/a.npy: 2 NaN of 6 elements, the first at [0, 1]`.
std::string text_lines(const PathFindings& path);

/// One JSON object and a newline: `{"path": ..., "bad": true, "findings": [{"kind": ..., "where": ..., "reason":
/// ...}]}`.
std::string json_line(const PathFindings& path);

/// `checked 1,234 files, 5.2 GiB: 5 bad`, and a newline.
std::string text_line(const CheckTotals& totals);

/// One JSON object and a newline.
std::string json_line(const CheckTotals& totals);

}  // namespace wick::tools
