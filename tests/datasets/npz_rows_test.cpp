// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/error.hpp>
#include <wick/npy/npy_error.hpp>

#include "file_limit.hpp"
#include "npz_sources.hpp"

#include <npy/npz_python.hpp>

#include <atomic>
#include <filesystem>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::floats;
using test::TempFolder;
using test::write_npz;

TEST_CASE("The rows of a member are its slices along axis 0", "[datasets]") {
  const TempFolder folder;
  const auto path =
      write_npz(folder / "a.npz", {3, 2}, {0, 1, 2, 3, 4, 5}, GENERATE(NpzMethod::stored, NpzMethod::deflated));
  const auto source = npz_rows(path, "x");
  REQUIRE(source->size() == 3);
  CHECK(source->info(0) == ArrayInfo{native_dtype("f4"), {2}, false});
  CHECK(floats(*source, 0) == std::vector<float>{0, 1});
  CHECK(floats(*source, 2) == std::vector<float>{4, 5});
  CHECK(source->where(2) == path + "['x.npy'][2]");
}

TEST_CASE("Rows of numpy's archives are rows, in either order and stored or deflated", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  const std::string save = GENERATE("savez", "savez_compressed");
  test::run_python(folder, R"(
x = np.arange(24, dtype='f4').reshape(2, 3, 4)
np.)" + save + R"(('a.npz', other=np.zeros(1000), c=x, f=np.asfortranarray(x), flat=np.arange(5, dtype='f4'),
  none=np.zeros((3, 0), 'f4')))");
  const auto path = folder / "a.npz";
  std::vector<float> second(12);
  std::iota(second.begin(), second.end(), 12.0f);
  for (const char* name : {"c", "f"}) {
    const auto source = npz_rows(path, name);
    REQUIRE(source->size() == 2);
    CHECK(source->info(1) == ArrayInfo{native_dtype("f4"), {3, 4}, false});
    CHECK(floats(*source, 1) == second);
  }
  CHECK(floats(*npz_rows(path, "flat"), 4) == std::vector<float>{4});
  CHECK(npz_rows(path, "flat")->info(0).shape.empty());
  CHECK(floats(*npz_rows(path, "none"), 2).empty());
}

TEST_CASE("The rows of several archives follow each other", "[datasets]") {
  const TempFolder folder;
  const auto b = write_npz(folder / "b.npz", {2, 1}, {3, 4}, NpzMethod::deflated);
  const auto a = write_npz(folder / "a.npz", {3, 1}, {0, 1, 2});
  const auto by_name = npz_rows(folder.path(), "x");
  REQUIRE(by_name->size() == 5);
  for (std::int64_t i = 0; i < 5; ++i) CHECK(floats(*by_name, i) == std::vector<float>{static_cast<float>(i)});
  CHECK(by_name->where(3) == b + "['x.npy'][0]");
  CHECK(floats(*npz_rows(std::vector{b, a}, "x"), 2) == std::vector<float>{0});
  const auto wide = write_npz(folder / "wide.npz", {1, 2}, {0, 1});
  CHECK_THROWS_WITH(npz_rows(std::vector{a, wide}, "x"),
                    ContainsSubstring(wide + "['x.npy']: rows of dtype '<f4' and shape (2,): those of " + a +
                                      "['x.npy'] have dtype '<f4' and shape (1,)"));
}

TEST_CASE("What has no rows in an archive is refused", "[datasets]") {
  const TempFolder folder;
  CHECK_THROWS_WITH(npz_rows(write_npz(folder / "a.npz", {}, {1}), "x"),
                    ContainsSubstring("a.npz['x.npy']: the array is 0-d"));
  CHECK_THROWS_WITH(npz_rows(folder / "a.npz", "y"), ContainsSubstring("a.npz: no member is called 'y': it has 'x'"));
  CHECK_THROWS_WITH(npz_rows(folder / "missing.npz", "x"), ContainsSubstring("missing.npz: no such file"));
  CHECK_THROWS_AS(npz_rows(std::vector<std::string>{}, "x"), Error);
}

TEST_CASE("A damaged deflated member is refused when its rows are asked for", "[datasets]") {
  const TempFolder folder;
  const auto path = write_npz(folder / "a.npz", {100}, std::vector<float>(100, 7), NpzMethod::deflated);
  auto bytes = test::bytes_of_file(path);
  bytes[bytes.find("PK\1\2") - 4] ^= 0x55;
  folder.write("a.npz", bytes);
  CHECK_THROWS_WITH(npz_rows(path, "x"), ContainsSubstring("a.npz['x.npy']: ") && ContainsSubstring("damaged"));
}

TEST_CASE("A stored member keeps its archive open, one in memory does not", "[datasets]") {
  const TempFolder folder;
  const std::vector<std::string> stored(100, write_npz(folder / "s.npz", {1}, {7}));
  const std::vector<std::string> deflated(100, write_npz(folder / "d.npz", {1}, {8}, NpzMethod::deflated));
  const test::FileLimit limit(50);
  CHECK_THROWS_WITH(
      npz_rows(stored, "x"),
      ContainsSubstring("s.npz: ") && ContainsSubstring("raise ulimit -n, or join the files (npy_rows, and npz_rows"));
  CHECK(floats(*npz_rows(deflated, "x"), 99) == std::vector<float>{8});
}

TEST_CASE("An archive that shrinks later is an error at its rows", "[datasets]") {
  const TempFolder folder;
  const auto path = write_npz(folder / "a.npz", {4}, {0, 1, 2, 3});
  const auto source = npz_rows(path, "x");
  const auto payload_end = test::bytes_of_file(path).find("PK\1\2");
  std::filesystem::resize_file(path, payload_end - 8);
  CHECK(floats(*source, 1) == std::vector<float>{1});
  CHECK_THROWS_WITH(floats(*source, 2), ContainsSubstring(path));
}

TEST_CASE("Many threads read rows of one archive at once", "[datasets]") {
  const TempFolder folder;
  std::vector<float> values(4000);
  std::iota(values.begin(), values.end(), 0.0f);
  const auto method = GENERATE(NpzMethod::stored, NpzMethod::deflated);
  const auto source = npz_rows(write_npz(folder / "a.npz", {1000, 4}, values, method), "x");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t i = t; i < 1000; ++i) {
        if (floats(*source, i)[3] != static_cast<float>(4 * i + 3)) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
