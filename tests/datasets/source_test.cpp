// SPDX-License-Identifier: MIT
#include <wick/datasets/source.hpp>
#include <wick/error.hpp>

#include "arrays.hpp"

#include <cstring>
#include <stdexcept>

#include <support/prelude.hpp>

using namespace wick;

namespace {

// The least that a source of one's own has to say: arrays of two floats (i, i + 0.5), the second in Fortran order.
class Pairs : public Source {
 public:
  std::int64_t size() const override { return 2; }
  ArrayInfo info(std::int64_t index) const override { return {native_dtype("f4"), {2, 1}, index == 1}; }
  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    const float values[] = {static_cast<float>(index), static_cast<float>(index) + 0.5f};
    std::memcpy(bytes.data(), values, bytes.size());
  }
};

}  // namespace

TEST_CASE("The bytes of an array are counted without overflow", "[datasets]") {
  CHECK(ArrayInfo{native_dtype("f8"), {2, 3}, false}.bytes() == 48);
  CHECK(ArrayInfo{native_dtype("f8"), {}, false}.bytes() == 8);
  CHECK(ArrayInfo{native_dtype("f8"), {0, 7}, false}.bytes() == 0);
  const auto huge = std::int64_t{1} << 62;
  CHECK_THROWS_AS((ArrayInfo{native_dtype("f8"), {huge}, false}.bytes()), Error);
  CHECK_THROWS_AS((ArrayInfo{native_dtype("u1"), {-1}, false}.bytes()), Error);
}

TEST_CASE("A source that says size, info and read is complete", "[datasets]") {
  const Pairs source;
  CHECK(source.where(1) == "array 1");
  const NumpyArray array = source.array(1);
  CHECK(array.shape() == Shape{2, 1});
  CHECK(array.strides() == std::vector<std::int64_t>{4, 8});
  CHECK(array.origin() == "array 1");
  CHECK(reinterpret_cast<const float*>(array.data())[1] == 1.5f);
}

TEST_CASE("An array of a source has bools of 0 and 1 only", "[datasets]") {
  class Bools : public Source {
   public:
    std::int64_t size() const override { return 1; }
    ArrayInfo info(std::int64_t) const override { return {native_dtype("b1"), {4}, false}; }
    void read(std::int64_t, std::span<std::byte> bytes) const override { std::memcpy(bytes.data(), "\0\1\2\xFF", 4); }
  };
  CHECK(std::memcmp(Bools().array(0).data(), "\0\1\1\1", 4) == 0);
}

TEST_CASE("read_expected reads what is as expected and nothing else", "[datasets]") {
  const Pairs source;
  float values[2] = {-1, -1};
  const auto bytes = std::as_writable_bytes(std::span(values));
  CHECK_FALSE(source.read_expected(0, {native_dtype("f4"), {1, 2}, false}, bytes));
  CHECK_FALSE(source.read_expected(0, {native_dtype("i4"), {2, 1}, false}, bytes));
  CHECK_FALSE(source.read_expected(0, {native_dtype("f4"), {2, 1}, true}, bytes));
  CHECK(values[0] == -1);
  CHECK(source.read_expected(0, source.info(0), bytes));
  CHECK(values[1] == 0.5f);
}
