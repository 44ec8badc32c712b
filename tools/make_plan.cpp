// SPDX-License-Identifier: MIT
#include "make_plan.hpp"

#include <wick/configs/config_error.hpp>
#include <wick/transforms/sample_random.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace wick::tools {

namespace {

// Streams of random numbers; that of the contents is 1.
constexpr std::uint64_t label_stream = 2;
constexpr std::uint64_t shape_stream = 3;

const MadeElement* element_named(const std::string& name) {
  const MadeElement* element = find_made_element(name);
  if (element == nullptr)
    throw ConfigError(fmt::format("--dtype: '{}', expected {}", name, fmt::join(made_element_names(), ", ")));
  return element;
}

MadeContent content_named(const std::string& name) {
  if (name == "image") return MadeContent::image;
  if (name == "noise") return MadeContent::noise;
  if (name == "ramp") return MadeContent::ramp;
  throw ConfigError(fmt::format("--content: '{}', expected image, noise or ramp", name));
}

std::int64_t total_bytes(const MakeArguments& arguments, std::int64_t itemsize) {
  Shape all = arguments.shape;
  all.insert(all.begin(), arguments.count);
  const auto bytes = checked_bytes(all, itemsize);
  if (!bytes)
    throw ConfigError(
        fmt::format("--shape and --count: {} elements of {} bytes are too many", to_string(all), itemsize));
  return *bytes;
}

void check(const MakeArguments& arguments) {
  if (arguments.kind != "files" && arguments.kind != "rows")
    throw ConfigError(fmt::format("--kind: '{}', expected files or rows", arguments.kind));
  if (arguments.count < 1) throw ConfigError(fmt::format("--count: {}, expected at least 1", arguments.count));
  if (arguments.shape.size() >= max_dimensions)
    throw ConfigError(
        fmt::format("--shape: {} dimensions, expected fewer than {}", arguments.shape.size(), max_dimensions));
  for (const std::int64_t extent : arguments.shape)
    if (extent < 1) throw ConfigError(fmt::format("--shape: an extent of {}, expected at least 1", extent));
  if (!(arguments.ragged >= 0 && arguments.ragged < 1))
    throw ConfigError(fmt::format("--ragged: {}, expected 0 up to, but not including, 1", arguments.ragged));
  if (arguments.ragged > 0 && arguments.kind == "rows")
    throw ConfigError("--ragged: rows of one array are all alike, expected --kind files");
  if (arguments.classes < 0) throw ConfigError(fmt::format("--classes: {}, expected at least 0", arguments.classes));
}

}  // namespace

MakePlan::MakePlan(const MakeArguments& arguments)
    : arguments_(arguments), element_(element_named(arguments.dtype)), content_(content_named(arguments.content)) {
  check(arguments);
  bytes_ = total_bytes(arguments, dtype().itemsize);
}

Shape MakePlan::shape(std::int64_t index) const {
  Shape shape = arguments_.shape;
  if (arguments_.ragged == 0) return shape;
  SampleRandom random({arguments_.seed, shape_stream, index});
  for (std::size_t i = 0; i < std::min<std::size_t>(2, shape.size()); ++i) {
    const double part = 1 - arguments_.ragged * random.uniform();
    shape[i] = std::max<std::int64_t>(1, std::llround(part * static_cast<double>(shape[i])));
  }
  return shape;
}

NumpyArray MakePlan::sample(std::int64_t index) const {
  const NumpyArray array = NumpyArray::empty(dtype(), shape(index));
  std::vector<float> values(static_cast<std::size_t>(array.size()));
  fill_content(content_, arguments_.seed, index, array.shape(), values);
  element_->write(values, array.data());
  return array;
}

NumpyArray MakePlan::labels() const {
  const NumpyArray array = NumpyArray::empty(native_dtype("i8"), {arguments_.count});
  auto* labels = reinterpret_cast<std::int64_t*>(array.data());
  for (std::int64_t i = 0; i < arguments_.count; ++i)
    labels[i] = SampleRandom({arguments_.seed, label_stream, i}).below(arguments_.classes);
  return array;
}

}  // namespace wick::tools
