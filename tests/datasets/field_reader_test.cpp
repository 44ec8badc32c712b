// SPDX-License-Identifier: MIT
#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/scale.hpp>

#include "arrays.hpp"
#include "reading.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::array_of;
using test::read;
using test::read_into;
using test::reader_of;

namespace {

// An elementwise step of the user's that says no more than that.
class Doubled : public Transform {
 public:
  std::string name() const override { return "Doubled"; }
  at::Tensor apply(at::Tensor tensor, SampleRandom&) const override { return tensor * 2; }
  const ElementwiseStep* elementwise() const noexcept override { return &step_; }

 private:
  ElementwiseStep step_ = ScaleStep{2};
};

const NumpyArray six = array_of<std::uint8_t>({2, 3}, {0, 1, 2, 3, 4, 5});

}  // namespace

TEST_CASE("A field without transforms is read as it is", "[datasets]") {
  const auto reader = reader_of(six);
  CHECK(reader.can_infer());
  CHECK(reader.info(0)->tensor == TensorInfo{at::kByte, {2, 3}});
  CHECK(at::equal(read_into(reader, 0), from_numpy(six)));
  const auto tensor = read(reader, 0);
  CHECK(at::equal(tensor, from_numpy(six)));
  CHECK(tensor.data_ptr() != six.data());
}

TEST_CASE("Targets of any strides are filled", "[datasets]") {
  const auto reader = reader_of(six, {Cast(at::kFloat)});
  const at::Tensor target = at::zeros({3, 4, 2});
  Scratch scratch;
  const auto view = target.select(1, 2).t();
  REQUIRE(reader.read_into({}, *reader.info(0), strided_target(view), scratch, nullptr));
  CHECK(at::equal(view, from_numpy(six).to(at::kFloat)));
  CHECK(target.sum().item<float>() == 15);
  const auto plain = reader_of(six);
  const at::Tensor bytes = at::zeros({3, 2}, at::kByte);
  REQUIRE(plain.read_into({}, *plain.info(0), strided_target(bytes.t()), scratch, nullptr));
  CHECK(at::equal(bytes.t(), from_numpy(six)));
}

TEST_CASE("Elementwise transforms run as one conversion", "[datasets]") {
  const auto reader = reader_of(six, {Cast(at::kFloat), Scale(0.5), Normalize({1}, {2})});
  CHECK(reader.info(0)->tensor == TensorInfo{at::kFloat, {2, 3}});
  const auto expected = (from_numpy(six).to(at::kFloat) * 0.5 - 1) / 2;
  CHECK(at::equal(read_into(reader, 0), expected));
  CHECK(at::equal(read(reader, 0), expected));
}

TEST_CASE("Elementwise transforms of the user's own need no infer", "[datasets]") {
  const auto reader = reader_of(six, {Doubled()});
  CHECK(reader.can_infer());
  CHECK(at::equal(read_into(reader, 0), from_numpy(six).to(at::kFloat) * 2));
}

TEST_CASE("General transforms run between elementwise ones", "[datasets]") {
  const auto reader =
      reader_of(six, {Cast(at::kFloat), Permute({1, 0}), Scale(2), Crop({2, 2}, {1, 0}), Cast(at::kInt)});
  CHECK(reader.can_infer());
  CHECK(reader.info(0)->tensor == TensorInfo{at::kInt, {2, 2}});
  const auto expected = at::tensor({2, 8, 4, 10}, at::kInt).view({2, 2});
  CHECK(at::equal(read_into(reader, 0), expected));
  CHECK(at::equal(read(reader, 0), expected));
}

