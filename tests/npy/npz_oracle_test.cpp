// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "npz_file.hpp"
#include "npz_python.hpp"

#include <filesystem>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

// A table of hand-made archives and of what numpy.load does with them lies beside the repository; a checkout without it
// does without.
std::filesystem::path table_folder() {
  return std::filesystem::absolute(__FILE__).parent_path() / "../../../shared/conformance";
}

// What becomes of an archive: `a:<of a> b:<of b>`, where each is a shape and a dtype, a number of bytes, or `error`; or
// just `error` if it cannot be opened.
using Verdicts = std::map<std::string, std::string>;

// Where wick decides otherwise than NumPy, and why.
const Verdicts& deviations() {
  static const Verdicts all = {
      // The end record whose comment ends with the file is the right one.
      {"eocd comment", "a:(2, 3)float32 b:(5,)int64"},
      // Stored members take as many bytes as they have.
      {"central usize too big", "a:error b:(5,)int64"},
      // No archives on several disks.
      {"disk number 1", "error"},
      // Which of the two was meant?
      {"duplicate names", "a:error b:error"},
      // The header is there; what its pickle is, others decide.
      {"object member", "a:(2,)object b:(5,)int64"},
  };
  return all;
}

// `a:BadZipFile(Bad CRC) b:(5,)int64`: an exception becomes `error`.
std::string simplified(const std::string& verdict) {
  if (verdict.find(" LOAD ") != verdict.npos) return "error";
  const auto of_b = verdict.rfind(" b:");
  const auto simple = [](const std::string& text) {
    const bool good = text.starts_with('(') || text.starts_with("bytes(");
    return good ? text : std::string("error");
  };
  const auto of_a = verdict.rfind("a:", of_b);
  const auto begin = verdict.rfind("| a:") + 4;
  return of_a == verdict.npos
             ? "error"
             : "a:" + simple(verdict.substr(begin, of_b - begin)) + " b:" + simple(verdict.substr(of_b + 3));
}

Verdicts numpy_verdicts(const std::string& table) {
  Verdicts verdicts;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    const auto bar = line.find(" | ");
    if (bar != line.npos) verdicts[line.substr(0, bar)] = simplified(line.substr(bar));
  }
  return verdicts;
}

std::string name_of(const Dtype& dtype) {
  const std::map<std::string, std::string> names = {
      {"<f4", "float32"}, {"<i8", "int64"}, {"|u1", "uint8"}, {"|O", "object"}};
  return names.at(dtype.descr);
}

std::string verdict_of(const NpzArchive& archive, std::string_view name) try {
  const auto member = archive.at(name);
  const auto array = archive.find_array(member);
  if (!array) return "bytes(" + std::to_string(test::bytes_of(archive, member).size()) + ")";
  test::payload_of(archive, *array, 128);
  return to_string(array->header.shape) + name_of(array->header.dtype);
} catch (const NpyError&) {
  return "error";
}

std::string verdict_of(const std::string& path) try {
  const NpzArchive archive(path);
  return "a:" + verdict_of(archive, "a") + " b:" + verdict_of(archive, "b");
} catch (const NpyError&) {
  return "error";
}

TEST_CASE("hand-made archives are read or refused as by NumPy, but for known deviations", "[npy]") {
  const auto table = table_folder() / "npzoracle_311.txt";
  if (!std::filesystem::exists(table)) {
    std::cout << "skipped: no table of NumPy's verdicts on archives beside this checkout\n";
    return;
  }
  if (!test::has_numpy()) return;
  const test::TempFolder folder;
  const auto names =
      test::run_python(folder, "source = open('" + (table_folder() / "npzoracle.py").string() + R"(').read()
space = {}
import contextlib
with contextlib.redirect_stdout(None): exec(source.split('for n,raw in c.items()')[0], space)
for i, (name, raw) in enumerate(space['c'].items()):
    open(f'{i}.npz', 'wb').write(raw)
    print(name)
)");
  const auto expected = numpy_verdicts(test::bytes_of_file(table.string()));
  std::istringstream lines(names);
  int count = 0;
  int deviating = 0;
  for (std::string name; std::getline(lines, name); ++count) {
    CAPTURE(name);
    REQUIRE(expected.contains(name));
    const auto verdict = verdict_of(folder / (std::to_string(count) + ".npz"));
    const bool deviates = deviations().contains(name);
    CHECK(verdict == (deviates ? deviations() : expected).at(name));
    if (deviates) CHECK(verdict != expected.at(name));
    deviating += deviates;
  }
  CHECK(count == static_cast<int>(expected.size()));
  CHECK(deviating == static_cast<int>(deviations().size()));
}

}  // namespace
}  // namespace wick
