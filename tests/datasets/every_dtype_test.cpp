// SPDX-License-Identifier: MIT
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/datasets/save_npz.hpp>
#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/npy/npy_error.hpp>

#include "numpy_arrays.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/isnan.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::bytes_of_file;
using test::deflated;
using test::Load;
using test::loaded;
using test::make_arrays;
using test::mapped;
using test::numbers;
using test::stored;
using test::TempFolder;

TEST_CASE("NumPy's datetimes are integers of their unit", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
for unit in ('Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as', '25us', 'generic'):
    for kind in 'mM':
        for order in '<>':
            step = '' if unit == 'generic' else f'[{unit}]'
            a = np.array([0, -1, 17, 2**62, -2**63], 'i8').view(f'm8{step}' if kind == 'm' else f'M8{step}')
            name = f'{kind}_{order}_{unit}'.replace('<', 'l').replace('>', 'b')
            arrays[name] = a.astype(a.dtype.newbyteorder(order))
            numbers(name, a.view('i8'))
            open('names', 'a').write(f'{name} {unit}\n')
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  std::istringstream names(bytes_of_file(folder / "names"));
  int count = 0;
  for (std::string name, unit; names >> name >> unit; ++count) {
    CAPTURE(name);
    const auto array = load(folder, name);
    CHECK(to_string(datetime_unit(array.dtype())) == unit);
    CHECK(copy_numpy(array).equal(numbers(folder, name)));
    if (array.dtype().is_swapped()) {
      CHECK_THROWS_WITH(from_numpy(array), ContainsSubstring("use copy_numpy or a Cast"));
    } else {
      CHECK(from_numpy(array).data_ptr() == array.data());
      CHECK(array.view(native_dtype("i8")).elements<std::int64_t>()[4] == nat);
    }
  }
  CHECK(count == 60);
}

TEST_CASE("NumPy's strings are codes with one more dimension, and text", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
words = np.array([['a', 'ab\u00e9', ''], ['\U0001F600x', 'w\0z', '\u6574\u6570']])
for name, a in {'U': words, 'Ub': words.astype('>U4'), 'Uf': np.asfortranarray(words), 'S': np.char.encode(words, 'utf8'),
                'Sf': np.asfortranarray(np.char.encode(words, 'utf8')), 'S0': np.zeros((2, 3), 'S1').view('V1'),
                'zero_d': np.array('it'), 'empty': np.zeros((0, 3), 'U2')}.items():
    if name == 'S0': continue
    arrays[name] = a
    codes = np.ascontiguousarray(a).reshape(a.shape)
    codes = codes.astype(codes.dtype.newbyteorder('<'))
    size = codes.dtype.itemsize // (1 if codes.dtype.kind == 'S' else 4)
    raw = np.frombuffer(codes.tobytes(), 'u1' if codes.dtype.kind == 'S' else '<i4')
    numbers(name, raw.reshape(a.shape + (size,)))
    open(name + '.text', 'wb').write(b'\n'.join(w if isinstance(w, bytes) else w.encode() for w in a.reshape(-1).tolist()))
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  const auto name = GENERATE(as<std::string>(), "U", "Ub", "Uf", "S", "Sf", "zero_d", "empty");
  CAPTURE(name);
  const auto array = load(folder, name);
  CHECK(copy_numpy(array).equal(numbers(folder, name)));
  CHECK(copy_numpy(array, at::kDouble).equal(numbers(folder, name).to(at::kDouble)));
  if (array.dtype().is_swapped()) {
    CHECK_THROWS_WITH(from_numpy(array), ContainsSubstring("byte order"));
  } else {
    CHECK(from_numpy(array).equal(numbers(folder, name)));
    if (array.size() > 0) CHECK(from_numpy(array).data_ptr() == array.data());
  }
  std::string text;
  for (std::int64_t i = 0; i < array.size(); ++i) text += (i > 0 ? "\n" : "") + array.text(i);
  CHECK(text == bytes_of_file(folder / (name + ".text")));
  CHECK_THROWS_WITH(array.text(array.size()), ContainsSubstring("no element " + std::to_string(array.size())));
  CHECK_THROWS_WITH(array.text(-1), ContainsSubstring("no element -1"));
}

TEST_CASE("Strings without characters are tensors without elements", "[datasets]") {
  const auto array = NumpyArray::empty({'S', 0, '|', "|S0"}, {2, 3});
  CHECK(copy_numpy(array).sizes() == at::IntArrayRef({2, 3, 0}));
  CHECK(from_numpy(array).sizes() == at::IntArrayRef({2, 3, 0}));
  CHECK(array.text(5).empty());
}

