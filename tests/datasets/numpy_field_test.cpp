// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/npz_members.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/cast.hpp>

#include "arrays.hpp"
#include "reading.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/tensor.h>
#include <npy/npz_python.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::TempFolder;

namespace {

Dtype structure(const std::string& descr, std::int64_t itemsize) { return {'V', itemsize, '|', descr, true}; }

const Dtype packed = structure("[('a', '|u1'), ('p', [('x', '<i2'), ('y', '>i4', (2,))])]", 11);

// Element i: a is i, x is 10 i, y is 100 i and 100 i + 1.
std::string element_bytes(int i) {
  const std::int16_t x = static_cast<std::int16_t>(10 * i);
  return static_cast<char>(i) + test::bytes_of<std::int16_t>({x}) +
         test::bytes_of<std::int32_t>({100 * i, 100 * i + 1}, true);
}

std::string elements_bytes(int first, int count) {
  std::string bytes;
  for (int i = first; i < first + count; ++i) bytes += element_bytes(i);
  return bytes;
}

// Counts what is asked of the source behind it.
class Counted : public Source {
 public:
  explicit Counted(SourcePtr source) : source_(std::move(source)) {}
  std::int64_t size() const override { return source_->size(); }
  ArrayInfo info(std::int64_t index) const override {
    ++infos;
    return source_->info(index);
  }
  void read(std::int64_t index, std::span<std::byte> bytes) const override { source_->read(index, bytes); }
  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    ++reads;
    return source_->read_expected(index, expected, bytes);
  }

  mutable std::atomic<int> infos{0}, reads{0};

 private:
  SourcePtr source_;
};

// An array of one int32 in a structure, which has `more` of them when it is looked at again.
class Growing : public Source {
 public:
  explicit Growing(std::int64_t more) : more_(more) {}
  std::int64_t size() const override { return 1; }
  ArrayInfo info(std::int64_t) const override {
    return {structure("[('a', '<i4'), ('b', '<i4')]", 8), {looks_++ == 0 ? 1 : more_}, false};
  }
  void read(std::int64_t, std::span<std::byte> bytes) const override { std::ranges::fill(bytes, std::byte{7}); }

 private:
  std::int64_t more_;
  mutable std::atomic<int> looks_{0};
};

}  // namespace

TEST_CASE("A field of structured rows is a source", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("s.npy", test::npy(packed, {4}, elements_bytes(0, 4)));
  const auto rows = npy_rows(path);
  const auto y = numpy_field(rows, "p.y");
  CHECK(y->size() == 4);
  CHECK(y->info(2) == ArrayInfo{test::big_endian("i4"), {2}, false});
  CHECK(y->where(3) == path + "[3]['p.y']");
  CHECK(copy_numpy(y->array(3)).equal(at::tensor({300, 301}, at::kInt)));
  const FieldReader reader({"y", y});
  CHECK(test::read(reader, 2).equal(at::tensor({200, 201}, at::kInt)));
  CHECK(test::read_into(reader, 1).equal(at::tensor({100, 101}, at::kInt)));
  CHECK(test::read(FieldReader({"x", numpy_field(rows, "p.x"), {Cast(at::kFloat)}}), 3).item<float>() == 30);
  CHECK_THROWS_WITH(test::read(FieldReader({"s", rows}), 0),
                    ContainsSubstring("is structured") && ContainsSubstring("by numpy_field"));
}

TEST_CASE("The header of an array is not looked at before each of its fields is read", "[datasets]") {
  const auto array = NumpyArray::empty(packed, {4});
  std::memcpy(array.data(), elements_bytes(0, 4).data(), 44);
  const auto counted = std::make_shared<Counted>(in_memory_rows(array));
  const auto x = numpy_field(counted, "p.x");
  const ArrayInfo expected = x->info(0);
  const int asked = counted->infos;
  for (std::int64_t i = 0; i < 4; ++i) {
    std::int16_t value = 0;
    CHECK(x->read_expected(i, expected, std::as_writable_bytes(std::span(&value, 1))));
    CHECK(value == 10 * i);
  }
  CHECK(counted->infos == asked);
  CHECK(counted->reads == 4);
  CHECK(numpy_field(in_memory_rows(array), "p.x")->array(2).data() == array.data() + 23);  // a view
}

