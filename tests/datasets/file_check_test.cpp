// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/file_check.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_writer.hpp>

#include <npy/pickle_writer.hpp>

#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::TempFolder;
namespace pickle = test::pickle;

namespace {

std::string npy(const Dtype& dtype, const Shape& shape, bool fortran_order, const std::string& payload) {
  return make_npy_header(dtype, fortran_order, shape) + payload;
}

std::string floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

/// The only fault that `check` finds in a file of these bytes, with its kind before.
std::string fault_of(const std::string& bytes, const FileCheckOptions& options = {}) {
  const TempFolder folder;
  const FileCheck found = FileChecker(options).check(folder.write("x.npy", bytes));
  if (found.faults.empty()) return "none";
  CHECK(found.faults.size() == 1);
  CHECK(found.faults[0].where == folder / "x.npy");
  const char* kinds[] = {"unreadable: ", "nonfinite: ", "trailing: "};
  return kinds[static_cast<int>(found.faults[0].kind)] + found.faults[0].reason;
}

/// The file of an object array of one float32 tensor.
std::string tensor_file(const std::vector<float>& storage, int offset, const std::vector<int>& sizes,
                        const std::vector<int>& strides) {
  const auto stream = pickle::storage_stream(pickle::global("torch", "FloatStorage"),
                                             static_cast<std::int32_t>(storage.size()), floats(storage));
  return pickle::file_of(pickle::tensor(pickle::storage(stream), offset, pickle::shape(sizes), pickle::shape(strides)));
}

}  // namespace

TEST_CASE("a check tells what is wrong with an array", "[datasets]") {
  const Dtype f4 = native_dtype("f4");
  CHECK(fault_of(npy(f4, {2, 3}, false, floats({0, 1, 2, 3, 4, 5}))) == "none");
  const std::string bad = npy(f4, {2, 3}, false, floats({0, 1, 2, nan_value, 4, nan_value}));
  CHECK(fault_of(bad) == "nonfinite: 2 NaN of 6 elements, the first at [1, 0]");
  CHECK(fault_of(bad, {.allow_nonfinite = true}) == "none");
  CHECK(fault_of(npy(f4, {2, 3}, true, floats({0, 1, 2, nan_value, 4, 5}))) ==
        "nonfinite: 1 NaN of 6 elements, at [1, 1]");
  CHECK(fault_of(npy(f4, {}, false, floats({nan_value}))) == "nonfinite: 1 NaN of 1 element");
  CHECK(fault_of(npy(f4, {0, 3}, false, "x")) == "trailing: 1 byte behind the array, which NumPy ignores");
  CHECK(fault_of(npy(f4, {2}, false, "x")) == "unreadable: byte 128: 8 bytes of data expected, 1 found");
  CHECK(fault_of("").starts_with("unreadable: "));
}

TEST_CASE("a check looks at what tensors show of their storages", "[datasets]") {
  const std::vector<float> storage = {nan_value, 0, 1, 2, nan_value, 3};
  CHECK(fault_of(tensor_file(storage, 1, {3}, {1})) == "none");
  CHECK(fault_of(tensor_file(storage, 2, {3}, {1})) == "nonfinite: 1 NaN in 1 of 1 elements, the first at [0][2]");
  CHECK(fault_of(tensor_file(storage, 0, {3, 2}, {1, 3})) ==
        "nonfinite: 2 NaN in 1 of 1 elements, the first at [0][0, 0]");
  CHECK(fault_of(tensor_file(storage, 1, {2, 2}, {2, 2})) == "none");
  CHECK(fault_of(tensor_file({0, 1, 2}, 0, {2, 2}, {1, 1})) == "none");
  CHECK(fault_of(tensor_file(storage, 4, {2, 2}, {0, 0})) ==
        "nonfinite: 4 NaN in 1 of 1 elements, the first at [0][0, 0]");
}

TEST_CASE("a check counts what a view repeats without a look at each", "[datasets]") {
  const std::vector<float> storage = {0, nan_value, std::numeric_limits<float>::infinity()};
  CHECK(fault_of(tensor_file(storage, 0, {4, 3, 2}, {0, 1, 0})) ==
        "nonfinite: 8 NaN and 8 infinite in 1 of 1 elements, the first at [0][0, 1, 0]");
}

TEST_CASE("a check looks once at a view that a pickle has many times", "[datasets]") {
  const int count = 200'000;
  const auto stream = pickle::storage_stream(pickle::global("torch", "FloatStorage"), 1, floats({nan_value}));
  const auto view = pickle::tensor(pickle::storage(stream), 0, pickle::shape({1 << 18}), pickle::shape({0}));
  std::string elements = pickle::empty_list + view + pickle::put(1) + "a";
  for (int i = 1; i < count; ++i) elements += pickle::get(1) + "a";
  const auto array = pickle::array(pickle::object_dtype(), pickle::shape({count}), elements);
  CHECK(fault_of(pickle::npy(pickle::proto(4) + array + pickle::stop, "(200000,)")) ==
        "nonfinite: 52428800000 NaN in 200000 of 200000 elements, the first at [0][0]");
}

TEST_CASE("a check goes through all members, bad ones too", "[datasets]") {
  const TempFolder folder;
  const auto bytes = floats({1, 2, nan_value});
  {
    NpzWriter writer(folder / "x.npz", {.method = NpzMethod::deflated});
    for (const std::string key : {"a", "b"})
      writer.add(key, native_dtype("f4"), false, Shape{3}, std::as_bytes(std::span(bytes)));
    const std::string text = "\x93NUMPY, but no more";
    writer.add_bytes("c.npy", std::as_bytes(std::span(text)));
    writer.add_bytes("d.txt", std::as_bytes(std::span(text).subspan(1)));
    writer.finish();
  }
  const FileCheck found = FileChecker().check(folder / "x.npz");
  CHECK(found.is_archive);
  REQUIRE(found.arrays.size() == 2);
  CHECK(found.arrays[1].name == "b");
  CHECK(found.arrays[1].dtype == "<f4");
  REQUIRE(found.faults.size() == 3);
  CHECK(found.faults[1].where == folder / "x.npz" + "['b.npy']");
  CHECK(found.faults[1].reason == "1 NaN of 3 elements, at [2]");
  CHECK(found.faults[2].where.ends_with("['c.npy']"));
  CHECK(found.faults[2].kind == FileFault::Kind::unreadable);
}

TEST_CASE("the shares of a file that a check reports add up to one", "[datasets]") {
  const TempFolder folder;
  std::atomic<double> sum = 0;
  std::atomic<int> calls = 0;
  const FileChecker checker({.progress = [&](double share, std::int64_t) {
    sum += share;
    ++calls;
    return true;
  }});
  const std::string large(80 << 20, '\0');
  const FileCheck found = checker.check(folder.write("x.npy", npy(native_dtype("f8"), {10 << 20}, false, large)));
  CHECK(found.faults.empty());
  CHECK(found.bytes == (80 << 20) + 128);
  CHECK(calls > 300);
  CHECK(std::abs(sum - 1) < 1e-9);
  sum = 0;
  checker.check(folder / "none.npy");
  CHECK(std::abs(sum - 1) < 1e-9);
}

TEST_CASE("a check ends when progress says so", "[datasets]") {
  const TempFolder folder;
  int calls = 0;
  const FileChecker checker({.progress = [&](double, std::int64_t) { return ++calls < 3; }});
  checker.check(folder.write("x.npy", npy(native_dtype("f8"), {1 << 20}, false, std::string(8 << 20, '\0'))));
  CHECK(calls < 6);
}
