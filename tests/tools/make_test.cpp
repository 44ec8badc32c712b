// SPDX-License-Identifier: MIT
#include <wick/npy/npy_header.hpp>

#include "run_wick.hpp"

#include <set>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::Ran;
using test::read_file;
using test::run_shell;
using test::TempFolder;

namespace {

/// The payload of a file.
std::string payload(const std::string& path) {
  return read_file(path).substr(static_cast<std::size_t>(read_npy_header(path).payload_offset));
}

}  // namespace

TEST_CASE("make writes files with labels", "[tools]") {
  const TempFolder folder;
  const Ran ran = run_shell(folder, "wick make d --count 70 --shape 8,9,3 --classes 4");
  REQUIRE(ran.code == 0);
  CHECK(ran.out.starts_with("d/images: 70 files of uint8 (8, 9, 3), 14.8 KiB, in "));
  CHECK(ran.out.find("\nd/labels.npy: int64 (70,), 4 classes\n") != std::string::npos);
  const NpyHeader header = read_npy_header(folder / "d/images/000069.npy");
  CHECK(header.shape == Shape{8, 9, 3});
  CHECK(header.dtype.descr == "|u1");
  CHECK(read_npy_header(folder / "d/labels.npy").shape == Shape{70});
  const std::string labels = payload(folder / "d/labels.npy");
  std::set<int> seen;
  for (std::size_t i = 0; i < labels.size(); i += 8) seen.insert(labels[i]);
  CHECK(seen == std::set<int>{0, 1, 2, 3});
}

TEST_CASE("make gives the same for the same seed, as files and as rows", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "for d in a b; do wick make $d --count 9 --shape 5,6 --dtype int16 || exit; done").code ==
          0);
  REQUIRE(run_shell(folder, "wick make c --count 9 --shape 5,6 --dtype int16 --kind rows").code == 0);
  REQUIRE(run_shell(folder, "wick make d --count 9 --shape 5,6 --dtype int16 --seed 1").code == 0);
  std::string files;
  for (int i = 0; i < 9; ++i) files += payload(folder / ("a/images/00000" + std::to_string(i) + ".npy"));
  CHECK(payload(folder / "c/images.npy") == files);
  CHECK(read_npy_header(folder / "c/images.npy").shape == Shape{9, 5, 6});
  CHECK(read_file(folder / "a/labels.npy") == read_file(folder / "b/labels.npy"));
  CHECK(read_file(folder / "a/images/000003.npy") == read_file(folder / "b/images/000003.npy"));
  CHECK(read_file(folder / "a/images/000003.npy") != read_file(folder / "d/images/000003.npy"));
  CHECK(read_file(folder / "a/images/000003.npy") != read_file(folder / "a/images/000004.npy"));
}

TEST_CASE("make draws ragged shapes", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "wick make d --count 40 --shape 100,100,3 --ragged 0.5 --classes 0").code == 0);
  CHECK_FALSE(std::filesystem::exists(folder / "d/labels.npy"));
  std::set<std::int64_t> heights;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "d/images")) {
    const Shape shape = read_npy_header(entry.path().string()).shape;
    REQUIRE(shape.size() == 3);
    CHECK(shape[2] == 3);
    for (const int dim : {0, 1}) CHECK((shape[dim] >= 50 && shape[dim] <= 100));
    heights.insert(shape[0]);
  }
  CHECK(heights.size() > 10);
}

TEST_CASE("make writes every dtype and content", "[tools]") {
  const TempFolder folder;
  const Ran ran =
      run_shell(folder,
                "for t in bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64; do\n"
                "for c in image noise ramp; do wick make $t-$c --dtype $t --content $c --count 2 --shape 4,5 "
                "--kind rows || exit; done; done; ls | wc -l");
  CHECK(ran.code == 0);
  CHECK(ran.out.ends_with("\n36\n"));
  CHECK(read_npy_header(folder / "float16-noise/images.npy").dtype.descr == "<f2");
  CHECK(read_npy_header(folder / "bool-ramp/images.npy").dtype.descr == "|b1");
}

TEST_CASE("make's images neither compress to nothing nor not at all", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "wick make d --count 4 --kind rows").code == 0);
  const Ran ran = run_shell(folder, "gzip -k d/images.npy && stat -c %s d/images.npy.gz");
  REQUIRE(ran.code == 0);
  const double part = std::stod(ran.out) / (4 * 224 * 224 * 3);
  CHECK(part > 0.3);
  CHECK(part < 0.95);
}

TEST_CASE("make touches no folder that it did not make", "[tools]") {
  const TempFolder folder;
  const std::string mine[] = {"d/images/a.npy", "d/images.npy", "d/labels.npy"};
  for (const std::string& name : mine) folder.write(name, name);
  for (const std::string force : {"", " --force"}) {
    const Ran refused = run_shell(folder, "wick make d --count 2 --shape 2" + force);
    CHECK(refused.code == 1);
    CHECK(refused.errors == "wick: d: not made by wick make; name another folder\n");
  }
  for (const std::string& name : mine) CHECK(read_file(folder / name) == name);
  CHECK(run_shell(folder, "find d -type f | wc -l").out == "3\n");
}

TEST_CASE("make leaves a linked folder's files alone", "[tools]") {
  const TempFolder folder;
  folder.write("elsewhere/a.npy", "mine");
  REQUIRE(run_shell(folder, "wick make d --count 2 --shape 2 --kind rows && ln -s ../elsewhere d/images").code == 0);
  REQUIRE(run_shell(folder, "wick make d --count 2 --shape 2 --force").code == 0);
  CHECK(run_shell(folder, "ls elsewhere d/images").out == "d/images:\n000000.npy\n000001.npy\n\nelsewhere:\na.npy\n");
}

TEST_CASE("make notes in the folder how it was made", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "wick make d --count 2 --shape 2,3 --seed 4").code == 0);
  CHECK(
      read_file(folder / "d/.wick-make") ==
      "wick make --kind files --count 2 --shape 2,3 --dtype uint8 --content image --ragged 0 --classes 10 --seed 4\n");
}

TEST_CASE("make replaces nothing unless told, and then only a data set", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "wick make d --count 3 --shape 2 && touch d/mine").code == 0);
  const Ran refused = run_shell(folder, "wick make d --count 2 --shape 2");
  CHECK(refused.code == 1);
  CHECK(refused.errors == "wick: d: not empty; --force replaces the data set, or name another folder\n");
  CHECK(run_shell(folder, "wick make d --count 2 --shape 2 --force").code == 0);
  CHECK(run_shell(folder, "ls d d/images").out ==
        "d:\nimages\nlabels.npy\nmine\n\nd/images:\n000000.npy\n000001.npy\n");
  CHECK(run_shell(folder, "wick make d/mine --count 2").errors ==
        "wick: d/mine: a file, expected a folder or nothing\n");
  const Ran large = run_shell(folder, "wick make e --count 1000000000 --shape 1000000");
  CHECK(large.code == 1);
  CHECK(large.errors.find("e: the data set takes ") != std::string::npos);
}
