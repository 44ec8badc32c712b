// SPDX-License-Identifier: MIT
#include "inspect.hpp"

#include <wick/npy/npy_error.hpp>

#include "array_text.hpp"
#include "exit_code.hpp"
#include "expand_pattern.hpp"
#include "folder_files.hpp"
#include "folder_summary.hpp"
#include "input_lines.hpp"
#include "inspected_file.hpp"
#include "inspected_json.hpp"
#include "interrupt.hpp"
#include "standard_output.hpp"

#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace wick::tools {

namespace {

class Inspector {
 public:
  explicit Inspector(const InspectArguments& arguments)
      : json_(arguments.json), alone_(arguments.paths.size() == 1 && arguments.paths[0] != "-") {}

  /// A file, a folder or a glob.
  void look_at(const std::string& path) { is_pattern(path) ? look_at_matches(path) : look_at_one(path); }

  /// The paths that standard input lists, one a line.
  void look_at_list();

  /// Prints the files looked at that have not been printed yet.
  void end_list();

  bool found_bad() const { return bad_; }

 private:
  void look_at_one(const std::string& path) {
    std::error_code error;
    std::filesystem::is_directory(path, error) ? look_at_folder(path) : show(inspect_file(path, Depth::elements));
  }

  void look_at_folder(const std::string& folder);
  void look_at_matches(const std::string& pattern);
  void show(const InspectedFile& file);

  const bool json_;
  bool alone_;  ///< One file only: it is told about at length.
  Columns list_ = file_columns();
  bool bad_ = false;
};

void Inspector::end_list() {
  if (list_.empty()) return;
  print(list_.text());
  list_ = file_columns();
}

void Inspector::look_at_list() {
  InputLines lines;
  while (const std::optional<std::string> line = lines.next())
    if (!line->empty()) look_at(*line);
}

void Inspector::show(const InspectedFile& file) {
  bad_ = bad_ || file.is_bad();
  if (json_) return print(json_line(file));
  for (const std::string& text : complaints(file)) complain(text);
  if (!file.header && !file.members) return;
  if (alone_) return print(text_block(file));
  list_.add(file_row(file));
}

void Inspector::look_at_folder(const std::string& folder) {
  const FolderFiles files = list_folder(folder);
  FolderSummary summary(folder);
  summary.add_others(files.others);
  const auto note = [&](const InspectedFile& file) {
    bad_ = bad_ || file.is_bad();
    json_ ? print(json_line(file)) : summary.add(file);
  };
  for (const auto& [path, reason] : files.unreadable) note(refused_file(path, reason));
  for (const std::string& path : files.arrays) {
    if (interrupted()) return;
    note(inspect_file(path, json_ ? Depth::elements : Depth::headers));
  }
  if (json_) return;
  if (!list_.empty()) {
    end_list();
    print("\n");
  }
  print(summary.text());
}

void Inspector::look_at_matches(const std::string& pattern) {
  try {
    const std::vector<std::string> paths = expand_pattern(pattern);
    alone_ = alone_ && paths.size() == 1;
    for (std::size_t i = 0; i < paths.size() && !interrupted(); ++i) look_at_one(paths[i]);
  } catch (const NpyError& error) {
    show(refused_file(pattern, reason_of(error)));
  }
}

}  // namespace

int inspect(const InspectArguments& arguments) {
  Inspector inspector(arguments);
  for (const std::string& path : arguments.paths) {
    if (interrupted()) break;
    path == "-" ? inspector.look_at_list() : inspector.look_at(path);
  }
  inspector.end_list();
  flush_output();
  if (interrupted()) return exit_interrupted;
  return inspector.found_bad() ? exit_failed : exit_success;
}

}  // namespace wick::tools
