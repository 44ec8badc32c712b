// SPDX-License-Identifier: MIT
#include "bench_report.hpp"

#include "json_text.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace wick::tools {

namespace {

double per_second(std::int64_t count, double seconds) { return seconds > 0 ? static_cast<double>(count) / seconds : 0; }

using Lines = std::back_insert_iterator<std::string>;

void add_row(Lines out, std::string_view name, std::string_view value, std::string_view note = {}) {
  fmt::format_to(out, "  {:<16}{:>12}{}{}\n", name, value, note.empty() ? "" : "  ", note);
}

/// The middle one of a few, or the mean of the middle two.
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

void add_epochs(Lines out, const std::vector<double>& epochs) {
  if (epochs.empty()) return;
  const auto [least, most] = std::minmax_element(epochs.begin(), epochs.end());
  add_row(out, "epoch", seconds_text(median(epochs)),
          epochs.size() == 1 ? "" : fmt::format("median; {} to {}", seconds_text(*least), seconds_text(*most)));
}

void add_totals(Lines out, const BenchResult& result) {
  const Statistics& done = result.statistics;
  add_row(out, "samples/s", count_text(static_cast<std::int64_t>(per_second(done.samples, result.seconds))));
  add_row(out, "bytes/s", bytes_text(per_second(done.bytes, result.seconds)), "read from the files");
  add_epochs(out, result.epochs);
  add_row(out, "first batch", seconds_text(done.time_to_first_batch), "after the start of an epoch");
  add_row(out, "batch memory", bytes_text(static_cast<double>(done.peak_batch_bytes)),
          fmt::format("at most, of {} allowed", bytes_text(static_cast<double>(done.memory_limit_bytes))));
  if (done.device_memory_limit_bytes > 0)
    add_row(out, "on the device", bytes_text(static_cast<double>(done.peak_device_bytes)),
            fmt::format("at most, of {} allowed", bytes_text(static_cast<double>(done.device_memory_limit_bytes))));
  if (done.over_limit > 0)
    add_row(out, "over the limit", count_text(done.over_limit), "batches, each larger than that alone");
  add_row(out, "cpu", seconds_text(result.cpu_seconds),
          fmt::format("{:.1f} cores busy", result.seconds > 0 ? result.cpu_seconds / result.seconds : 0));
  if (done.errors > 0) add_row(out, "errors", count_text(done.errors), "samples that could not be loaded");
}

void add_stages(Lines out, const Statistics& done) {
  fmt::format_to(out, "\n  {:<10}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "stage", "p50", "p90", "p99", "max", "total");
  for (const auto& [name, stage] : done.stages) {
    if (stage.total == 0) continue;
    fmt::format_to(out, "  {:<10}{:>10}{:>10}{:>10}{:>10}{:>10}\n", name, seconds_text(stage.p50),
                   seconds_text(stage.p90), seconds_text(stage.p99), seconds_text(stage.max),
                   seconds_text(stage.total));
  }
}

/// Reads that stand out: far slower than most, and long enough to matter.
void add_slowest(Lines out, const Statistics& done) {
  const auto read =
      std::find_if(done.stages.begin(), done.stages.end(), [](const auto& stage) { return stage.first == "read"; });
  const double notable = std::max(5e-3, read == done.stages.end() ? 0 : 20 * read->second.p50);
  bool first = true;
  for (const auto& [place, seconds] : done.slowest) {
    if (seconds < notable) continue;
    if (std::exchange(first, false)) fmt::format_to(out, "\n  slowest reads\n");
    fmt::format_to(out, "  {:>10}  {}\n", seconds_text(seconds), place);
  }
}

void add_errors(Lines out, const Statistics& done) {
  if (!done.first_errors.empty()) fmt::format_to(out, "\n  first errors\n");
  for (const std::string& error : done.first_errors) fmt::format_to(out, "    {}\n", error);
}

nlohmann::ordered_json stages_json(const Statistics& done) {
  nlohmann::ordered_json stages = nlohmann::ordered_json::object();
  for (const auto& [name, stage] : done.stages)
    stages[name] = {
        {"p50", stage.p50}, {"p90", stage.p90}, {"p99", stage.p99}, {"max", stage.max}, {"total", stage.total}};
  return stages;
}

}  // namespace

std::string bench_table(const BenchResult& result) {
  const Statistics& done = result.statistics;
  std::string text;
  const Lines out = std::back_inserter(text);
  const auto counted = [](std::int64_t count, const char* one, const char* more) {
    return fmt::format("{} {}", count_text(count), count == 1 ? one : more);
  };
  fmt::format_to(out, "{}: {} in {}, {}, {}\n\n", result.config, counted(done.samples, "sample", "samples"),
                 counted(done.batches, "batch", "batches"),
                 counted(static_cast<std::int64_t>(result.epochs.size()), "epoch", "epochs"),
                 counted(result.workers, "worker", "workers"));
  add_totals(out, result);
  add_stages(out, done);
  add_slowest(out, done);
  add_errors(out, done);
  if (!done.verdict.empty()) fmt::format_to(out, "\n  verdict: {}\n", done.verdict);
  return text;
}

std::string bench_json(const BenchResult& result) {
  const Statistics& done = result.statistics;
  nlohmann::ordered_json slowest = nlohmann::ordered_json::array();
  for (const auto& [place, seconds] : done.slowest) slowest.push_back({{"place", place}, {"seconds", seconds}});
  nlohmann::ordered_json object = {
      {"config", result.config},
      {"samples_per_second", per_second(done.samples, result.seconds)},
      {"bytes_per_second", per_second(done.bytes, result.seconds)},
      {"batches", done.batches},
      {"samples", done.samples},
      {"bytes", done.bytes},
      {"errors", done.errors},
      {"first_errors", done.first_errors},
      {"epochs", result.epochs},
      {"workers", result.workers},
      {"consumer_wait_fraction", done.consumer_wait_fraction},
      {"time_to_first_batch", done.time_to_first_batch},
      {"peak_batch_bytes", done.peak_batch_bytes},
      {"memory_limit_bytes", done.memory_limit_bytes},
      {"peak_device_bytes", done.peak_device_bytes},
      {"device_memory_limit_bytes", done.device_memory_limit_bytes},
      {"cpu_seconds", result.cpu_seconds},
      {"stages", stages_json(done)},
      {"slowest", slowest},
      {"verdict", done.verdict},
  };
  if (done.over_limit > 0) object["over_limit"] = done.over_limit;
  if (result.interrupted) object["interrupted"] = true;
  return json_text(object);
}

}  // namespace wick::tools
