// SPDX-License-Identifier: MIT

// How close the loader comes to a plain loop that only reads the same bytes.
//
//     build/release/benchmarks/plain_read [workers] [folder]
//
// Makes three data sets of .npy files (small, medium, large samples; 256 MB each, warm in the page cache) in a
// temporary folder unless one is named, and runs in turn, several times over:
//
//     plain     that many threads, each: open, pread into a buffer of its own that stays, close; nothing else
//     identity  wick::DataLoader, the bytes into batches as they are
//     convert   wick::DataLoader, uint8 -> float32, scaled and normalised
//
// One line a size: samples per second of `plain`, and the ratios of the other two to it, median and range over the
// rounds.

#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/loader/data_loader.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/scale.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr int rounds = 7;
constexpr std::int64_t total_bytes = 256'000'000;

struct Size {
  const char* name;
  wick::Shape shape;  // (C, H, W), uint8
  std::int64_t batch_size;
};

double seconds_of(const auto& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<std::string> make_files(const std::filesystem::path& folder, const Size& size) {
  std::filesystem::create_directories(folder);
  auto array = wick::NumpyArray::empty(wick::native_dtype("u1"), size.shape);
  for (std::int64_t i = 0; i < array.nbytes(); ++i) array.data()[i] = static_cast<std::byte>(i * 31 % 251);
  std::vector<std::string> paths;
  for (std::int64_t i = 0; i < total_bytes / array.nbytes(); ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "%06lld.npy", static_cast<long long>(i));
    paths.push_back(folder / name);
    if (!std::filesystem::exists(paths.back())) wick::save_npy(paths.back(), array);
  }
  return paths;
}

void read_plainly(const std::vector<std::string>& paths, std::size_t bytes, int threads) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> pool;
  for (int t = 0; t < threads; ++t)
    pool.emplace_back([&] {
      static thread_local std::vector<char> buffer;
      buffer.resize(bytes);
      for (std::size_t i; (i = next++) < paths.size();) {
        const int file = open(paths[i].c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0 || pread(file, buffer.data(), bytes, 0) != static_cast<ssize_t>(bytes)) std::abort();
        close(file);
      }
    });
  for (auto& thread : pool) thread.join();
}

void load(wick::DataLoader& loader, std::uint64_t epoch) {
  std::int64_t samples = 0;
  for (auto& batch : loader.epoch(epoch)) samples += batch.size();
  if (samples != loader.samples()) std::abort();
}

struct Ratios {
  std::vector<double> values;

  std::string text() {
    std::sort(values.begin(), values.end());
    char line[64];
    std::snprintf(line, sizeof line, "%.2f (%.2f-%.2f)", values[values.size() / 2], values.front(), values.back());
    return line;
  }
};

void measure(const std::filesystem::path& folder, const Size& size, int workers) {
  const auto paths = make_files(folder / size.name, size);
  const auto file_bytes = static_cast<std::size_t>(std::filesystem::file_size(paths.front()));
  wick::NumpyDataset plain({{"data", wick::npy_files(paths)}}), converted = plain;
  converted.transform("data", {wick::Cast(at::kFloat), wick::Scale(1 / 255.0), wick::Normalize({0.5}, {0.25})});
  const wick::LoaderOptions options{.batch_size = size.batch_size, .workers = workers};
  wick::DataLoader identity(plain, options), convert(converted, options);

  std::vector<double> plain_seconds;
  Ratios identity_ratio, convert_ratio;
  for (int round = -1; round < rounds; ++round) {  // Round -1 warms up.
    const double base = seconds_of([&] { read_plainly(paths, file_bytes, workers); });
    const double first = seconds_of([&] { load(identity, 0); });
    const double second = seconds_of([&] { load(convert, 0); });
    if (round < 0) continue;
    plain_seconds.push_back(base);
    identity_ratio.values.push_back(base / first);
    convert_ratio.values.push_back(base / second);
  }
  std::sort(plain_seconds.begin(), plain_seconds.end());
  const double rate = static_cast<double>(paths.size()) / plain_seconds[rounds / 2];
  std::printf("%-8s %10zu %8zu %12.0f  %-20s %-20s\n", size.name, file_bytes, paths.size(), rate,
              identity_ratio.text().c_str(), convert_ratio.text().c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int workers = argc > 1 ? std::atoi(argv[1]) : static_cast<int>(std::thread::hardware_concurrency());
  const bool keep = argc > 2;
  const std::filesystem::path folder = keep ? argv[2] : std::filesystem::temp_directory_path() / "wick-plain-read";
  std::printf("%d threads; ratios to plain: median (range) of %d rounds\n", workers, rounds);
  std::printf("%-8s %10s %8s %12s  %-20s %-20s\n", "samples", "bytes", "files", "plain/s", "identity", "convert");
  for (const Size& size :
       {Size{"small", {1, 56, 56}, 256}, Size{"medium", {3, 224, 224}, 64}, Size{"large", {8, 1024, 1024}, 4}})
    measure(folder, size, workers);
  if (!keep) std::filesystem::remove_all(folder);
}