TEST_CASE("Arrays of different structures, shapes and orders have the field each in its place", "[datasets]") {
  const TempFolder folder;
  const Dtype other = structure("[('x', '<i2'), ('b', '|S3')]", 5);
  const Dtype swapped = structure("[('b', '|S1'), ('x', '>i2')]", 3);
  folder.write("0.npy", test::npy(structure("[('x', '<i2')]", 2), {3}, test::bytes_of<std::int16_t>({1, 2, 3})));
  folder.write("1.npy", test::npy(other, {3}, std::string("\4\0abc\5\0abc\6\0abc", 15)));
  folder.write("2.npy", test::npy(other, {2, 2}, std::string("\1\0abc\2\0abc\3\0abc\4\0abc", 20), true));
  folder.write("3.npy", test::npy(swapped, {3}, std::string("a\0\7a\0\10a\0\11", 9)));
  const auto source = numpy_field(npy_files(folder.path()), "x");
  const FieldReader reader({"x", source});
  for (int round = 0; round < 3; ++round) {
    CHECK(test::read(reader, 0).equal(at::tensor({1, 2, 3}, at::kShort)));
    CHECK(test::read(reader, 1).equal(at::tensor({4, 5, 6}, at::kShort)));
    CHECK(test::read(reader, 2).equal(at::tensor({1, 3, 2, 4}, at::kShort).view({2, 2})));
    CHECK(test::read(reader, 3).equal(at::tensor({7, 8, 9}, at::kShort)));
  }
  const std::byte none{0x55};
  std::array<std::byte, 6> bytes;
  bytes.fill(none);
  CHECK_FALSE(source->read_expected(3, source->info(0), bytes));
  CHECK_FALSE(source->read_expected(2, source->info(0), bytes));
  CHECK_FALSE(source->read_expected(0, {native_dtype("i4"), {3}, false}, bytes));
  CHECK(source->read_expected(1, source->info(0), bytes));
  CHECK(bytes[4] == std::byte{6});
}

TEST_CASE("What lacks the field is an error of that sample, with the nearest there is", "[datasets]") {
  const TempFolder folder;
  folder.write("0.npy", test::npy(structure("[('x', '<i2')]", 2), {1}, "ab"));
  folder.write("1.npy", test::npy(structure("[('xx', '<i2')]", 2), {1}, "ab"));
  folder.write("2.npy", test::npy_of<float>({1}, {1}));
  const FieldReader reader({"data", numpy_field(npy_files(folder.path()), "x")});
  CHECK(test::read(reader, 0).numel() == 1);
  CHECK_THROWS_WITH(test::read(reader, 1),
                    ContainsSubstring("sample 1, field \"data\" (") &&
                        ContainsSubstring("1.npy['x']): there is no field 'x'; there are: 'xx'"));
  CHECK_THROWS_WITH(test::read(reader, 2), ContainsSubstring("2.npy['x']): dtype <f4: it has no fields"));
  CHECK(test::read(reader, 0).numel() == 1);
  CHECK_THROWS_WITH(numpy_field(nullptr, "x"), ContainsSubstring("the source is null"));
}

TEST_CASE("A structured file is the fields of a data set", "[datasets]") {
  const TempFolder folder;
  const auto path = folder.write("s.npy", test::npy(packed, {300}, elements_bytes(0, 300)));
  const auto fields = numpy_fields(npy_rows(path));
  REQUIRE(fields.size() == 3);
  CHECK(fields[0].name == "a");
  CHECK(fields[1].name == "p.x");
  CHECK(fields[2].name == "p.y");
  NumpyDataset dataset({{"data", numpy_field(npy_rows(path), "p.y")}, {"target", numpy_field(npy_rows(path), "a")}});
  CHECK(dataset.get(7).data.equal(at::tensor({700, 701}, at::kInt)));
  std::vector<std::size_t> indices(300);
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = 299 - i;
  const auto batch = dataset.get_batch(indices);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    CHECK(batch[i].data[1].item<int>() == 100 * static_cast<int>(indices[i]) + 1);
    CHECK(batch[i].target.item<int>() == static_cast<int>(indices[i] % 256));
  }
}