TEST_CASE("NumPy's long doubles become doubles as NumPy makes them", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
if np.dtype('g').itemsize != 16 or np.finfo('g').nmant != 63: sys.exit('no x87')
a = np.array([[0, -1.5, 1/3, 1e300], [np.nan, np.inf, 5e-324, 2**63 + 1]], 'g') * np.array([1, 1, np.longdouble('1.0000000000000000001'), 1], 'g')
for name, a in {'f': a, 'fb': a.astype('>g'), 'ff': np.asfortranarray(a), 'c': a + 1j * a[::-1], 'cb': (a + 1j * a).astype('>G')}.items():
    arrays[name] = a
    numbers(name, a.astype('c16' if a.dtype.kind == 'c' else 'f8'))
    numbers(name + '_half', a[:, ::2].astype('c8' if a.dtype.kind == 'c' else 'f4'))
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  const auto name = GENERATE(as<std::string>(), "f", "fb", "ff", "c", "cb");
  CAPTURE(name);
  const auto array = load(folder, name);
  const bool complex = array.dtype().kind == 'c';
  const auto same = [](const at::Tensor& a, const at::Tensor& b) {
    return a.scalar_type() == b.scalar_type() && (a.eq(b) | (at::isnan(a) & at::isnan(b))).all().item<bool>();
  };
  CHECK(same(copy_numpy(array, complex ? at::kComplexDouble : at::kDouble), numbers(folder, name)));
  auto strides = array.strides();
  strides[1] *= 2;
  const NumpyArray half(array.dtype(), {2, 2}, strides, array.data(), array.owner());
  CHECK(same(copy_numpy(half, complex ? at::kComplexFloat : at::kFloat), numbers(folder, name + "_half")));
}

TEST_CASE("What the user says is bfloat16 is that", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
bits = np.arange(0, 2**16, 37, 'u2')
bits = bits[(bits & 0x7f80) != 0x7f80]  # NaN is not equal to itself
arrays['b'] = bits.view('V2')
arrays['s'] = np.zeros(len(bits), [('k', 'u1'), ('w', 'V2')])
arrays['s']['w'] = bits.view('V2')
numbers('b', (bits.astype('u4') << 16).view('f4'))
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  const auto array = load(folder, "b").view(ml_dtype("bfloat16"));
  CHECK(from_numpy(array).scalar_type() == at::kBFloat16);
  CHECK(from_numpy(array).data_ptr() == array.data());
  CHECK(copy_numpy(array).to(at::kFloat).equal(numbers(folder, "b")));
  const auto field = load(folder, "s").field("w").view(ml_dtype("bfloat16"));
  CHECK(copy_numpy(field, at::kFloat).equal(numbers(folder, "b")));
  save_npy(folder / "again.npy", array);
  save_npz(folder / "again.npz", {{"b", array}});
  test::run_python(folder, R"(
for a in np.load('again.npy'), np.load('again.npz')['b']:
    assert a.dtype == 'V2' and a.tobytes() == np.load('b.npy').tobytes(), a
)");
}

TEST_CASE("All 256 codes of each float8 are what its formula says", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  // Bits from left to right: sign, exponent, mantissa. OCP's OFP8 specification, 5.3; ONNX's "Float stored in 8 bits".
  make_arrays(folder, R"(
def value(code, exponent_bits, bias, is_special):
    special = is_special(code)
    if special is not None: return special
    mantissa_bits = 7 - exponent_bits
    bits = f'{code:08b}'
    sign, e, m = int(bits[0]), int(bits[1:1 + exponent_bits], 2), int(bits[1 + exponent_bits:], 2)
    fraction = m / 2**mantissa_bits
    number = 2.0**(1 - bias) * fraction if e == 0 else 2.0**(e - bias) * (1 + fraction)
    return -number if sign else number
inf, nan = float('inf'), float('nan')
arrays['codes'] = np.arange(256, dtype='u1').view('V1')
numbers('float8_e4m3fn', np.float32([value(c, 4, 7, lambda c: nan if c & 127 == 127 else None) for c in range(256)]))
numbers('float8_e5m2', np.float32([value(c, 5, 15, lambda c: {124: inf, 252: -inf}.get(c, nan) if c & 124 == 124 else None) for c in range(256)]))
numbers('float8_e4m3fnuz', np.float32([value(c, 4, 8, lambda c: nan if c == 128 else None) for c in range(256)]))
numbers('float8_e5m2fnuz', np.float32([value(c, 5, 16, lambda c: nan if c == 128 else None) for c in range(256)]))
)");
  const auto [name, largest] = GENERATE(table<std::string, float>(
      {{"float8_e4m3fn", 448}, {"float8_e5m2", 57344}, {"float8_e4m3fnuz", 240}, {"float8_e5m2fnuz", 57344}}));
  CAPTURE(name);
  const auto array = mapped(folder, "codes").view(ml_dtype(name));
  const auto tensor = copy_numpy(array);
  const auto expected = numbers(folder, name);
  CHECK(tensor.scalar_type() == at::kFloat);
  CHECK((tensor.eq(expected) | (at::isnan(tensor) & at::isnan(expected))).all().item<bool>());
  CHECK((tensor.signbit().eq(expected.signbit()) | at::isnan(tensor)).all().item<bool>());  // zeros too
  const auto finite = tensor.masked_select(tensor.isfinite());
  const float most = finite.max().item<float>();
  CHECK(most == largest);
  CHECK(copy_numpy(array, at::kHalf)[1].item<float>() == tensor.to(at::kHalf)[1].item<float>());
  CHECK_THROWS_WITH(from_numpy(array),
                    ContainsSubstring("dtype " + name) && ContainsSubstring("use copy_numpy, which makes float32"));
}

