// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/npz_members.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/npy/npy_error.hpp>

#include "file_limit.hpp"
#include "npz_sources.hpp"
#include "reading.hpp"

#include <npy/npz_python.hpp>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::floats;
using test::TempFolder;
using test::write_npz;

namespace {

// A byte of the payload, if the archive's one array is stored.
void damage_payload(const TempFolder& folder, const std::string& name) {
  auto bytes = test::bytes_of_file(folder / name);
  bytes[bytes.find("PK\1\2") - 1] ^= 1;
  folder.write(name, bytes);
}

}  // namespace

TEST_CASE("Every archive is one array, in order of name", "[datasets]") {
  const TempFolder folder;
  const auto method = GENERATE(NpzMethod::stored, NpzMethod::deflated);
  write_npz(folder / "b.npz", {3}, {4, 5, 6}, method);
  write_npz(folder / "a.npz", {3}, {1, 2, 3}, method);
  write_npz(folder / "c.npz", {2, 2}, {0, 1, 2, 3}, method, true);
  folder.write("d.npy", "other");
  const std::string pattern = GENERATE("*.npz", "", "?.npz");
  const auto source = npz_members(folder / pattern, "x");
  REQUIRE(source->size() == 3);
  CHECK(source->info(0) == ArrayInfo{native_dtype("f4"), {3}, false});
  CHECK(source->info(2) == ArrayInfo{native_dtype("f4"), {2, 2}, true});
  CHECK(floats(*source, 0) == std::vector<float>{1, 2, 3});
  CHECK(floats(*source, 1) == std::vector<float>{4, 5, 6});
  CHECK(floats(*source, 2) == std::vector<float>{0, 1, 2, 3});
  std::vector<float> read(3);
  source->read(1, std::as_writable_bytes(std::span(read)));
  CHECK(read == std::vector<float>{4, 5, 6});
  CHECK_FALSE(source->read_expected(2, source->info(0), std::as_writable_bytes(std::span(read))));
  CHECK(source->where(1) == (folder / "b.npz") + "['x.npy']");
  CHECK(source->array(2).f_contiguous());
}

TEST_CASE("Fortran order of fewer than two dimensions is C order in archives too", "[datasets]") {
  const TempFolder folder;
  write_npz(folder / "a.npz", {3}, {1, 2, 3});
  write_npz(folder / "b.npz", {3}, {4, 5, 6}, NpzMethod::stored, true);
  const auto source = npz_members(folder.path(), "x");
  CHECK(source->info(0) == source->info(1));
  CHECK(floats(*source, 1) == std::vector<float>{4, 5, 6});
}

TEST_CASE("A list of archives keeps its order, and an empty list is an empty source", "[datasets]") {
  const TempFolder folder;
  const auto b = write_npz(folder / "b.npz", {1}, {4});
  const auto a = write_npz(folder / "a.npz", {1}, {1});
  const auto source = npz_members(std::vector{b, a, b}, "x.npy");
  REQUIRE(source->size() == 3);
  CHECK(floats(*source, 2) == std::vector<float>{4});
  CHECK(source->where(0) == b + "['x.npy']");
  CHECK(npz_members(std::vector<std::string>{}, "x")->size() == 0);
  CHECK(npz_members({"missing.npz", "b.npz"}, "x")->size() == 2);
  CHECK_THROWS_WITH(npz_members(folder / "*.zip", "x"), ContainsSubstring("no file matches"));
  std::filesystem::create_directory(folder / "none");
  CHECK_THROWS_WITH(npz_members(folder / "none", "x"), ContainsSubstring("no *.npz file in this folder"));
}

