// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/scale.hpp>

#include "arrays.hpp"
#include "reading.hpp"

#include <ATen/ops/empty.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::array_of;
using test::read;
using test::read_into;
using test::reader_of;

namespace {

// The SampleError of a call; fails if there is none.
template <typename F>
SampleError error_of(F&& function) {
  try {
    function();
  } catch (const SampleError& error) {
    return error;
  }
  throw std::runtime_error("no SampleError was thrown");
}

// Says that it keeps dtype and shape, but does what it is told.
class Liar : public Transform {
 public:
  explicit Liar(at::Tensor result) : result_(std::move(result)) {}
  std::string name() const override { return "Liar"; }
  at::Tensor apply(at::Tensor, SampleRandom&) const override { return result_; }
  std::optional<TensorInfo> infer(const TensorInfo& input) const override { return input; }

 private:
  at::Tensor result_;
};

const NumpyArray six = array_of<std::uint8_t>({2, 3}, {0, 1, 2, 3, 4, 5});

}  // namespace

TEST_CASE("An error of a file names sample, field and file once, and nests the cause", "[datasets]") {
  const test::TempFolder folder;
  folder.write("0.npy", test::npy_of<float>({3}, {1, 2, 3}));
  const auto bad = folder.write("1.npy", test::npy_of<float>({3}, {1, 2, 3}).substr(0, 130));
  const FieldReader reader({"data", npy_files(folder.path())});
  read(reader, 0);
  const auto error = error_of([&] { read(reader, 1); });
  CHECK(error.index() == 1);
  CHECK(error.field() == "data");
  CHECK(error.where() == bad);
  CHECK(std::string(error.what()).find(bad) == std::string(error.what()).rfind(bad));
  Scratch scratch;
  const at::Tensor target = at::zeros({3});
  try {
    (void)reader.read_into({0, 0, 1}, *reader.info(0), strided_target(target), scratch, nullptr);
    FAIL("no error");
  } catch (const SampleError& caught) {
    CHECK_THROWS_AS(std::rethrow_if_nested(caught), NpyError);
  }
  CHECK(error_of([&] { reader.info(1); }).where() == bad);
}

TEST_CASE("Errors of transforms name the transform", "[datasets]") {
  const auto throws = [](auto what) {
    return reader_of(six, {Lambda([what](at::Tensor, SampleRandom&) -> at::Tensor { throw what; }, "augment")});
  };
  CHECK(error_of([&] { read(throws(std::runtime_error("no luck")), 0); }).reason() == "augment: no luck");
  CHECK_THAT(error_of([&] { read(throws(42), 0); }).reason(), ContainsSubstring("augment: "));
  const auto reason = error_of([&] { read(reader_of(six, {[](at::Tensor t) { return t.view({7}); }}), 0); }).reason();
  CHECK_THAT(reason, ContainsSubstring("[7]"));
  CHECK(reason.find("frame #") == std::string::npos);  // no backtrace
}

TEST_CASE("What is no exception of the standard library is nested too", "[datasets]") {
  try {
    read(reader_of(six, {[](at::Tensor) -> at::Tensor { throw 42; }}), 0);
    FAIL("no error");
  } catch (const SampleError& error) {
    CHECK_THROWS_AS(std::rethrow_if_nested(error), int);
  }
}

TEST_CASE("Transforms that cannot work on the sample are found by info", "[datasets]") {
  CHECK_THROWS_AS(reader_of(six, {Permute({2, 1, 0})}).info(0), SampleError);
  CHECK_THROWS_AS(reader_of(six, {Normalize({1, 2, 3}, {1, 1, 1}, 0)}).info(0), SampleError);
  CHECK_THROWS_AS(read(reader_of(six, {Normalize({1, 2, 3}, {1, 1, 1}, 0)}), 0), SampleError);
}

TEST_CASE("Transforms must make what they infer", "[datasets]") {
  const auto made = [](at::Tensor result) {
    return error_of([&] { read_into(reader_of(six, {Liar(std::move(result)), Cast(at::kFloat)}), 0); }).reason();
  };
  CHECK_THAT(made(at::ones({2, 4}, at::kByte)),
             ContainsSubstring("(2, 4)") && ContainsSubstring("expected float32 (2, 3)"));
  CHECK_THAT(made(at::Tensor()), ContainsSubstring("undefined"));
  CHECK_THAT(made(at::ones({2, 3}).to_sparse()), ContainsSubstring("sparse"));
  CHECK_THAT(made(at::empty({2, 3}, at::TensorOptions().device(at::kMeta))), ContainsSubstring("meta"));
  const auto dtype = error_of([&] { read_into(reader_of(six, {Liar(at::ones({2, 3}))}), 0); }).reason();
  CHECK_THAT(dtype, ContainsSubstring("float32") && ContainsSubstring("expected uint8"));
}

TEST_CASE("Samples that do not exist are errors", "[datasets]") {
  const auto reader = reader_of(six);
  CHECK_THROWS_AS(read(reader, 1), SampleError);
  CHECK_THROWS_AS(read(reader, -1), SampleError);
  CHECK_THROWS_WITH(reader.info(1), ContainsSubstring("sample 1") && ContainsSubstring("there are 1"));
}

TEST_CASE("Fields that make no sense are refused at once", "[datasets]") {
  CHECK_THROWS_WITH(FieldReader({"x", nullptr}), ContainsSubstring("\"x\"") && ContainsSubstring("source"));
  AnyTransform moved = Scale(2);
  const AnyTransform other = std::move(moved);
  CHECK_THROWS_WITH(FieldReader({"x", in_memory({}), {other, moved}}),
                    ContainsSubstring("\"x\"") && ContainsSubstring("null"));
}

TEST_CASE("An array whose bytes and those of its conversion add up beyond 2**64 is an error, not a small buffer",
          "[datasets]") {
  std::byte one{1};
  const NumpyArray wide(native_dtype("u1"), {0x5555555555555556}, {0}, &one, nullptr);  // A third of 2**64.
  const auto reader = reader_of(wide, {Cast(at::kHalf), Crop({4})});
  CHECK_THROWS_WITH(read_into(reader, 0), ContainsSubstring("no memory for float16 (6148914691236517206,)"));
}

TEST_CASE("Samples whose times count in another unit than those before are refused by name", "[datasets]") {
  const auto times = [](const char* descr) {
    Dtype dtype = native_dtype("i8");
    dtype.kind = 'M';
    dtype.descr = descr;
    return NumpyArray::empty(dtype, {2});
  };
  const FieldReader reader({"t", in_memory({times("<M8[D]"), times("<M8[D]"), times("<M8[s]"),
                                            NumpyArray::empty(native_dtype("f4"), {2})})});
  CHECK(reader.info(0)->tensor == TensorInfo{at::kLong, {2}});
  Scratch scratch;
  CHECK(reader.read({.index = 1}, scratch, nullptr).scalar_type() == at::kLong);
  const auto refused =
      ContainsSubstring("sample 2, field \"t\" (array 2): dtype '<M8[s]' counts in another unit than the '<M8[D]' of");
  CHECK_THAT(error_of([&] { reader.info(2); }).what(), refused);
  CHECK_THAT(error_of([&] { static_cast<void>(reader.read({.index = 2}, scratch, nullptr)); }).what(), refused);
}
