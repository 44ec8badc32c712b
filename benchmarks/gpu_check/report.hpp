// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wick::gpu_check {

/// One line of the table: what was measured, a value per round, and what it should be.
struct Row {
  /// Its name in the JSON: `transfer.ratio`.
  std::string key;

  std::string what;
  std::vector<double> values;

  /// Behind the numbers: "GB/s"; empty for ratios.
  std::string unit = {};

  std::optional<double> at_least = std::nullopt;
  std::optional<double> at_most = std::nullopt;

  double median() const;
  double min() const;
  double max() const;

  /// Whether the median is what it should be.
  bool met() const;
};

/// All that was measured, as a table and as JSON.
class Report {
 public:
  /// About the machine: ("gpu", "NVIDIA H100").
  void describe(std::string name, std::string value) { machine_.emplace_back(std::move(name), std::move(value)); }

  void add(Row row) { rows_.push_back(std::move(row)); }

  bool met() const;
  std::string table() const;
  std::string json() const;

 private:
  std::vector<std::pair<std::string, std::string>> machine_;
  std::vector<Row> rows_;
};

}  // namespace wick::gpu_check
