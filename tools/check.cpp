// SPDX-License-Identifier: MIT
#include "check.hpp"

#include <wick/datasets/file_check.hpp>

#include "check_report.hpp"
#include "exit_code.hpp"
#include "input_files.hpp"
#include "interrupt.hpp"
#include "likeness.hpp"
#include "progress_bar.hpp"
#include "standard_output.hpp"
#include "units.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <chrono>
#include <exception>
#include <map>
#include <mutex>
#include <utility>

namespace wick::tools {

namespace {

Finding::Kind kind_of(FileFault::Kind kind) {
  switch (kind) {
    case FileFault::Kind::unreadable:
      return Finding::Kind::unreadable;
    case FileFault::Kind::nonfinite:
      return Finding::Kind::nonfinite;
    default:
      return Finding::Kind::trailing;
  }
}

/// The check of all files, by as many threads as are asked for.
class DataSetCheck {
 public:
  DataSetCheck(const CheckArguments& arguments, InputFiles inputs)
      : arguments_(arguments),
        inputs_(std::move(inputs)),
        checker_({.allow_nonfinite = arguments.allow_nan,
                  .progress = [this](double share, std::int64_t bytes) { return advance(share, bytes); }}),
        likeness_(inputs_.files, arguments.ragged) {
    totals_.listed = static_cast<std::int64_t>(inputs_.files.size());
  }

  void run();

  /// Prints what was found. Returns the sums.
  CheckTotals report();

 private:
  using Clock = std::chrono::steady_clock;

  void check_one(std::size_t file) noexcept;
  bool advance(double share, std::int64_t bytes);
  void note(std::size_t file, const FileCheck& check);
  void show(const PathFindings& path);

  const CheckArguments& arguments_;
  const InputFiles inputs_;
  const FileChecker checker_;
  const Clock::time_point start_ = Clock::now();

  std::mutex mutex_;

  // Guarded by mutex_.
  ProgressBar bar_;
  Likeness likeness_;
  CheckTotals totals_;
  double files_read_ = 0;  // with shares of those that are being read
  double bytes_read_ = 0;
  std::map<std::size_t, std::vector<Finding>> findings_;
  std::exception_ptr error_;
};

void DataSetCheck::run() {
  const int workers = arguments_.workers.value_or(oneapi::tbb::info::default_concurrency());
  const oneapi::tbb::global_control threads(oneapi::tbb::global_control::max_allowed_parallelism,
                                            static_cast<std::size_t>(workers));
  oneapi::tbb::task_arena arena(workers);
  arena.execute([&] {
    oneapi::tbb::parallel_for(std::size_t{0}, inputs_.files.size(), [&](std::size_t file) { check_one(file); });
  });
  bar_.clear();
  if (error_) std::rethrow_exception(error_);
}

void DataSetCheck::check_one(std::size_t file) noexcept {
  if (interrupted()) return;
  try {
    const FileCheck result = checker_.check(inputs_.files[file]);
    if (!interrupted()) note(file, result);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::current_exception();
  }
}

bool DataSetCheck::advance(double share, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  files_read_ += share;
  bytes_read_ += static_cast<double>(bytes);
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  bar_.update(files_read_ / static_cast<double>(totals_.listed),
              fmt::format("{} files  {}  {}/s{}", count_text(totals_.files), bytes_text(bytes_read_),
                          bytes_text(bytes_read_ / seconds),
                          totals_.bad > 0 ? fmt::format("  {} bad", count_text(totals_.bad)) : ""));
  return !interrupted();
}

void DataSetCheck::note(std::size_t file, const FileCheck& check) {
  const std::lock_guard lock(mutex_);
  likeness_.add(file, check);
  ++totals_.files;
  totals_.bytes += check.bytes;
  totals_.arrays += static_cast<std::int64_t>(check.arrays.size());
  bool bad = false;
  for (const FileFault& fault : check.faults) {
    findings_[file].push_back({kind_of(fault.kind), fault.where, fault.reason});
    bad = bad || fault.kind != FileFault::Kind::trailing;
  }
  if (bad) ++totals_.bad;
}

CheckTotals DataSetCheck::report() {
  // Counted again below: files that are only unlike the others are bad, too.
  totals_.bad = 0;
  totals_.interrupted = interrupted();
  std::map<std::string, std::vector<Finding>> folders;
  for (Unlike& unlike : likeness_.find()) {
    std::vector<Finding>& list = unlike.file < inputs_.files.size() ? findings_[unlike.file] : folders[unlike.where];
    list.push_back({Finding::Kind::unlike, std::move(unlike.where), std::move(unlike.reason)});
  }
  for (const auto& [path, reason] : inputs_.unreadable) show({path, {{Finding::Kind::unreadable, path, reason}}});
  for (auto& [file, findings] : findings_) show({inputs_.files[file], std::move(findings)});
  for (auto& [folder, findings] : folders) show({folder, std::move(findings)});
  print(arguments_.json ? json_line(totals_) : text_line(totals_));
  return totals_;
}

void DataSetCheck::show(const PathFindings& path) {
  if (path.is_bad()) ++totals_.bad;
  for (const Finding& finding : path.findings) totals_.notes += finding.is_note() ? 1 : 0;
  print(arguments_.json ? json_line(path) : text_lines(path));
}

}  // namespace

int check(const CheckArguments& arguments) {
  InputFiles inputs = list_inputs(arguments.paths);
  if (inputs.files.empty() && inputs.unreadable.empty() && !interrupted()) {
    complain("nothing to check: no .npy or .npz file");
    return exit_failed;
  }
  DataSetCheck check(arguments, std::move(inputs));
  check.run();
  const CheckTotals totals = check.report();
  flush_output();
  if (totals.interrupted) return exit_interrupted;
  return totals.bad > 0 ? exit_failed : exit_success;
}

}  // namespace wick::tools
