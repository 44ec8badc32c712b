// SPDX-License-Identifier: MIT
#include "bench.hpp"

#include <wick/configs/experiment.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/loader/data_loader.hpp>

#include "bench_report.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "progress_bar.hpp"
#include "standard_output.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include <sys/resource.h>

namespace wick::tools {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Processor time of all threads of this process, in user and kernel mode.
double cpu_seconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Experiment read(const BenchArguments& arguments) {
  const Config config = Config::load(arguments.config, arguments.overrides);
  Experiment experiment = read_experiment(config);
  // By convention what the training program reads from the same file.
  config.root().ignore("train");
  config.root().finish();
  return experiment;
}

/// Takes every batch of an epoch and drops it. False when Ctrl-C ended it early.
class EpochRunner {
 public:
  EpochRunner(DataLoader& loader, const BenchOptions& options)
      : loader_(loader), options_(options), batches_(loader.batches().value() * (options.warmup + options.epochs)) {}

  bool run(std::int64_t number) {
    Epoch epoch = loader_.epoch(static_cast<std::uint64_t>(number));
    const auto start = Clock::now();
    std::int64_t samples = 0;
    while (!interrupted()) {
      const std::optional<Batch> batch = epoch.next();
      if (!batch) return true;
      samples += batch->size();
      show(number, static_cast<double>(samples) / seconds_since(start));
    }
    return false;
  }

  void clear() { bar_.clear(); }

 private:
  void show(std::int64_t number, double samples_per_second) {
    const bool warmup = number < options_.warmup;
    ++done_;
    bar_.update(static_cast<double>(done_) / static_cast<double>(batches_),
                fmt::format("{} {}/{}  {} samples/s", warmup ? "warm-up" : "epoch",
                            number + 1 - (warmup ? 0 : options_.warmup), warmup ? options_.warmup : options_.epochs,
                            count_text(static_cast<std::int64_t>(samples_per_second))));
  }

  DataLoader& loader_;
  const BenchOptions options_;
  const std::int64_t batches_;
  std::int64_t done_ = 0;
  ProgressBar bar_;
};

BenchResult measure(DataLoader& loader, const BenchOptions& options) {
  BenchResult result;
  EpochRunner runner(loader, options);
  for (std::int64_t i = 0; i < options.warmup && !result.interrupted; ++i) result.interrupted = !runner.run(i);
  loader.reset_statistics();
  const double cpu_before = cpu_seconds();
  for (std::int64_t i = 0; i < options.epochs && !result.interrupted; ++i) {
    const auto start = Clock::now();
    result.interrupted = !runner.run(options.warmup + i);
    const double seconds = seconds_since(start);
    result.seconds += seconds;
    if (!result.interrupted) result.epochs.push_back(seconds);
  }
  result.cpu_seconds = cpu_seconds() - cpu_before;
  result.statistics = loader.statistics();
  return result;
}

/// The table goes to standard error if it is of an interrupted run; JSON says itself that it is.
void show(const BenchResult& result, bool json) {
  if (result.interrupted) complain(json ? "interrupted" : "interrupted; measured so far:");
  const std::string text = json ? bench_json(result) : bench_table(result);
  if (result.interrupted && !json) {
    std::fwrite(text.data(), 1, text.size(), stderr);
  } else {
    print(text);
    flush_output();
  }
}

/// Why an epoch has no batch.
std::string nothing_text(const Experiment& experiment, std::int64_t samples) {
  if (samples == 0) return "nothing to load: the data set is empty";
  return fmt::format("nothing to load: {} sample{}, fewer than loader.batch_size={}, with loader.last_batch=drop",
                     count_text(samples), samples == 1 ? "" : "s", experiment.loader.batch_size);
}

int report(const BenchResult& result, bool json) {
  show(result, json);
  if (result.interrupted) return exit_interrupted;
  const Statistics& done = result.statistics;
  if (done.samples > 0 || done.errors == 0) return exit_success;
  complain(fmt::format(
      "no sample could be loaded ({} errors){}{}", count_text(done.errors),
      done.first_errors.empty() ? "" : "; the first: ", done.first_errors.empty() ? "" : done.first_errors.front()));
  return exit_failed;
}

/// The way out after a sample's error ended the run.
std::string error_hint(const LoaderOptions& options) {
  if (options.on_error == OnError::raise) return "loader.on_error=skip goes on without such samples";
  return fmt::format("more than loader.max_errors={} samples failed: raise it, or mend the files", options.max_errors);
}

}  // namespace

int bench(const BenchArguments& arguments) {
  const Experiment experiment = read(arguments);
  DataLoader loader(NumpyDataset(experiment.fields), experiment.loader);
  if (loader.batches() == 0) {
    complain(nothing_text(experiment, loader.samples().value()));
    return exit_failed;
  }
  try {
    BenchResult result = measure(loader, experiment.bench);
    result.config = arguments.config;
    result.workers = loader.options().workers;
    return report(result, arguments.json);
  } catch (const SampleError& error) {
    complain(fmt::format("{}\nwick: {}", error.what(), error_hint(experiment.loader)));
    return exit_failed;
  }
}

}  // namespace wick::tools
