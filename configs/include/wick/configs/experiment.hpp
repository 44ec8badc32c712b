// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/config.hpp>
#include <wick/datasets/field.hpp>
#include <wick/loader/loader_options.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wick {

/// Options of `wick bench`.
struct BenchOptions {
  /// Epochs that are run first and not counted. At least 0.
  std::int64_t warmup = 1;

  /// Epochs that are counted. At least 1.
  std::int64_t epochs = 3;
};

/// What an experiment file describes: `NumpyDataset(experiment.fields)` and `experiment.loader` are ready to use.
struct Experiment {
  std::vector<Field> fields;
  LoaderOptions loader;
  BenchOptions bench;
};

/// Reads the sections `dataset`, `transforms`, `collate`, `loader` and `bench` of an experiment file; only `dataset`
/// must be there. configs/throughput.yaml shows and explains all of them. Relative paths are relative to the working
/// directory.
///
/// Other sections are the caller's: read them with `config.root().section("train")`, then call
/// `config.root().finish()`, which refuses those that nobody read. Throws `ConfigError` at the place of what is wrong;
/// sources that do not exist or differ in size count. All keys are checked before the first file is touched.
Experiment read_experiment(const Config& config);

/// The same of a part of a file: a test set beside the training set, say, under `train: {test: {dataset: ...}}`.
Experiment read_experiment(const Section& section);

/// `Config::load`, `read_experiment`, and `finish`: for files without sections of one's own.
Experiment load_experiment(const std::string& path, const std::vector<std::string>& overrides = {});

}  // namespace wick