TEST_CASE("The fields of what has none are refused", "[datasets]") {
  CHECK_THROWS_WITH(numpy_fields(nullptr), ContainsSubstring("the source is null"));
  CHECK_THROWS_WITH(numpy_fields(in_memory({})), ContainsSubstring("the source is empty"));
  CHECK_THROWS_AS(numpy_fields(in_memory({test::array_of<float>({1}, {1})})), NpyError);
  const Dtype twice = structure("[('a', [('b', '<f4')]), ('a.b', '<i4')]", 8);
  CHECK_THROWS_WITH(numpy_fields(in_memory({NumpyArray::empty(twice, {1})})),
                    ContainsSubstring("two fields are called 'a.b'"));
}

TEST_CASE("Fields of NumPy's archives and files are what NumPy says", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  test::run_python(folder, R"(
dtype = np.dtype([('id', '<i8'), ('p', [('t', '<M8[s]'), ('v', '>f4', (2, 3))], (2,)), ('s', '<U4')], align=True)
rng = np.random.default_rng(5)
def make(n):
    a = np.zeros((n, 2), dtype)
    a['id'] = rng.integers(0, 99, a.shape); a['p']['v'] = rng.random(a['p']['v'].shape)
    a['p']['t'] = rng.integers(0, 10**9, a['p']['t'].shape); a['s'] = 'ab\u00e9'
    return a
whole = make(12)
np.save('rows.npy', whole); np.save('fortran.npy', np.asfortranarray(whole))
np.savez('stored.npz', x=whole); np.savez_compressed('deflated.npz', x=whole)
for i in range(12): np.save(f'f{100 + i}.npy', whole[i]); np.savez_compressed(f'm{100 + i}.npz', x=whole[i])
np.save('id.out', whole['id']); np.save('v.out', whole['p']['v'].astype('<f4')); np.save('t.out', whole['p']['t'].view('i8'))
np.save('s.out', np.ascontiguousarray(whole['s']).view('i4').reshape(12, 2, 4))
)");
  const std::pair<const char*, SourcePtr> sources[] = {
      {"rows", npy_rows(folder / "rows.npy")},          {"fortran", npy_rows(folder / "fortran.npy")},
      {"stored", npz_rows(folder / "stored.npz", "x")}, {"deflated", npz_rows(folder / "deflated.npz", "x")},
      {"files", npy_files(folder / "f1*.npy")},         {"members", npz_members(folder / "m1*.npz", "x")}};
  for (const auto& [name, source] : sources) {
    for (const std::string field : {"id", "p.v", "p.t", "s"}) {
      CAPTURE(name, field);
      const auto expected = npy_rows(folder / (field.substr(field.size() - (field == "id" ? 2 : 1)) + ".out.npy"));
      const FieldReader wanted({"wanted", expected});
      const FieldReader reader({"data", numpy_field(source, field)});
      for (std::int64_t i = 0; i < 12; ++i) {
        CHECK(test::read(reader, i).equal(test::read(wanted, i)));
        CHECK(test::read_into(reader, i).equal(test::read(wanted, i)));
      }
    }
  }
}

TEST_CASE("A field of an array that grew while it was read is refused, and nothing is written behind it",
          "[datasets]") {
  const auto field = numpy_field(std::make_shared<Growing>(3), "a");
  REQUIRE(field->info(0).bytes() == 4);
  std::array<std::byte, 12> bytes = {};
  CHECK_THROWS_WITH(field->read(0, std::span(bytes).first(4)), ContainsSubstring("header changed"));
  CHECK(bytes == std::array<std::byte, 12>{});
}
