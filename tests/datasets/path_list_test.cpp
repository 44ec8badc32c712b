// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/path_list.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using wick::detail::PathList;

namespace {

std::vector<std::string> all(const PathList& list) {
  std::vector<std::string> paths;
  for (std::int64_t i = 0; i < list.size(); ++i) paths.push_back(list.path(i));
  return paths;
}

}  // namespace

TEST_CASE("Paths come back as they were given, in their order", "[datasets]") {
  const std::vector<std::string> paths = {"b.npy", "/x/a.npy", "", "x/", "../x/a.npy", "/b", "a//b", "b.npy"};
  PathList list;
  for (const auto& path : paths) list.add(path);
  CHECK(all(list) == paths);
  list.shrink();
  CHECK(all(list) == paths);
}

TEST_CASE("Paths are sorted byte by byte, across folders, without duplicates", "[datasets]") {
  std::vector<std::string> paths = {"a/b",   "a-b",  "a/b/c", "a",       "a.npy",     "a/",
                                    "a0",    "B",    "a/b",   "a/b-c",   "\xc3\xa4",  "b",
                                    "a/b/d", "a/bb", "ab/c",  "a/b/c/d", "a/b/c-/aa", "/a"};
  PathList list;
  for (const auto& path : paths) list.add(path);
  list.sort();
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  CHECK(all(list) == paths);
}

TEST_CASE("A million paths cost their names and less than 20 bytes each", "[datasets]") {
  constexpr std::int64_t count = 1'000'000;
  const std::string folder = "/a/folder/with/a/name/of/some/length/such/as/people/have/in/their/projects/";
  PathList list;
  for (std::int64_t i = 0; i < count; ++i)
    list.add(folder, "image_" + std::to_string(count - 1 - i + 1'000'000) + ".npy");
  CHECK(list.memory_bytes() < 100 * count);
  list.sort();
  list.shrink();
  CHECK(list.memory_bytes() < (17 + 20) * count);
  CHECK(list.path(0) == folder + "image_1000000.npy");
  CHECK(list.path(count - 1) == folder + "image_1999999.npy");
}
