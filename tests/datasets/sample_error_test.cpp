// SPDX-License-Identifier: MIT
#include <wick/datasets/sample_error.hpp>

#include <string>

#include <support/prelude.hpp>

using wick::SampleError;

TEST_CASE("A sample error names sample, field, place and reason", "[datasets]") {
  const SampleError error(17, "data", "x_017.npy", "byte 128: no data");
  CHECK(std::string(error.what()) == "sample 17, field \"data\" (x_017.npy): byte 128: no data");
  CHECK(error.index() == 17);
  CHECK(error.field() == "data");
  CHECK(error.where() == "x_017.npy");
  CHECK(error.reason() == "byte 128: no data");
}

TEST_CASE("Parts of a sample error that are not known are left out", "[datasets]") {
  CHECK(std::string(SampleError(3, "", "", "gone").what()) == "sample 3: gone");
  CHECK(std::string(SampleError(3, "x", "", "gone").what()) == "sample 3, field \"x\": gone");
}