TEST_CASE("NumPy reads back what was loaded of every dtype, whatever its strides", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
raw = np.random.default_rng(3).integers(1, 100, 12 * 64, 'u1').tobytes()
for i, dtype in enumerate(['S5', '<U3', '>U3', 'V7', '<M8[25us]', '>m8[D]', 'g', '>g', 'G', 'V1', 'V2',
                           [('a', '<f4'), ('b', '>i4', (2,)), ('c', [('d', 'S3'), (('T', 'e'), '?')])],
                           np.dtype([('a', 'u1'), ('b', 'f8')], align=True)]):
    dtype = np.dtype(dtype)
    a = np.frombuffer(raw, 'u1').copy()[:12 * dtype.itemsize]
    if dtype.kind == 'U': a = (np.arange(36) % 25 + 65).astype(dtype.byteorder + 'i4').view('u1')[:12 * dtype.itemsize].copy()
    a = a.view(dtype).reshape(3, 4)
    if dtype.names and 'c' in dtype.names: a['c']['e'] = True
    arrays[f'c{i}'] = a
    arrays[f'f{i}'] = np.asfortranarray(a)
    open('names', 'a').write(f'c{i} f{i} ')
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  std::istringstream names(bytes_of_file(folder / "names"));
  std::vector<NpzEntry> entries;
  for (std::string name; names >> name;) {
    const auto array = load(folder, name);
    const NumpyArray odd(array.dtype(), {2, 3}, {-2 * array.strides()[0], array.strides()[1]},
                         array.data() + 2 * array.strides()[0], array.owner());
    save_npy(folder / ("same_" + name + ".npy"), array);
    save_npy(folder / ("odd_" + name + ".npy"), odd);
    entries.emplace_back(name, array);
    entries.emplace_back("odd_" + name, odd);
  }
  CHECK(entries.size() == 52);
  save_npz(folder / "again.npz", entries, {.method = NpzMethod::deflated});
  test::run_python(folder, R"(
again = np.load('again.npz')
for name in open('names').read().split():
    a = np.load(name + '.npy')
    odd = a[::-2, :3]
    assert open(name + '.npy', 'rb').read() == open(f'same_{name}.npy', 'rb').read(), name
    for b, c in (a, again[name]), (odd, again['odd_' + name]), (odd, np.load(f'odd_{name}.npy')):
        same = (b == c).all() if b.dtype.names else b.tobytes() == c.tobytes()  # NumPy does not copy what is between fields
        assert b.dtype == c.dtype and b.shape == c.shape and same, (name, b, c)
)");
}

TEST_CASE("A view has elements of the same size", "[datasets]") {
  const auto array = NumpyArray::empty(native_dtype("i4"), {2});
  CHECK(array.view(native_dtype("f4")).dtype() == native_dtype("f4"));
  CHECK(array.view(native_dtype("f4")).data() == array.data());
  CHECK_THROWS_WITH(array.view(ml_dtype("bfloat16")),
                    ContainsSubstring("dtype <i4 has 4 bytes an element, and bfloat16 has 2"));
  CHECK_THROWS_WITH(NumpyArray::empty(native_dtype("i8"), {1}).view({'O', 8, '|', "|O", false, true}),
                    ContainsSubstring("Python objects"));
}
