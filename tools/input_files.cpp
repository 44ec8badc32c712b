// SPDX-License-Identifier: MIT
#include "input_files.hpp"

#include <wick/npy/npy_error.hpp>

#include "expand_pattern.hpp"
#include "folder_files.hpp"
#include "input_lines.hpp"
#include "inspected_file.hpp"
#include "interrupt.hpp"

#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>

namespace wick::tools {

namespace {

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void add_path(const std::string& path, InputFiles& inputs) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return inputs.files.push_back(path);
  FolderFiles found = list_folder(path);
  append(inputs.files, std::move(found.arrays));
  append(inputs.unreadable, std::move(found.unreadable));
}

void add(const std::string& path, InputFiles& inputs) {
  if (!is_pattern(path)) return add_path(path, inputs);
  try {
    for (const std::string& match : expand_pattern(path)) add_path(match, inputs);
  } catch (const NpyError& error) {
    inputs.unreadable.emplace_back(path, reason_of(error));
  }
}

}  // namespace

InputFiles list_inputs(const std::vector<std::string>& arguments) {
  InputFiles inputs;
  for (const std::string& argument : arguments) {
    if (interrupted()) break;
    if (argument != "-") {
      add(argument, inputs);
      continue;
    }
    InputLines lines;
    while (const std::optional<std::string> line = lines.next())
      if (!line->empty()) add(*line, inputs);
  }
  return inputs;
}

}  // namespace wick::tools
