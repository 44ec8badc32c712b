// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/npy/npz_writer.hpp>

#include "arrays.hpp"
#include "reading.hpp"

#include <ATen/core/Tensor.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/tensor.h>
#include <npy/pickle_writer.hpp>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using namespace std::string_literals;
using Catch::Matchers::ContainsSubstring;
using test::error_of;
namespace pickle = test::pickle;

namespace {

// An ndarray of int16: `first`, `first` + 1, ...
std::string shorts(int first, int count, const std::string& fortran = pickle::no, std::vector<int> shape = {}) {
  std::vector<std::int16_t> values;
  for (int i = 0; i < count; ++i) values.push_back(static_cast<std::int16_t>(first + i));
  if (shape.empty()) shape = {count};
  return pickle::array(pickle::dtype("i2", "<"), pickle::shape(shape), pickle::bytes(test::bytes_of(values)), fortran);
}

std::string file_of(const std::vector<std::string>& elements) {
  const auto size = "(" + std::to_string(elements.size()) + ",)";
  return pickle::npy(pickle::proto(4) + pickle::object_array(elements) + pickle::stop, size);
}

std::vector<std::int64_t> values_of(const Source& source, std::int64_t index) {
  const auto tensor = copy_numpy(source.array(index), at::kLong).flatten();
  return {tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel()};
}

}  // namespace

TEST_CASE("Elements of several files follow each other in order of name", "[datasets]") {
  const test::TempFolder folder;
  folder.write("b.npy", file_of({shorts(5, 1)}));
  folder.write("a.npy", file_of({shorts(1, 2), pickle::integer(9)}));
  folder.write("aa.npy", file_of({}));
  const auto source = object_array(folder.path());
  REQUIRE(source->size() == 3);
  CHECK(values_of(*source, 0) == std::vector<std::int64_t>{1, 2});
  CHECK(values_of(*source, 1) == std::vector<std::int64_t>{9});
  CHECK(values_of(*source, 2) == std::vector<std::int64_t>{5});
  CHECK(source->where(1) == folder / "a.npy[1]");
  CHECK(source->where(2) == folder / "b.npy[0]");
  CHECK(object_array({(folder / "b.npy").c_str(), (folder / "a.npy").c_str()})->where(0) == folder / "b.npy[0]");
  CHECK(object_array(std::vector<std::string>())->size() == 0);
}

TEST_CASE("An element's info is its dtype and shape, and it is read in C order", "[datasets]") {
  const test::TempFolder folder;
  const auto source = object_array(folder.write("a.npy", file_of({shorts(0, 6, pickle::yes, {2, 3}), pickle::yes})));
  CHECK(source->info(0) == ArrayInfo{native_dtype("i2"), {2, 3}, false});
  CHECK(source->info(1) == ArrayInfo{native_dtype("b1"), {}, false});
  CHECK(values_of(*source, 0) == std::vector<std::int64_t>{0, 2, 4, 1, 3, 5});
  std::vector<std::byte> bytes(12);
  CHECK(source->read_expected(0, source->info(0), bytes));
  CHECK(bytes[2] == std::byte{2});
  CHECK_FALSE(source->read_expected(0, source->info(1), bytes));
}

TEST_CASE("The elements of an object array of several dimensions count in C order", "[datasets]") {
  const test::TempFolder folder;
  const auto four = pickle::list({shorts(0, 1), shorts(1, 1), shorts(2, 1), shorts(3, 1)});
  const auto square = pickle::array(pickle::object_dtype(), pickle::shape({2, 2}), four, pickle::yes);
  const auto path = folder.write("a.npy", pickle::npy(pickle::proto(4) + square + pickle::stop, "(2, 2)"));
  const auto source = object_array(path);
  REQUIRE(source->size() == 4);
  for (std::int64_t i = 0; i < 4; ++i) CHECK(values_of(*source, i) == std::vector<std::int64_t>{i});
}

TEST_CASE("Only headers are read when the source is made, files when they are needed, and once", "[datasets]") {
  const test::TempFolder folder;
  const auto a = folder.write("a.npy", file_of({shorts(1, 2), shorts(3, 1)}));
  const auto b = folder.write("b.npy", pickle::npy("no pickle", "(1,)"));
  const auto source = object_array(folder.path());
  CHECK(source->size() == 3);
  CHECK(values_of(*source, 0) == std::vector<std::int64_t>{1, 2});
  std::filesystem::remove(a);
  CHECK(values_of(*source, 1) == std::vector<std::int64_t>{3});
  const auto refusal = error_of([&] { source->info(2); });
  CHECK_THAT(refusal, ContainsSubstring(b + ": byte"));
  std::filesystem::remove(b);
  CHECK(error_of([&] { source->info(2); }) == refusal);
}

