// SPDX-License-Identifier: MIT
#include <wick/npy/leaf_fields.hpp>
#include <wick/npy/npy_error.hpp>

#include "header_file.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::parse_descr;

TEST_CASE("leaf fields are those without fields, at any depth, as find_field finds them", "[npy]") {
  const Dtype dtype = parse_descr(
      "[('id', '|u1'), ('', '|V3'), ('p', [('x', '<f4'), ('q', [('y', '>f8', (2,))])], (3,)), ('t', '<M8[s]')]");
  const auto leaves = leaf_fields(dtype, "x.npy");
  std::vector<std::string> names;
  for (const DtypeField& leaf : leaves) {
    names.push_back(leaf.name);
    const DtypeField found = find_field(dtype, leaf.name, "x.npy");
    CHECK(leaf.dtype == found.dtype);
    CHECK(leaf.offset == found.offset);
    CHECK(leaf.shape == found.shape);
    CHECK(leaf.strides == found.strides);
  }
  CHECK(names == std::vector<std::string>{"id", "p.x", "p.q.y", "t"});
}

TEST_CASE("a dtype that is not structured has no leaf fields", "[npy]") {
  CHECK_THROWS_AS(leaf_fields(native_dtype("f4"), "x.npy"), NpyError);
}

}  // namespace
}  // namespace wick
