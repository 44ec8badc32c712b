// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/error.hpp>
#include <wick/npy/nonfinite.hpp>
#include <wick/npy/npy_header.hpp>

#include "numpy_script.hpp"

#include <cstring>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;

namespace {

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

NonFinite search(const Dtype& dtype, std::span<const std::byte> bytes) {
  return NonFiniteSearch(dtype, "x.npy").search(bytes);
}

Dtype void_dtype(const std::string& name, std::int64_t itemsize) {
  Dtype dtype;
  dtype.itemsize = itemsize;
  dtype.descr = name;
  return dtype;
}

/// What a file that NumPy wrote has, and what NumPy says of it.
NonFinite search_file(const std::string& path) {
  const File file(path);
  const NpyHeader header = read_npy_header(file);
  std::vector<std::byte> bytes(static_cast<std::size_t>(header.payload_bytes));
  file.read_at(header.payload_offset, bytes);
  return search(header.dtype, bytes);
}

}  // namespace

TEST_CASE("NaN and infinities are counted, and the first is found", "[npy]") {
  std::vector<float> values(100'000, 1.5f);
  CHECK(search(native_dtype("f4"), std::as_bytes(std::span(values))) == NonFinite{});
  values[70'001] = -infinity;
  values[70'003] = not_a_number;
  values.back() = not_a_number;
  CHECK(search(native_dtype("f4"), std::as_bytes(std::span(values))) == NonFinite{2, 1, 70'001});
  CHECK(search(native_dtype("i4"), std::as_bytes(std::span(values))) == NonFinite{});
  CHECK_FALSE(NonFiniteSearch(native_dtype("u1"), "x.npy").possible());
}

TEST_CASE("what is found in parts adds up", "[npy]") {
  NonFinite sum;
  sum.add({0, 0, std::nullopt}, 0);
  sum.add({1, 2, 7}, 100);
  sum.add({0, 1, 3}, 50);
  CHECK(sum == NonFinite{1, 3, 53});
}

TEST_CASE("bytes that are no whole elements are refused", "[npy]") {
  const std::vector<std::byte> bytes(15);
  CHECK_THROWS_WITH(search(native_dtype("f8"), bytes), "15 bytes to search, expected elements of 8 bytes");
}

TEST_CASE("floats of ml_dtypes have NaN where their formats have it", "[npy]") {
  const auto found = [](const std::string& name, std::vector<unsigned char> bytes) {
    return search(void_dtype(name, name == "bfloat16" ? 2 : 1), std::as_bytes(std::span(bytes)));
  };
  CHECK(found("bfloat16", {0x80, 0x3F, 0x80, 0xFF, 0xC0, 0x7F, 0x7F, 0x7F}) == NonFinite{1, 1, 1});
  CHECK(found("float8_e5m2", {0x3C, 0x7B, 0x7C, 0xFC, 0x7D, 0xFF}) == NonFinite{2, 2, 2});
  CHECK(found("float8_e4m3fn", {0x7E, 0x78, 0x7F, 0xFF}) == NonFinite{2, 0, 2});
  CHECK(found("float8_e4m3fnuz", {0x7F, 0x80, 0xFF}) == NonFinite{1, 0, 1});
  CHECK(found("float8_e5m2fnuz", {0x7F, 0x80, 0xFF}) == NonFinite{1, 0, 1});
  CHECK(found("|V1", {0x7F, 0x80, 0xFF}) == NonFinite{});
}

TEST_CASE("a sub-array of structures costs no memory for each of them", "[npy]") {
  const test::TempFolder folder;
  const std::string descr = "[('a', [('x', '<f4'), ('n', '<i4')], (100000000,))]";
  std::string header = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (0,)}";
  header.resize(117, ' ');
  const std::string file = folder.write("x.npy", std::string("\x93NUMPY\x01\0\x76\0", 10) + header + "\n");
  CHECK(search_file(file) == NonFinite{});
}

TEST_CASE("NumPy finds as many in every dtype", "[npy][conformance]") {
  const test::TempFolder folder;
  const auto printed = test::run_numpy(R"(
rng = np.random.default_rng(1)
def bad(a):
    f = ~np.isfinite(a); n = np.isnan(a)
    return n, f & ~n
for i, code in enumerate('<f2 >f2 <f4 >f4 <f8 >f8 <f16 >f16 <c8 >c8 <c16 >c16 <c32 >c32'.split()):
    for share in (0, 0.001, 0.5):
        a = rng.normal(size=(37, 411)).astype(code)
        v = a.view('%sf%d' % (code[0], a.itemsize // (2 if a.dtype.kind == 'c' else 1)))
        mask = rng.random(v.shape) < share
        v[mask] = rng.choice([np.nan, np.inf, -np.inf], mask.sum())
        n, f = bad(a)
        name = '%s_%g.npy' % (code, share)
        np.save(name, a)
        both = (n | f).ravel()
        print(name, n.sum(), f.sum(), both.argmax() if both.any() else -1)
point = np.dtype([('x', '<f4'), ('n', '<i4'), ('z', '>c8', (2,))])
a = np.zeros(1000, [('id', '|u1'), ('p', point, (3,)), ('q', '<f2')])
a['p']['n'] = -1
a['p']['x'][500, 2] = np.inf
a['p']['z'][600, 1, 1] = np.nan * 1j
a['q'][600] = np.inf
np.save('s.npy', a)
print('s.npy 1 1 500')
)",
                                       folder.path());
  if (!printed) return;
  INFO(*printed);
  REQUIRE_FALSE(printed->starts_with("failed"));
  std::istringstream lines(*printed);
  std::string name;
  int files = 0;
  for (std::int64_t nan = 0, infinite = 0, first = 0; lines >> name >> nan >> infinite >> first; ++files) {
    INFO(name);
    NonFinite expected{nan, infinite, std::nullopt};
    if (first >= 0) expected.first = first;
    CHECK(search_file(folder / name) == expected);
  }
  CHECK(files == 43);
}
