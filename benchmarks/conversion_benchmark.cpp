// SPDX-License-Identifier: MIT
//
// How fast elements are converted, beside a copy of as many bytes as come out.
//
//     cmake --preset release -DWICK_BUILD_BENCHMARKS=ON && cmake --build --preset release --target conversion_benchmark
//     build/release/benchmarks/conversion_benchmark --benchmark_repetitions=5 --benchmark_report_aggregates_only
//
// Every case converts one sample from a source that stays in the cache, as one that was just read does, to the next
// slot of a batch of 64 samples that is recycled, as the loader's are. Bytes per second are those of the output. Sizes
// are those of the source as uint8: 3 KiB (3 x 32 x 32) and 147 KiB (3 x 224 x 224).
#include <wick/transforms/conversion.hpp>

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace {

using wick::ElementType;
using Steps = std::vector<wick::ElementwiseStep>;
using Shape = std::vector<std::int64_t>;

constexpr std::int64_t slots = 64;

const wick::NormalizeStep channels_first{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, 0};
const wick::NormalizeStep channels_last{{0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, -1};
const wick::CastStep to_float{at::kFloat};
const wick::ScaleStep to_unit{1 / 255.0};

struct Case {
  std::string name;
  ElementType type;
  Steps steps;
  bool channels_last = false;
  bool swapped = false;
  bool permuted = false;  ///< The source is (H, W, C), the target (C, H, W).
};

std::int64_t count(const Shape& shape) { return shape[0] * shape[1] * shape[2]; }

void convert(benchmark::State& state, const Case& test, std::int64_t side) {
  const Shape shape = test.channels_last ? Shape{side, side, 3} : Shape{3, side, side};
  const std::int64_t size = wick::element_size(test.type);
  std::vector<std::byte> bytes(static_cast<std::size_t>(count(shape) * size), std::byte{7});
  wick::StridedSource source{bytes.data(), test.type, test.swapped, shape, wick::contiguous_strides(shape, size)};
  if (test.permuted) source.strides = {size, side * 3 * size, 3 * size};

  const wick::Conversion conversion(test.type, test.steps);
  const ElementType result = *wick::element_type(conversion.result_type());
  const std::int64_t sample = count(shape) * wick::element_size(result);
  std::vector<std::byte> batch(static_cast<std::size_t>(slots * sample));
  wick::StridedTarget target{nullptr, result, shape, wick::contiguous_strides(shape, wick::element_size(result))};
  std::int64_t slot = 0;
  for (auto _ : state) {
    target.data = batch.data() + slot++ % slots * sample;
    conversion.run(source, target);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * sample);
}

/// What the memory allows: a copy of the bytes of a float32 sample.
void copy(benchmark::State& state, std::int64_t side) {
  const auto sample = static_cast<std::size_t>(3 * side * side * 4);
  std::vector<std::byte> source(sample, std::byte{7});
  std::vector<std::byte> batch(slots * sample);
  std::size_t slot = 0;
  for (auto _ : state) {
    std::memcpy(batch.data() + slot++ % slots * sample, source.data(), sample);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(sample));
}

std::vector<Case> cases() {
  const Steps image = {to_float, to_unit, channels_first};
  const Steps image_last = {to_float, to_unit, channels_last};
  return {
      {"uint8_to_float32", ElementType::uint8, {to_float}},
      {"uint8_to_float32_scale_normalize", ElementType::uint8, image},
      {"uint8_to_float32_normalize", ElementType::uint8, {to_float, channels_first}},
      {"uint8_to_float32_scale_normalize_hwc", ElementType::uint8, image_last, true},
      {"uint8_to_float32_scale_normalize_hwc_to_chw", ElementType::uint8, image, false, false, true},
      {"uint8_to_float16_scale_normalize",
       ElementType::uint8,
       {to_float, to_unit, channels_first, wick::CastStep{at::kHalf}}},
      {"int16_to_float32_scale", ElementType::int16, {wick::ScaleStep{1 / 32768.0}}},
      {"float32_identity", ElementType::float32, {}},
      {"float32_byteswap", ElementType::float32, {}, false, true},
      {"float64_byteswap", ElementType::float64, {}, false, true},
      {"float32_normalize_byteswap", ElementType::float32, {channels_first}, false, true},
      {"float32_hwc_to_chw", ElementType::float32, {}, false, false, true},
      {"float16_to_float32", ElementType::float16, {to_float}},
      {"float32_to_float16", ElementType::float32, {wick::CastStep{at::kHalf}}},
      {"float64_to_float32", ElementType::float64, {to_float}},
      {"int64_to_int32", ElementType::int64, {wick::CastStep{at::kInt}}},
      {"float32_to_uint8_saturate", ElementType::float32, {wick::CastStep{at::kByte, wick::OutOfRange::saturate}}},
  };
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::int64_t side : {32, 224}) {
    const std::string suffix = "/" + std::to_string(side);
    benchmark::RegisterBenchmark(("memcpy_float32" + suffix).c_str(), copy, side);
    for (const Case& test : cases()) benchmark::RegisterBenchmark((test.name + suffix).c_str(), convert, test, side);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
