// SPDX-License-Identifier: MIT
#include "run_wick.hpp"

#include <string>
#include <utility>

#include <support/prelude.hpp>

using namespace wick;
using test::Ran;
using test::run_shell;
using test::TempFolder;

TEST_CASE("help and versions go to standard output", "[tools]") {
  const TempFolder folder;
  for (const std::string verb : {"", "bench ", "check ", "inspect ", "make "}) {
    const Ran ran = run_shell(folder, "wick " + verb + "--help");
    INFO(verb);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("Usage: wick " + verb) != std::string::npos);
    CHECK(ran.out.find("Examples:\n  ") != std::string::npos);
    CHECK(ran.errors.empty());
  }
  const Ran version = run_shell(folder, "wick --version");
  CHECK(version.code == 0);
  CHECK(version.out.starts_with("wick "));
  CHECK(version.out.find("\nLibTorch ") != std::string::npos);
}

TEST_CASE("wrong usage is told on standard error with exit code 2", "[tools]") {
  const TempFolder folder;
  const std::pair<const char*, const char*> cases[] = {
      {"wick", "wick: no verb, expected bench, check, convert, inspect or make\nwick: see wick --help\n"},
      {"wick foo", "wick: 'foo' is no verb, expected bench, check, convert, inspect or make\nwick: see wick --help\n"},
      {"wick bench", "wick: CONFIG is required\nwick: see wick bench --help\n"},
      {"wick inspect", "wick: PATHS is required\nwick: see wick inspect --help\n"},
      {"wick check", "wick: PATHS is required\nwick: see wick check --help\n"},
      {"wick check d --workers 0",
       "wick: --workers: '0', expected an integer from 1 to 1024\nwick: see wick check --help\n"},
      {"wick bench x.yaml --jsno",
       "wick: The following argument was not expected: --jsno\nwick: see wick bench --help\n"},
      {"wick make d --count 0", "wick: --count: 0, expected at least 1\n"},
      {"wick make d --count 1e3",
       "wick: --count: '1e3', expected an integer in decimal digits: 1000\nwick: see wick make --help\n"},
      {"wick make d --seed -1",
       "wick: --seed: '-1', expected an integer from 0 to 18446744073709551615\nwick: see wick make --help\n"},
      {"wick make d --seed 18446744073709551616",
       "wick: --seed: '18446744073709551616', expected an integer from 0 to 18446744073709551615\n"
       "wick: see wick make --help\n"},
      {"wick make d --kind row", "wick: --kind: 'row', expected files or rows\n"},
      {"wick make d --content cat", "wick: --content: 'cat', expected image, noise or ramp\n"},
      {"wick make d --shape 3,,4",
       "wick: --shape: '3,,4', expected extents with commas between: 224,224,3\nwick: see wick make --help\n"},
      {"wick make d --shape 0,4", "wick: --shape: an extent of 0, expected at least 1\n"},
      {"wick make d --ragged 1", "wick: --ragged: 1, expected 0 up to, but not including, 1\n"},
      {"wick make d --ragged 0.5 --kind rows",
       "wick: --ragged: rows of one array are all alike, expected --kind files\n"},
      {"wick make d --classes -1", "wick: --classes: -1, expected at least 0\n"},
  };
  for (const auto& [line, errors] : cases) {
    const Ran ran = run_shell(folder, line);
    INFO(line);
    CHECK(ran.code == 2);
    CHECK(ran.errors == errors);
    CHECK(ran.out.empty());
  }
  CHECK(run_shell(folder, "wick make d --dtype float8")
            .errors.starts_with("wick: --dtype: 'float8', expected bool, uint8"));
  CHECK(run_shell(folder, "wick make d --shape 4000000000,4000000000").errors.find("too many") != std::string::npos);
  CHECK(run_shell(folder, "ls").out.empty());
  CHECK(run_shell(folder, "wick make d --count 1 --shape 2,2 --seed 18446744073709551615").code == 0);
}
