// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace wick::gpu_check {
namespace {

[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(buffer, sizeof buffer, format, arguments);
  va_end(arguments);
  return buffer;
}

// A JSON string.
std::string quoted(const std::string& plain) {
  std::string result = "\"";
  for (const char c : plain) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) >= ' ') result += c;
  }
  return result + '"';
}

std::string json_of(const Row& row) {
  std::string values;
  for (const double value : row.values) values += text("%s%.6g", values.empty() ? "" : ", ", value);
  std::string aim;
  if (row.at_least) aim += text(", \"at_least\": %g", *row.at_least);
  if (row.at_most) aim += text(", \"at_most\": %g", *row.at_most);
  if (!aim.empty()) aim += text(", \"met\": %s", row.met() ? "true" : "false");
  return text("{\"median\": %.6g, \"min\": %.6g, \"max\": %.6g, \"unit\": %s, \"what\": %s%s, \"values\": [",
              row.median(), row.min(), row.max(), quoted(row.unit).c_str(), quoted(row.what).c_str(), aim.c_str()) +
         values + "]}";
}

// Three digits for ratios, none for what is counted.
int digits(const Row& row) { return row.max() < 100 ? 3 : 0; }

std::string aim_of(const Row& row) {
  if (!row.at_least && !row.at_most) return "";
  return text("%s %g: %s", row.at_least ? "at least" : "at most", row.at_least ? *row.at_least : *row.at_most,
              row.met() ? "met" : "MISSED");
}

}  // namespace

double Row::median() const {
  auto sorted = values;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

double Row::min() const { return *std::min_element(values.begin(), values.end()); }
double Row::max() const { return *std::max_element(values.begin(), values.end()); }

bool Row::met() const { return (!at_least || median() >= *at_least) && (!at_most || median() <= *at_most); }

bool Report::met() const {
  return std::all_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.met(); });
}

std::string Report::table() const {
  std::string table;
  for (const auto& [name, value] : machine_) table += text("%-10s %s\n", name.c_str(), value.c_str());
  table += text("\n%-64s %10s  %-22s %s\n", "measured", "median", "range", "aim");
  for (const Row& row : rows_) {
    const std::string what = row.unit.empty() ? row.what : row.what + ", " + row.unit;
    const std::string range = text("%.*f-%.*f", digits(row), row.min(), digits(row), row.max());
    table +=
        text("%-64s %10.*f  %-22s %s\n", what.c_str(), digits(row), row.median(), range.c_str(), aim_of(row).c_str());
  }
  return table;
}

std::string Report::json() const {
  std::string json = "{";
  for (const auto& [name, value] : machine_) json += quoted(name) + ": " + quoted(value) + ",\n ";
  json += "\"measured\": {";
  for (const Row& row : rows_)
    json += (&row == rows_.data() ? "\n  " : ",\n  ") + quoted(row.key) + ": " + json_of(row);
  return json + "\n}}\n";
}

}  // namespace wick::gpu_check
