// SPDX-License-Identifier: MIT
//
// Object arrays that NumPy itself pickles, at every protocol and as numpy.save does, against what it says is in them.
// Where Python has torch too, tensors as well.

#include <support/temp_folder.hpp>
#include <wick/npy/object_array.hpp>

#include "numpy_script.hpp"
#include "object_text.hpp"

#include <iostream>
#include <sstream>
#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

// Names of files, each followed by the text that `test::to_text` makes of what is in it.
constexpr const char* prepare = R"(
import pickle, struct
try:
    import torch
except ImportError:
    torch = None

def object_array(items):
    array = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        array[i] = item
    return array

def text_of_shape(shape):
    return '(' + ', '.join(map(str, shape)) + (',' if len(shape) == 1 else '') + ')'

def text_of_dtype(dtype):
    descr = np.lib.format.dtype_to_descr(dtype)
    return repr(descr) if isinstance(descr, list) else descr

def text_of_all(items):
    return ''.join(text(item) + ';' for item in items)

def text_of_tensor(t):
    flat = t.detach().clone(memory_format=torch.contiguous_format).reshape(-1)
    content = bytes(flat.view(torch.uint8).tolist()).hex() if flat.numel() else ''
    return 'tensor %s %s %s' % (str(t.dtype)[6:], text_of_shape(t.shape), content)

def text(item):
    if torch and isinstance(item, torch.Tensor): return text_of_tensor(item)
    if item is None: return 'None'
    if isinstance(item, np.ndarray):
        if item.dtype == object: return 'ndarray |O %s[%s]' % (text_of_shape(item.shape), text_of_all(item.flat))
        return 'ndarray %s %s %s' % (text_of_dtype(item.dtype), text_of_shape(item.shape), item.tobytes().hex())
    if isinstance(item, np.generic): return 'scalar %s %s' % (text_of_dtype(item.dtype), item.tobytes().hex())
    if isinstance(item, bool): return 'bool %d' % item
    if isinstance(item, int): return 'int %d' % item
    if isinstance(item, float): return 'float ' + struct.pack('=d', item).hex()
    if isinstance(item, complex): return 'complex ' + struct.pack('=dd', item.real, item.imag).hex()
    if isinstance(item, str): return 'str ' + item
    if isinstance(item, (bytes, bytearray)): return 'bytes ' + bytes(item).hex()
    if isinstance(item, list): return 'list of %d[%s]' % (len(item), text_of_all(item))
    if isinstance(item, tuple): return 'tuple of %d[%s]' % (len(item), text_of_all(item))
    if isinstance(item, dict):
        return 'dict of %d{%s}' % (len(item), ''.join(text(k) + ':' + text(v) + ';' for k, v in item.items()))
    raise TypeError(type(item))

def save_all(name, array):
    header = {'descr': '|O', 'shape': array.shape,
              'fortran_order': bool(array.flags.f_contiguous and not array.flags.c_contiguous)}
    for protocol in (2, 3, 4, 5):
        with open('%s%d.npy' % (name, protocol), 'wb') as f:
            np.lib.format.write_array_header_1_0(f, header)
            pickle.dump(array, f, protocol=protocol)
        print('%s%d.npy' % (name, protocol), text(array))
    np.save(name + '.npy', array, allow_pickle=True)
    print(name + '.npy', text(array))
)";

// Writes the arrays that a script saves, reads them again, and compares; returns how many files there were.
int compare(const std::string& script) {
  const test::TempFolder folder;
  const auto printed = test::run_numpy(prepare + script, folder.path());
  if (!printed) return 0;
  INFO(printed->substr(0, 2000));
  REQUIRE(!printed->starts_with("failed"));
  if (printed->starts_with("skipped")) std::cout << *printed;
  if (printed->starts_with("skipped")) return 0;
  int files = 0;
  std::istringstream lines(*printed);
  for (std::string name, expected; lines >> name && lines.get() && std::getline(lines, expected); ++files) {
    CAPTURE(name);
    CHECK(test::to_text(ObjectElement{read_object_array(folder / name)}) == expected);
  }
  CHECK(files > 0);
  return files;
}

TEST_CASE("NumPy's ndarrays of every numeric dtype are read from object arrays", "[npy]") {
  compare(R"(
random = np.random.default_rng(0)
arrays = []
for kind in 'b1 i1 u1 i2 i4 i8 u2 u4 u8 f2 f4 f8 c8 c16 f16'.split():
    for order in '<>':
        dtype = np.dtype(order + kind)
        for shape in [(), (0,), (3,), (2, 3), (2, 3, 4), (0, 3), (1, 5)]:
            array = random.integers(0, 2, shape).astype(dtype)
            arrays += [np.array(array, dtype=dtype), np.asfortranarray(array)]
        block = random.integers(0, 2, (4, 6, 5)).astype(dtype)
        arrays += [block[::2, 1:, ::-1], block.transpose(1, 0, 2), block.T, block[:, 0], np.broadcast_to(block[0], (2, 6, 5))]
save_all('numeric', object_array(arrays))
)");
}