TEST_CASE("Memory order and byte order make no difference", "[datasets]") {
  const auto plain = array_of<std::int16_t>({2, 3}, {0, 1, 2, 300, 4, -5});
  const auto swapped_bytes = test::bytes_of(std::vector<std::int16_t>{0, 1, 2, 300, 4, -5}, true);
  const auto bytes = array_of<std::uint8_t>({12}, {});
  std::memcpy(bytes.data(), swapped_bytes.data(), 12);
  const NumpyArray swapped(test::big_endian("i2"), {2, 3}, {6, 2}, bytes.data(), bytes.owner());
  const auto fortran_memory = array_of<std::int16_t>({6}, {0, 300, 1, 4, 2, -5});
  const auto fortran = test::view(fortran_memory, {2, 3}, {2, 4});
  const std::vector<std::vector<AnyTransform>> fields = {
      {}, {Cast(at::kDouble)}, {Permute({1, 0})}, {Scale(2), Permute({1, 0}), Cast(at::kInt)}, {[](at::Tensor tensor) {
        return tensor + 1;
      }}};
  for (const auto& transforms : fields) {
    const auto expected = read(reader_of(plain, transforms), 0);
    for (const auto& array : {swapped, fortran}) {
      const auto reader = reader_of(array, transforms);
      CHECK(at::equal(read(reader, 0), expected));
      if (reader.can_infer()) CHECK(at::equal(read_into(reader, 0), expected));
    }
  }
}

TEST_CASE("Bools are 0 or 1 whatever the file holds", "[datasets]") {
  const auto bytes = array_of<std::uint8_t>({4}, {0, 1, 2, 255});
  const NumpyArray bools(native_dtype("b1"), {4}, {1}, bytes.data(), bytes.owner());
  const auto as_bytes = [](const at::Tensor& tensor) {
    const auto* data = static_cast<const std::uint8_t*>(tensor.data_ptr());
    return std::vector<int>(data, data + tensor.numel());
  };
  const std::vector<int> expected = {0, 1, 1, 1};
  CHECK(as_bytes(read_into(reader_of(bools), 0)) == expected);
  CHECK(as_bytes(read(reader_of(bools), 0)) == expected);
  CHECK(as_bytes(read(reader_of(bools, {Permute({0})}), 0)) == expected);
  CHECK(at::equal(read(reader_of(bools, {Cast(at::kFloat)}), 0), at::tensor({0.f, 1.f, 1.f, 1.f})));
}

TEST_CASE("0-d and empty samples are samples", "[datasets]") {
  CHECK(read(reader_of(array_of<double>({}, {2.5})), 0).item<double>() == 2.5);
  CHECK(read_into(reader_of(array_of<double>({}, {2.5}), {Cast(at::kInt)}), 0).item<int>() == 2);
  CHECK(read(reader_of(array_of<double>({0, 3}, {})), 0).sizes() == at::IntArrayRef({0, 3}));
  CHECK(read_into(reader_of(array_of<double>({0, 3}, {}), {Permute({1, 0})}), 0).sizes() == at::IntArrayRef({3, 0}));
}

TEST_CASE("A transform that only running tells about makes the field unpredictable, but not unreadable", "[datasets]") {
  const auto reader = reader_of(six, {[](at::Tensor tensor) { return tensor.slice(0, 0, 1); }, Cast(at::kFloat)});
  CHECK_FALSE(reader.can_infer());
  CHECK_FALSE(reader.info(0));
  CHECK(at::equal(read(reader, 0), at::tensor({0.f, 1.f, 2.f}).view({1, 3})));
  Scratch scratch;
  const at::Tensor target = at::zeros({1, 3});
  const SampleInfo info{{native_dtype("u1"), {2, 3}, false}, {at::kFloat, {1, 3}}};
  REQUIRE(reader.read_into({}, info, strided_target(target), scratch, nullptr));
  CHECK(target[0][2].item<float>() == 2);
}

TEST_CASE("A tensor that the user's function keeps stays as it was", "[datasets]") {
  std::vector<at::Tensor> kept;
  const auto keep = [&kept](at::Tensor tensor) {
    kept.push_back(tensor);
    return tensor;
  };
  const auto other = array_of<std::uint8_t>({2, 3}, {9, 9, 9, 9, 9, 9});
  const FieldReader reader({"data", in_memory({six, other}), {keep, Cast(at::kFloat)}});
  Scratch scratch;
  const at::Tensor target = at::zeros({2, 3});
  const SampleInfo info{{native_dtype("u1"), {2, 3}, false}, {at::kFloat, {2, 3}}};
  for (std::int64_t i = 0; i < 2; ++i) {
    REQUIRE(reader.read_into({0, 0, i}, info, strided_target(target), scratch, nullptr));
    reader.read({0, 0, i}, scratch, nullptr);
  }
  REQUIRE(kept.size() == 4);
  CHECK(at::equal(kept[0], from_numpy(six)));
  CHECK(at::equal(kept[1], from_numpy(six)));
}

