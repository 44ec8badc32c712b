// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/npy/is_npz.hpp>

#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

TEST_CASE("a file's first bytes say whether it is an archive, and else its name", "[npy]") {
  using namespace std::string_literals;
  const test::TempFolder folder;
  const auto is = [&](const std::string& name, const std::string& bytes) {
    return is_npz(File(folder.write(name, bytes)));
  };
  CHECK(is("a.npy", "PK\3\4...."));
  CHECK(is("a.npy", "PK\5\6...."));
  CHECK(is("a.npz", "no archive"));
  CHECK(is("a.npz", ""));
  CHECK_FALSE(is("a.npz", "\x93NUMPY\1\0"s));
  CHECK_FALSE(is("a.npy", "no array"));
  CHECK_FALSE(is("a", "PK"));
}

}  // namespace
}  // namespace wick
