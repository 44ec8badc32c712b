// SPDX-License-Identifier: MIT
#include "make.hpp"

#include <wick/datasets/save_npy.hpp>

#include "exit_code.hpp"
#include "for_each_sample.hpp"
#include "make_folder.hpp"
#include "make_plan.hpp"
#include "row_file.hpp"
#include "sample_path.hpp"
#include "standard_output.hpp"
#include "units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <span>

namespace wick::tools {

namespace {

bool make_files(const MakeArguments& arguments, const MakePlan& plan) {
  const std::string folder = arguments.folder + "/images";
  std::filesystem::create_directories(folder);
  return for_each_sample(arguments.count, "samples",
                         [&](std::int64_t i) { save_npy(sample_path(folder, i, arguments.count), plan.sample(i)); });
}

bool make_rows(const MakeArguments& arguments, const MakePlan& plan) {
  Shape shape = arguments.shape;
  shape.insert(shape.begin(), arguments.count);
  RowFile file(arguments.folder + "/images.npy", plan.dtype(), shape);
  const bool done = for_each_sample(arguments.count, "samples", [&](std::int64_t i) {
    const NumpyArray sample = plan.sample(i);
    file.write(i, std::span<const std::byte>(sample.data(), static_cast<std::size_t>(sample.nbytes())));
  });
  if (done) file.commit();
  return done;
}

/// The options that make the same data set.
std::string arguments_text(const MakeArguments& arguments) {
  return fmt::format(
      "wick make --kind {} --count {} --shape {} --dtype {} --content {} --ragged {} --classes {} --seed {}",
      arguments.kind, arguments.count, fmt::join(arguments.shape, ","), arguments.dtype, arguments.content,
      arguments.ragged, arguments.classes, arguments.seed);
}

std::string report(const MakeArguments& arguments, const MakePlan& plan, double seconds) {
  const bool files = arguments.kind == "files";
  std::string text = fmt::format("{}/{}: {} {} of {} {}{}, {}{}, in {}\n", arguments.folder,
                                 files ? "images" : "images.npy", count_text(arguments.count), files ? "files" : "rows",
                                 arguments.dtype, arguments.ragged > 0 ? "up to " : "", to_string(arguments.shape),
                                 arguments.ragged > 0 ? "at most " : "", bytes_text(static_cast<double>(plan.bytes())),
                                 seconds_text(seconds));
  if (arguments.classes > 0)
    text +=
        fmt::format("{}/labels.npy: int64 ({},), {} classes\n", arguments.folder, arguments.count, arguments.classes);
  return text;
}

}  // namespace

int make(const MakeArguments& arguments) {
  const MakePlan plan(arguments);
  const auto start = std::chrono::steady_clock::now();
  prepare_folder(arguments.folder, plan.bytes(), arguments.force, arguments_text(arguments));
  if (!(arguments.kind == "rows" ? make_rows(arguments, plan) : make_files(arguments, plan))) {
    complain(fmt::format("interrupted; {} is not complete: wick make --force begins anew", arguments.folder));
    return exit_interrupted;
  }
  if (arguments.classes > 0) save_npy(arguments.folder + "/labels.npy", plan.labels());
  print(report(arguments, plan, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  flush_output();
  return exit_success;
}

}  // namespace wick::tools
