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
  /// Epochs that are run first and not counted.
  std::int64_t warmup = 1;

  /// Epochs that are counted.
  std::int64_t epochs = 3;
};

/// What an experiment file describes: `NumpyDataset(experiment.fields)` and `experiment.loader` are ready to use.
struct Experiment {
  std::vector<Field> fields;
  LoaderOptions loader;
  BenchOptions bench;
};

/// Reads the sections `dataset`, `transforms`, `collate`, `loader` and `bench` of an experiment file. Other sections are the caller's: read them with
/// `config.root().section(...)`, then call `config.root().finish()`. Relative paths are relative to the working directory.
/// Throws `ConfigError` at the place of what is wrong; sources that cannot be opened count.
Experiment read_experiment(const Config& config);

/// `Config::load`, `read_experiment`, and `finish`: for files without sections of one's own.
Experiment load_experiment(const std::string& path, const std::vector<std::string>& overrides = {});

}  // namespace wick
