// SPDX-License-Identifier: MIT

// What the loader does on a GPU, as ratios in one run: scripts/gpu_check.sh builds and runs this where there is one.
//
//     gpu_check [--json FILE] [--rounds N] [--only NAME] [--device cuda:n] [--quick]
//
//     transfer     rate of the loader, host to device, beside a plain loop of cudaMemcpyAsync from pinned memory
//     training     share of a ResNet-18 training step that waits for data: wick, wick without batches ahead on the
//                  device, torch::data
//     conversion   uint8 -> float32, scaled and normalised: on the device against on the host
//     reuse        100000 small batches in memory that is used again and again, verified on the device
//
// All data is in memory, so that no disk is measured. One line a result: median and range over the rounds. Status 0 if
// all aims are met, 1 if one is missed, 2 if nothing can be measured.

#include <wick/loader/accelerator.hpp>

#include "gpu_check/measurements.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <cuda_runtime_api.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

using namespace wick::gpu_check;

constexpr const char* usage =
    "usage: gpu_check [--json FILE] [--rounds N] [--only NAME] [--device cuda:n] [--quick]\n"
    "NAME: transfer, training, conversion or reuse\n";

struct Measurement {
  std::string name;
  void (*measure)(const Setup&, Report&);
};

const Measurement measurements[] = {
    {"transfer", measure_transfer},
    {"training", measure_training},
    {"conversion", measure_conversion},
    {"reuse", measure_reuse},
};

struct Options {
  Setup setup;
  std::string json, only;
};

// Throws std::invalid_argument.
Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--help") {
      std::printf("%s", usage);
      std::exit(0);
    }
    if (name == "--quick") {
      options.setup.quick = true;
      continue;
    }
    const bool known = name == "--json" || name == "--rounds" || name == "--only" || name == "--device";
    if (!known || i + 1 == argc) throw std::invalid_argument(name + (known ? " needs a value" : ": no such option"));
    const std::string value = argv[++i];
    if (name == "--json") options.json = value;
    if (name == "--rounds") options.setup.rounds = std::stoi(value);
    if (name == "--only") options.only = value;
    if (name == "--device") options.setup.device = c10::Device(value);
  }
  if (!options.setup.device.is_cuda()) throw std::invalid_argument("--device: cuda or cuda:n");
  if (!options.setup.device.has_index()) options.setup.device.set_index(0);
  if (options.setup.rounds < 1) throw std::invalid_argument("--rounds: at least 1");
  const auto is_only = [&](const Measurement& measurement) { return measurement.name == options.only; };
  if (!options.only.empty() && std::none_of(std::begin(measurements), std::end(measurements), is_only))
    throw std::invalid_argument("--only " + options.only + ": no such measurement");
  return options;
}

void describe_machine(const Setup& setup, Report& report) {
  cudaDeviceProp properties{};
  if (cudaGetDeviceProperties(&properties, setup.device.index()) == cudaSuccess)
    report.describe("gpu", properties.name);
  int driver = 0;
  if (cudaDriverGetVersion(&driver) == cudaSuccess)
    report.describe("cuda", std::to_string(CUDART_VERSION) + ", driver " + std::to_string(driver));
  report.describe("torch", TORCH_VERSION);
  report.describe("cores", std::to_string(std::thread::hardware_concurrency()));
  report.describe("rounds", std::to_string(setup.rounds) + (setup.quick ? ", quick: no numbers to quote" : ""));
}

int run(const Options& options) {
  // Threads inside of torch operations would slow torch::data down, whose workers are threads already; nor does
  // Python's DataLoader have any in its workers.
  at::set_num_threads(1);
  at::globalContext().setBenchmarkCuDNN(true);
  Report report;
  describe_machine(options.setup, report);
  for (const auto& [name, measure] : measurements) {
    if (!options.only.empty() && name != options.only) continue;
    std::fprintf(stderr, "gpu_check: %s\n", name.c_str());
    measure(options.setup, report);
  }
  std::printf("%s", report.table().c_str());
  if (!options.json.empty() && !(std::ofstream(options.json) << report.json() << std::flush))
    throw std::runtime_error(options.json + ": cannot be written");
  return report.met() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  try {
    options = parse(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_check: %s\n%s", error.what(), usage);
    return 2;
  }
  const auto cuda = wick::cuda_accelerator();
  if (!cuda) {
    std::fprintf(stderr, "gpu_check: nothing to measure: %s\n", wick::why_no_cuda().c_str());
    return 2;
  }
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu_check: %s\n", error.what());
    return 1;
  }
}
