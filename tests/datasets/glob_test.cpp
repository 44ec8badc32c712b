// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/detail/glob.hpp>
#include <wick/npy/npy_error.hpp>

#include <filesystem>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using Catch::Matchers::ContainsSubstring;
using wick::NpyError;
using Paths = std::vector<std::string>;

namespace {

struct Tree {
  wick::test::TempFolder folder;

  Tree() {
    for (const auto* name : {"b.npy", "a.npy", "B.npy", "a10.npy", "a9.npy", "note.txt", ".hidden.npy", "x/1.npy",
                             "x/2.npy", "y/1.npy", "y/deep/er/3.npy", ".secret/4.npy", "x/.git/5.npy"}) {
      folder.write(name);
    }
    std::filesystem::create_directories(folder / "folder.npy");
  }

  // The paths that match, from the folder on.
  Paths find(const std::string& pattern) const {
    const auto found = wick::detail::find_files(folder / pattern);
    Paths paths;
    for (std::int64_t i = 0; i < found.size(); ++i) paths.push_back(found.path(i).substr(folder.path().size() + 1));
    return paths;
  }
};

}  // namespace

TEST_CASE("A glob gives the files that match, sorted byte by byte", "[datasets]") {
  const Tree tree;
  CHECK(tree.find("*.npy") == Paths{"B.npy", "a.npy", "a10.npy", "a9.npy", "b.npy"});
  CHECK(tree.find("?.npy") == Paths{"B.npy", "a.npy", "b.npy"});
  CHECK(tree.find("[a-b].npy") == Paths{"a.npy", "b.npy"});
  CHECK(tree.find("[!a].npy") == Paths{"B.npy", "b.npy"});
  CHECK(tree.find("a?*.npy") == Paths{"a10.npy", "a9.npy"});
}

TEST_CASE("A glob may stand for folders", "[datasets]") {
  const Tree tree;
  CHECK(tree.find("*/1.npy") == Paths{"x/1.npy", "y/1.npy"});
  CHECK(tree.find("[x]/*") == Paths{"x/1.npy", "x/2.npy"});
  CHECK(tree.find("*/deep/*/*.npy") == Paths{"y/deep/er/3.npy"});
  CHECK(tree.find("x/../*/2.npy") == Paths{"x/../x/2.npy"});
}

TEST_CASE("Two stars stand for any number of folders, none included", "[datasets]") {
  const Tree tree;
  CHECK(tree.find("**/*.npy") ==
        Paths{"B.npy", "a.npy", "a10.npy", "a9.npy", "b.npy", "x/1.npy", "x/2.npy", "y/1.npy", "y/deep/er/3.npy"});
  CHECK(tree.find("y/**/*.npy") == Paths{"y/1.npy", "y/deep/er/3.npy"});
  CHECK(tree.find("**/er/**/*.npy") == Paths{"y/deep/er/3.npy"});
  CHECK(tree.find("y/**") == Paths{"y/1.npy", "y/deep/er/3.npy"});
  CHECK(tree.find("**/**/?.npy").size() == 7);
}

TEST_CASE("Hidden files and folders match only where the pattern has the dot", "[datasets]") {
  const Tree tree;
  CHECK(tree.find(".*.npy") == Paths{".hidden.npy"});
  CHECK(tree.find(".secret/*") == Paths{".secret/4.npy"});
  CHECK(tree.find("x/.*/*") == Paths{"x/.git/5.npy"});
}

TEST_CASE("A folder stands for its *.npy files, with and without the slash", "[datasets]") {
  const Tree tree;
  CHECK(tree.find("x") == Paths{"x/1.npy", "x/2.npy"});
  CHECK(tree.find("x/") == Paths{"x/1.npy", "x/2.npy"});
  CHECK(tree.find("*/") == Paths{"x/1.npy", "x/2.npy", "y/1.npy"});
}

TEST_CASE("One file stands for itself, with magic characters in its name too", "[datasets]") {
  const Tree tree;
  tree.folder.write("run[1]/a*.npy");
  CHECK(tree.find("b.npy") == Paths{"b.npy"});
  CHECK(tree.find("run[1]/a*.npy") == Paths{"run[1]/a*.npy"});
  CHECK(tree.find("run[1]") == Paths{"run[1]/a*.npy"});
}

TEST_CASE("Patterns are relative to the current folder", "[datasets]") {
  const Tree tree;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(tree.folder.path());
  const auto plain = wick::detail::find_files("*/2.npy");
  const auto deep = wick::detail::find_files("**/3.npy");
  const auto here = wick::detail::find_files(".");
  std::filesystem::current_path(before);
  CHECK(plain.path(0) == "x/2.npy");
  CHECK(deep.path(0) == "y/deep/er/3.npy");
  CHECK(here.size() == 5);
}

TEST_CASE("Links are followed, but not in circles", "[datasets]") {
  const Tree tree;
  std::filesystem::create_directory_symlink(tree.folder.path(), tree.folder / "x/up");
  std::filesystem::create_directory_symlink(tree.folder / "y", tree.folder / "x/other");
  std::filesystem::create_symlink(tree.folder / "b.npy", tree.folder / "x/link.npy");
  std::filesystem::create_symlink(tree.folder / "nowhere", tree.folder / "x/broken.npy");
  CHECK(tree.find("x/*.npy") == Paths{"x/1.npy", "x/2.npy", "x/broken.npy", "x/link.npy"});
  CHECK(tree.find("x/other/*.npy") == Paths{"x/other/1.npy"});
  CHECK(tree.find("**/3.npy") == Paths{"x/other/deep/er/3.npy", "y/deep/er/3.npy"});
}

TEST_CASE("A pattern that matches nothing is an error that says so", "[datasets]") {
  const Tree tree;
  CHECK_THROWS_WITH(tree.find("*.npz"), ContainsSubstring("*.npz") && ContainsSubstring("no file matches"));
  CHECK_THROWS_WITH(tree.find("nowhere/*.npy"), ContainsSubstring("no file matches"));
  CHECK_THROWS_WITH(tree.find("c.npy"), ContainsSubstring("no such file or folder"));
  CHECK_THROWS_WITH(tree.find("folder.npy"), ContainsSubstring("no *.npy file in this folder"));
  CHECK_THROWS_WITH(tree.find("b.npy/x.npy"), ContainsSubstring("Not a directory"));
  CHECK_THROWS_AS(wick::detail::find_files(""), NpyError);
}

TEST_CASE("A folder stands for the files of one kind", "[datasets]") {
  const Tree tree;
  const auto one = tree.folder.write("z/1.npz"), two = tree.folder.write("z/2.npz");
  tree.folder.write("z/3.npy");
  for (const std::string pattern : {"z", "z/", "[z]/", "**/"}) {
    CHECK(wick::detail::find_files(tree.folder / pattern, "*.npz").paths() == Paths{one, two});
  }
  CHECK_THROWS_WITH(wick::detail::find_files(tree.folder / "x", "*.npz"),
                    ContainsSubstring("no *.npz file in this folder"));
}

TEST_CASE("A folder that cannot be listed is an error, not an absence of data", "[datasets]") {
  const Tree tree;
  std::filesystem::create_symlink("circle", tree.folder / "circle");  // as good as a lack of rights, for root too
  CHECK_THROWS_WITH(tree.find("circle/*.npy"), ContainsSubstring("circle/: cannot list the folder"));
  CHECK(tree.find("**/2.npy") == Paths{"x/2.npy"});
}
