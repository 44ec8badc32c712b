// SPDX-License-Identifier: MIT
#include "convert.hpp"

#include <wick/datasets/element_of.hpp>

#include "convert_input.hpp"
#include "convert_output.hpp"
#include "exit_code.hpp"
#include "piece_conversion.hpp"
#include "standard_output.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

namespace wick::tools {

namespace {

std::string dtype_text(const Dtype& dtype) {
  if (dtype.is_numeric()) return std::string(element_name(element_of(dtype).value()));
  return fmt::format("{:.100}", dtype.descr);
}

std::string size_text(std::int64_t bytes) { return bytes_text(static_cast<double>(bytes)); }

/// What was written, for people; nullopt if Ctrl-C ended it.
std::optional<std::string> write_file(const ConvertInput& input, const ConvertArguments& arguments) {
  const ArrayPieces array = open_array(input, arguments);
  if (!write_array(arguments.out, array)) return std::nullopt;
  const std::string from = input.alone ? "" : fmt::format("from {} files, ", count_text(std::ssize(input.paths)));
  return fmt::format("{} {}, {}{}", dtype_text(array.dtype), to_string(array.shape), from,
                     size_text(ArrayInfo{array.dtype, array.shape}.bytes()));
}

std::optional<std::string> write_folder(const ConvertInput& input, const ConvertArguments& arguments) {
  const PieceConversion conversion(arguments);
  const SourcePtr rows = open_rows(input, arguments);
  const auto bytes = write_files(arguments.out, *rows, conversion);
  if (!bytes) return std::nullopt;
  return fmt::format("{} files, {}", count_text(rows->size()), size_text(*bytes));
}

}  // namespace

int convert(const ConvertArguments& arguments) {
  const auto start = std::chrono::steady_clock::now();
  const ConvertInput input(arguments);
  check_output(arguments, input.paths);
  const auto written = is_folder(arguments.out) ? write_folder(input, arguments) : write_file(input, arguments);
  if (!written) {
    complain(fmt::format("interrupted; nothing is left of {}", arguments.out));
    return exit_interrupted;
  }
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  print(fmt::format("{}: {}, in {}\n", arguments.out, *written, seconds_text(time.count())));
  flush_output();
  return exit_success;
}

}  // namespace wick::tools