TEST_CASE("What is read has memory of its own and outlives scratch and source", "[datasets]") {
  at::Tensor tensor;
  {
    const FieldReader reader({"data", in_memory({six}), {Permute({1, 0})}});
    Scratch scratch;
    tensor = reader.read({}, scratch, nullptr);
    const auto bytes = scratch.bytes(6);
    std::fill(bytes.begin(), bytes.end(), std::byte{9});
  }
  CHECK(at::equal(tensor, from_numpy(six).t()));
  tensor.zero_();
  CHECK(six.data()[5] == std::byte{5});
}

TEST_CASE("A sample that is not as believed is told, not read", "[datasets]") {
  const FieldReader reader({"data", in_memory({six, array_of<std::uint8_t>({3}, {1, 2, 3})}), {Cast(at::kFloat)}});
  Scratch scratch;
  const at::Tensor target = at::zeros({2, 3});
  CHECK_FALSE(reader.read_into({0, 0, 1}, *reader.info(0), strided_target(target), scratch, nullptr));
  const FieldReader general({"data", in_memory({six, array_of<std::uint8_t>({3}, {1, 2, 3})}), {Flip(0)}});
  CHECK_FALSE(general.read_into({0, 0, 1}, *general.info(0), strided_target(target), scratch, nullptr));
}

TEST_CASE("Samples that are not alike are read one by one", "[datasets]") {
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < 6; ++i)
    arrays.push_back(array_of<std::int32_t>({i % 3}, std::vector<std::int32_t>(i % 3, 7)));
  const FieldReader reader({"data", in_memory(arrays)});
  for (std::int64_t i = 0; i < 6; ++i) CHECK(read(reader, i).numel() == i % 3);
}

TEST_CASE("Random transforms depend on seed, epoch and index only", "[datasets]") {
  const auto image = array_of<std::int32_t>({100}, [] {
    std::vector<std::int32_t> values(100);
    for (int i = 0; i < 100; ++i) values[static_cast<std::size_t>(i)] = i;
    return values;
  }());
  const FieldReader reader({"data", in_memory({image, image}), {RandomCrop({1})}});
  const auto draw = [&](std::uint64_t seed, std::uint64_t epoch, std::int64_t index) {
    return read(reader, index, {seed, epoch, 0}).item<int>();
  };
  CHECK(draw(1, 2, 0) == draw(1, 2, 0));
  const std::vector<int> draws = {draw(1, 2, 0), draw(1, 3, 0), draw(2, 2, 0), draw(1, 2, 1)};
  CHECK(std::count(draws.begin(), draws.end(), draws[0]) < 4);
}

TEST_CASE("Tensors that are conjugated or negated lazily are made real", "[datasets]") {
  const auto array = array_of<std::complex<float>>({1}, {{1, 2}});
  const auto reader = reader_of(array, {[](at::Tensor tensor) { return tensor.conj(); }, Scale(2)});
  const auto value = read(reader, 0).item<c10::complex<float>>();
  CHECK(value.real() == 2);
  CHECK(value.imag() == -4);
}

TEST_CASE("Stage times are added up where they are asked for", "[datasets]") {
  const auto reader = reader_of(six, {Permute({1, 0}), Cast(at::kFloat)});
  Scratch scratch;
  StageTimes times;
  for (int i = 0; i < 100; ++i) reader.read({}, scratch, &times);
  CHECK(times.read.count() > 0);
  CHECK(times.transform.count() > 0);
  CHECK(times.convert.count() > 0);
}

TEST_CASE("Many threads read through the same reader, of several element types", "[datasets]") {
  std::vector<NumpyArray> arrays;
  for (int i = 0; i < 8; ++i) {
    arrays.push_back(array_of<std::uint8_t>({2}, {1, 2}));
    arrays.push_back(array_of<float>({2}, {1, 2}));
    arrays.push_back(array_of<std::int64_t>({2}, {1, 2}));
  }
  const FieldReader reader({"data", in_memory(arrays), {Scale(2), Permute({0}), Cast(at::kInt)}});
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Scratch scratch;
      for (std::int64_t i = 0; i < 24; ++i) {
        const auto tensor = reader.read({0, 0, (i + 5 * t) % 24}, scratch, nullptr);
        if (!at::equal(tensor, at::tensor({2, 4}, at::kInt))) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}