TEST_CASE("Many threads that need a file at once read it once", "[datasets]") {
  const test::TempFolder folder;
  std::vector<std::string> elements;
  for (int i = 0; i < 500; ++i) elements.push_back(shorts(i, 1 + i % 7));
  const auto source = object_array(folder.write("a.npy", file_of(elements)));
  std::vector<int> wrong(8);
  {
    std::vector<std::jthread> threads;
    for (auto& count : wrong)
      threads.emplace_back([&] {
        for (std::int64_t i = 0; i < source->size(); ++i) {
          const auto values = values_of(*source, i);
          if (std::ssize(values) != 1 + i % 7 || values.back() != i + i % 7) ++count;
        }
      });
  }
  CHECK(wrong == std::vector<int>(8));
}

TEST_CASE("A bad element fails alone", "[datasets]") {
  const test::TempFolder folder;
  const auto path = folder.write("a.npy", file_of({shorts(1, 2), pickle::text("x"), shorts(3, 1)}));
  const FieldReader reader({"data", object_array(path)});
  CHECK(test::read(reader, 2).item<std::int64_t>() == 3);
  const auto refusal = error_of([&] { test::read(reader, 1); });
  CHECK_THAT(refusal, ContainsSubstring("sample 1, field \"data\" (" + path + "[1]): the element is str: an ndarray"));
  CHECK(at::equal(test::read(reader, 0), at::tensor({1, 2}, at::kShort)));
}

TEST_CASE("Elements of every byte order and dtype become samples", "[datasets]") {
  const test::TempFolder folder;
  const auto big = pickle::array(pickle::dtype("i4", ">"), pickle::shape({2}), pickle::bytes("\0\0\0\1\0\0\0\2"s));
  const auto odd = pickle::array(pickle::dtype("b1", "|"), pickle::shape({2}), pickle::bytes("\0\2"s));
  const auto halves = pickle::storage_stream(pickle::global("torch", "BFloat16Storage"), 2, "\x80\x3F\x20\xC0"s);
  const auto bfloat = pickle::tensor(pickle::storage(halves), 0, pickle::shape({2}), pickle::shape({1}));
  const auto path = folder.write("a.npy", file_of({big, odd, pickle::real(1.5), bfloat}));
  const FieldReader reader({"data", object_array(path)});
  CHECK(at::equal(test::read(reader, 0), at::tensor({1, 2}, at::kInt)));
  CHECK(at::equal(test::read(reader, 1), at::tensor({0, 1}).to(at::kBool)));
  CHECK(at::equal(test::read_into(reader, 1), at::tensor({0, 1}).to(at::kBool)));
  CHECK(test::read_into(reader, 2).item<double>() == 1.5);
  CHECK(at::equal(test::read_into(reader, 3), at::tensor({1.0F, -2.5F}).to(at::kBFloat16)));
}

TEST_CASE("What is no object array is refused when the source is made", "[datasets]") {
  const test::TempFolder folder;
  const auto floats = folder.write("f.npy", test::npy_of<float>({1}, {1}));
  CHECK(error_of([&] { object_array(floats); }) == floats + ": dtype <f4: an object array (|O) expected");
  CHECK_THAT(error_of([&] { object_array(folder / "x.npy"); }), ContainsSubstring("no such file"));
  const auto huge = folder.write("h.npy", pickle::npy("N.", "(1000000000000,)"));
  CHECK(error_of([&] { object_array(huge); }) == huge + ": an object array of shape (1000000000000,) in 2 bytes");
}

TEST_CASE("A file that changed its shape since is refused", "[datasets]") {
  const test::TempFolder folder;
  const auto path = folder.write("a.npy", file_of({shorts(1, 2), shorts(1, 2)}));
  const auto source = object_array(path);
  folder.write("a.npy", file_of({shorts(1, 2)}));
  CHECK(error_of([&] { source->info(1); }) == path + ": its shape is (1,) now: it has changed since it was (2,)");
}

TEST_CASE("Members of archives are object arrays too", "[datasets]") {
  const test::TempFolder folder;
  const auto write = [&](const std::string& name, NpzMethod method, int first) {
    NpzWriter writer(folder.write(name), {.method = method});
    const auto bytes = file_of({shorts(first, 2), pickle::none});
    writer.add_bytes("x.npy", std::as_bytes(std::span(bytes)));
    writer.finish();
  };
  write("a.npz", NpzMethod::stored, 1);
  write("b.npz", NpzMethod::deflated, 3);
  const auto source = object_array(folder.path(), "x");
  REQUIRE(source->size() == 4);
  CHECK(values_of(*source, 0) == std::vector<std::int64_t>{1, 2});
  CHECK(values_of(*source, 2) == std::vector<std::int64_t>{3, 4});
  CHECK(source->where(2) == folder / "b.npz" + "['x.npy'][0]");
  CHECK_THAT(error_of([&] { source->info(1); }), ContainsSubstring("a.npz['x.npy'][1]: the element is None"));
  CHECK_THAT(error_of([&] { object_array(folder.path(), "y"); }), ContainsSubstring("no member is called 'y'"));
}