TEST_CASE("NumPy's structured arrays, strings and times are read from object arrays", "[npy]") {
  compare(R"(
aligned = np.dtype([('a', 'i1'), ('b', '<f8'), ('c', '>i2')], align=True)
gap = {'names': ['a'], 'formats': ['f4'], 'offsets': [4], 'itemsize': 12}
save_all('structured', object_array([
    np.zeros(2, [('a', '<f4'), ('b', '>i4', (2,))]), np.ones(3, aligned), np.ones(3, aligned)[0], np.zeros(2, gap),
    np.zeros((), [('x', [('y', 'u1'), ('z', '<M8[us]')]), ('s', 'S3'), ('u', '<U2')]), np.zeros(3, []),
    np.zeros(1, [(('title', 'a'), '<f4'), ("it's", '?')]), np.zeros(2, [('c', ('<f8', (5,)), (2,))]),
    np.zeros(2, [('\u00e9', 'f4')])]))
save_all('times', object_array(
    [np.array(['2020-01-01', 'NaT'], dtype='M8[%s]' % unit) for unit in ['D', 'ns', '25us', 'Y', 'M', 'W', 'h', 'as']] +
    [np.arange(3).astype('>m8[s]'), np.zeros(2, 'm8'), np.zeros(2, 'M8'), np.datetime64('2020-01-01'), np.datetime64('NaT')]))
save_all('strings', object_array([
    np.array(['ab', 'c\u00e9']), np.array(['ab'], dtype='>U5'), np.array([b'xx', b'\xff']), np.zeros(3, 'V4'),
    np.zeros(2, 'V0'), np.str_('ab'), np.bytes_(b'q')]))
save_all('latin', object_array(
    [np.frombuffer(bytes(range(256)) * n, dtype='u1') for n in (1, 2, 300)] +
    [np.full(1, 233, 'u1'), '\u00e9', b'\xe9', '\u00e9', {'\u00e9': b'\xe9'}]))
)");
}

TEST_CASE("Python's values are read from object arrays", "[npy]") {
  compare(R"(
save_all('values', object_array([
    np.float32(1.5), np.int64(9), np.bool_(True), np.complex64(1j), 3, -5, 255, 256, 65536, 10**12, -10**12, 2**31, -2**31,
    2**63 - 1, -2**63, 2.5, float('nan'), True, False, None, 1 + 2j, 'ab', '', '\u00e9', '\U0001F600', 'x' * 300,
    b'cd', b'', b'\xe9', b'y' * 300, b'\xff' * 300, b'\x80' * 70000, bytearray(b'\x80z'), bytearray(b''),
    [1, 2.0], [], (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {}, {'k': 1}, {'a': [np.arange(2)], 2: (None,)}]))
save_all('zero_d', np.array({'a': np.arange(3), 'b': [1, 2]}, dtype=object))
)");
}

TEST_CASE("long, shared, nested and shaped object arrays are read", "[npy]") {
  compare(R"(
x = np.arange(2, dtype='<f4')
save_all('ragged', object_array([np.arange(i % 7, dtype='<f4') for i in range(2500)]))
save_all('ints', object_array(list(range(2500))))
save_all('nones', object_array([None] * 1001))
save_all('names', object_array(['name%d' % i for i in range(1500)]))
save_all('lists', object_array([[i, [i, float(i)], (i,), []] for i in range(700)]))
save_all('one', object_array([1]))
save_all('none', object_array([]))
save_all('shared', object_array([x, x, 's', 's', [x], [x]]))
inner = object_array([x, object_array([None, x.astype('>i2')])])
save_all('nested', object_array([inner, inner, object_array([1, 2, 3, 4, 5, 6]).reshape(2, 3).T]))
grid = np.empty((2, 3), dtype=object)
grid[:] = [[1, 2, 3], ['a', None, x]]
save_all('grid', grid)
save_all('fortran_grid', np.asfortranarray(grid))
save_all('zero_size', np.empty((2, 0, 3), dtype=object))
save_all('large', object_array([np.arange(100000, dtype='<i4'), np.arange(70000, dtype='u1'), 'z' * 70000]))
)");
}

TEST_CASE("torch's tensors are read from object arrays", "[npy]") {
  compare(R"(
if torch is None:
    print('skipped: python3 cannot import torch (tensors are tested with streams made by hand)')
    sys.exit()
base = torch.arange(24.)
tensors = [torch.arange(3.), base[1:4], base.view(2, 3, 4).permute(2, 0, 1), torch.ones(2, requires_grad=True),
           torch.nn.Parameter(torch.ones(2)), torch.tensor(3.), torch.zeros(0, 3), torch.ones(1).expand(3, 4), base[::2],
           base.view(4, 6)[1:3, 2:5], torch.tensor([True, False])]
for name in ('float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 complex64 complex128 uint16 uint32 uint64 '
             'float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu').split():
    if hasattr(torch, name):
        tensors.append(torch.tensor([0, 1, 0, 1] * 8, dtype=torch.uint8).view(getattr(torch, name)))
save_all('tensors', object_array(tensors))
save_all('many', object_array([torch.full((i % 5, 2), float(i)) for i in range(1200)]))
a, b = torch.arange(3.), torch.arange(4.)
save_all('mixed', object_array([a, a, [a, b], {'x': b, 'n': np.arange(2)}, np.arange(2), None]))
)");
}

}  // namespace
}  // namespace wick