TEST_CASE("The members of numpy's archives are samples", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  test::run_python(folder, R"(
for i in range(4):
    save = np.savez_compressed if i % 2 else np.savez
    save(f'{i}.npz', image=np.full((40, 50), i, '>i2'), label=np.int64(7 * i), name=np.array(['x']), object=np.array([None]))
)");
  const FieldReader images({"data", npz_members(folder / "*.npz", "image")});
  const FieldReader labels({"target", npz_members(folder / "*.npz", "label")});
  for (std::int64_t i = 0; i < 4; ++i) {
    const auto image = test::read(images, i);
    CHECK(image.sizes() == at::IntArrayRef({40, 50}));
    CHECK(image.eq(i).all().item<bool>());
    CHECK(test::read_into(images, i).equal(image));
    CHECK(test::read_into(labels, i).item<std::int64_t>() == 7 * i);
  }
  const auto objects = npz_members(folder / "*.npz", "object");
  CHECK_THROWS_WITH(objects->info(1), ContainsSubstring("1.npz['object.npy']: dtype |O: the elements are Python"));
  const auto names = npz_members(folder / "*.npz", "name");
  CHECK(test::read(FieldReader({"name", names}), 1).item<int>() == 'x');
}

TEST_CASE("What an archive's array is costs no look at its payload", "[datasets]") {
  const TempFolder folder;
  write_npz(folder / "a.npz", {3}, {1, 2, 3});
  damage_payload(folder, "a.npz");
  const auto source = npz_members(folder / "a.npz", "x");
  CHECK(source->info(0).shape == Shape{3});
  CHECK_THROWS_WITH(floats(*source, 0), ContainsSubstring("a.npz['x.npy']: its CRC-32 is"));
}

TEST_CASE("Archives that cannot be read are errors at their sample, and name archive and member once", "[datasets]") {
  const TempFolder folder;
  const auto good = write_npz(folder / "a.npz", {3}, {1, 2, 3});
  const auto damaged = write_npz(folder / "b.npz", {3}, {1, 2, 3});
  damage_payload(folder, "b.npz");
  const auto text = folder.write("c.npz", "this is no archive");
  NpzWriter other(folder / "d.npz");
  test::add<float>(other, "y", {3}, {1, 2, 3});
  other.finish();
  const FieldReader reader({"data", npz_members({good, damaged, text, folder / "d.npz", folder / "e.npz"}, "x")});
  const auto message = [&](std::int64_t index) -> std::string {
    try {
      test::read(reader, index);
      return "no error";
    } catch (const SampleError& error) {
      return error.what();
    }
  };
  CHECK(message(0) == "no error");
  CHECK_THAT(message(1), ContainsSubstring("(" + damaged + "['x.npy']): its CRC-32 is"));
  CHECK_THAT(message(2), ContainsSubstring("(" + text + "['x.npy']): byte 0: not an .npz file"));
  CHECK_THAT(message(3), ContainsSubstring("d.npz['x.npy']): no member is called 'x': it has 'y'"));
  CHECK_THAT(message(4), ContainsSubstring("e.npz['x.npy']): cannot be opened"));
  CHECK(message(0) == "no error");
}

TEST_CASE("An archive that is replaced is read as it is now", "[datasets]") {
  const TempFolder folder;
  write_npz(folder / "a.npz", {3}, {1, 2, 3});
  const auto source = npz_members(folder / "a.npz", "x");
  CHECK(floats(*source, 0) == std::vector<float>{1, 2, 3});
  write_npz(folder / "a.npz", {2}, {4, 5}, NpzMethod::deflated);
  CHECK(floats(*source, 0) == std::vector<float>{4, 5});
}

TEST_CASE("More archives than can be open at once are a source", "[datasets]") {
  const TempFolder folder;
  const std::vector<std::string> paths(100, write_npz(folder / "x.npz", {1}, {7}));
  const test::FileLimit limit(50);
  const auto source = npz_members(paths, "x");
  for (std::int64_t i = 0; i < 100; ++i) CHECK(floats(*source, i) == std::vector<float>{7});
}

TEST_CASE("Many threads read archives at once", "[datasets]") {
  const TempFolder folder;
  constexpr std::int64_t archives = 8;
  for (std::int64_t i = 0; i < archives; ++i) {
    write_npz(folder / (std::to_string(i) + ".npz"), {100 + i},
              std::vector<float>(static_cast<std::size_t>(100 + i), static_cast<float>(i)),
              i % 2 == 0 ? NpzMethod::stored : NpzMethod::deflated);
  }
  const auto source = npz_members(folder.path(), "x");
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::int64_t k = 0; k < 50; ++k) {
        const auto i = (k + t) % archives;
        const std::vector<float> expected(static_cast<std::size_t>(100 + i), static_cast<float>(i));
        if (floats(*source, i) != expected) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
