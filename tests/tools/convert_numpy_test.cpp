// SPDX-License-Identifier: MIT
//
// `wick convert` of what NumPy itself writes, against what NumPy makes of it.

#include "run_wick.hpp"

#include <npy/numpy_script.hpp>

#include <fstream>
#include <sstream>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::Ran;
using test::run_shell;
using test::TempFolder;

namespace {

// `case` notes the arguments of a conversion and what must come out of it.
constexpr const char* prepare = R"(
cases, commands = open('cases', 'w'), open('commands', 'w')
count = 0
random = np.random.default_rng(0)

def plain(a):
    return np.array(a, order='C').astype(a.dtype.newbyteorder('='))

def case(arguments, want):
    global count
    np.save(f'want{count}', want)
    cases.write(arguments + '\n')
    files, _, options = arguments.partition(' -- ')
    commands.write(f'"$WICK" convert {files} got{count}.npy {options}\n')
    count += 1

def array(dtype, shape):
    d = np.dtype(dtype)
    raw = random.integers(0, 120, int(np.prod(shape)) * d.itemsize, 'u1')
    if d.kind == 'b': raw %= 2
    if d.kind == 'U': raw = np.frombuffer(raw.astype(d.str[0] + 'u4').tobytes()[:raw.size], 'u1')
    return np.frombuffer(raw.tobytes(), d).reshape(shape)

def objects(items):
    a = np.empty(len(items), object)
    for i, item in enumerate(items): a[i] = item
    return a

)";

// Python says what differs.
constexpr const char* compare = R"(
def differs(got, want):
    if got.dtype != want.dtype or got.shape != want.shape:
        return f'{got.dtype} {got.shape}, wanted {want.dtype} {want.shape}'
    if not got.flags.c_contiguous: return 'not in C order'
    if got.dtype.names is None: return got.tobytes() != want.tobytes() and 'other values'
    return next((d for n in got.dtype.names if (d := differs(got[n].copy(), want[n].copy()))), None)

for i, line in enumerate(open('cases')):
    there = os.path.exists(f'got{i}.npy')
    d = differs(np.load(f'got{i}.npy'), np.load(f'want{i}.npy')) if there else 'nothing'
    if d: print(line.strip(), ':', d)
)";

/// Runs all cases of a script; what is wrong is a line each.
std::string wrong_ones(const std::string& script) {
  const TempFolder folder;
  const auto made = test::run_numpy(prepare + script, folder.path());
  if (!made) return {};
  if (!made->empty()) return *made;
  const Ran ran = run_shell(folder, "WICK='" WICK_COMMAND "' xargs -a commands -d '\\n' -n 1 -P 4 bash -c >/dev/null");
  return ran.out + ran.errors + test::run_numpy(compare, folder.path()).value();
}

}  // namespace

TEST_CASE("convert gives numbers of every byte order and memory order as NumPy does", "[tools]") {
  CHECK(wrong_ones(R"(
for i, code in enumerate('b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 c8 c16'.split()):
    a = array('>' + code, (3, 4, 5))
    np.save(code, np.asfortranarray(a) if i % 2 else a)
    case(code + '.npy', plain(a))
for shape in (), (0,), (7,), (2, 0, 3):
    np.save(f'a{len(shape)}{0 in shape}', array('<f4', shape))
    case(f'a{len(shape)}{0 in shape}.npy', np.load(f'a{len(shape)}{0 in shape}.npy'))
for code in 'f16', 'c32':
    a = np.array([[1, -2.5], [np.inf, 3e-3]], np.dtype(code))
    np.save(code, a.astype(a.dtype.newbyteorder('>')))
    case(code + '.npy', a)
    name = 'float64' if code == 'f16' else 'complex128'
    case(f'{code}.npy -- --dtype {name}', a.astype(name))
)") == "");
}

TEST_CASE("convert gives arrays larger than one block as NumPy does", "[tools]") {
  CHECK(wrong_ones(R"(
a = np.arange(1500000, dtype='>f8').reshape(1500, 1000)
np.save('C', a), np.save('F', np.asfortranarray(a)), np.savez('a', a), np.savez_compressed('b', a)
for name in 'C.npy', 'F.npy', 'a.npz', 'b.npz':
    case(name, plain(a))
case('C.npy -- --dtype float32', a.astype('f4'))
case('F.npy -- --dtype float32', a.astype('f4'))
s = np.zeros(700001, [('a', '>i4'), ('b', '|S3'), ('c', '>f4', (2,))])
s['a'], s['c'] = np.arange(700001), np.arange(1400002).reshape(-1, 2)
np.save('s', s)
case('s.npy', plain(s))
case('s.npy -- --field c', plain(s['c']))
np.save('row', np.ones((1, 3000000), '>i2'))
case('row.npy', np.ones((1, 3000000), 'i2'))
)") == "");
}

TEST_CASE("convert casts as NumPy does what every dtype can hold", "[tools]") {
  CHECK(wrong_ones(R"(
a = random.integers(0, 100, (5, 6)).astype('>i4')
np.save('a', a)
for name in 'uint8 int64 float16 float32 complex64 bool'.split():
    case(f'a.npy -- --dtype {name}', a.astype(name))
np.save('b', np.array([-1, 300, 5.7, 1e10]))
case('b.npy -- --dtype uint8 --out-of-range saturate', np.array([0, 255, 5, 255], 'u1'))
)") == "");
}

TEST_CASE("convert gives structured arrays and their fields as NumPy does", "[tools]") {
  CHECK(wrong_ones(R"(
packed = [('a', '>f4'), ('n', 'i1'), ('u', '>U3'), ('s', 'S5'), ('t', '>M8[us]'), ('z', '>c8', (2, 3)), ('flag', '?')]
nested = [('id', 'u1'), ('p', [('x', '>f8'), ('y', '>i2', (2,))], (3,)), ('q', [('r', [('deep', '>u4')])])]
aligned = np.dtype([('a', 'i1'), ('b', '>f8'), ('c', 'S3'), ('d', '>i2')], align=True)
titled = [(('a title', 'x'), '>i4'), ('\u00e9', '>f4'), ('\u65e5\u672c', '>f8')]
for name, dtype in ('packed', packed), ('nested', nested), ('aligned', aligned), ('titled', titled):
    a = np.zeros((2, 3), dtype)
    for field in a.dtype.names:
        f = a.dtype[field]
        if f.names is None: a[field] = array(f.base, (2, 3) + f.shape)
    if name == 'nested': a['p']['x'], a['p']['y'], a['q']['r']['deep'] = 1.5, -2, 77
    np.save(name + '2', a)
    case(name + '2.npy', plain(a))
    for field in [f for f in a.dtype.names if f in 'nuz flag p b \u65e5\u672c']:
        case(f"{name}2.npy -- --field '{field}'", plain(a[field]))
np.save('0', np.array((b'x', 2.5), [('a', 'S1'), ('b', '>f4')]))
case('0.npy', plain(np.load('0.npy'))), case('0.npy -- --field b', np.array(2.5, 'f4'))
np.savez_compressed('packed', a=np.load('packed2.npy'))
case('packed.npz', plain(np.load('packed2.npy')))
case('packed.npz -- --field u', plain(np.load('packed2.npy')['u']))
a = np.load('nested2.npy')
case('nested2.npy -- --field p.y', plain(a['p']['y']))
case('nested2.npy -- --field p.y --dtype float32', a['p']['y'].astype('f4'))
case('nested2.npy -- --field q.r.deep', plain(a['q']['r']['deep']))
np.save('F', np.asfortranarray(np.load('packed2.npy')))
case('F.npy', plain(np.load('packed2.npy')))
case('F.npy -- --field z', plain(np.load('packed2.npy')['z']))
)") == "");
}

TEST_CASE("convert keeps times, strings and bytes without a type as NumPy does", "[tools]") {
  CHECK(wrong_ones(R"(
for i, dtype in enumerate(('>M8[ns]', '<m8[25us]', '<m8', '>U3', '<U3', 'S5', 'V4')):
    a = array(dtype, (3, 4))
    np.save(str(i), np.asfortranarray(a) if i % 2 else a)
    case(f'{i}.npy', plain(a))
    if i < 2: case(f'{i}.npy -- --dtype int64', plain(a).view('i8'))
x = np.array([1.5, -2, 3e30, 0], 'f4')
np.save('bfloat16', (x.view('u4') >> 16).astype('u2').view('V2'))
case('bfloat16.npy -- --view bfloat16 --dtype float32', (x.view('u4') >> 16 << 16).view('f4'))
)") == "");
}

TEST_CASE("convert reads members of archives, stored and deflated, of any name", "[tools]") {
  CHECK(wrong_ones(R"(
arrays = {'x': array('>f4', (3, 4)), 'dir/y': array('<i8', (5,)),
          '\u00e9\u65e5': np.asfortranarray(array('>c8', (3, 4))),
          't': array('>M8[s]', (3,)), 'u': array('>U2', (4,)), 's': np.zeros(3, [('a', '>f4'), ('b', 'S2')])}
np.savez('stored', **arrays), np.savez_compressed('deflated', **arrays)
for archive in 'stored', 'deflated':
    for name, a in arrays.items():
        if archive == 'stored' or name not in ('t', 's'): case(f"{archive}.npz -- --member '{name}'", plain(a))
case(f'stored.npz -- --member x.npy', plain(arrays['x']))
np.savez('one', arrays['x'])
case('one.npz', plain(arrays['x']))
)") == "");
}

TEST_CASE("convert makes arrays of the elements of object arrays as NumPy does", "[tools]") {
  CHECK(wrong_ones(R"(
for dtype in '<u2', '>f4', '>M8[D]', '>U2':
    alike = [array(dtype, (2, 3)), np.asfortranarray(array(dtype, (2, 3))), array(dtype, (4, 6))[::2, ::2]]
    ragged = [array(dtype, (2, n, 2)) for n in (3, 0, 5, 1)]
    name = 'o' + str(count)
    np.save(name, objects(alike)), np.savez_compressed(name, o=objects(alike)), np.save(name + 'r', objects(ragged))
    want = np.stack([plain(a) for a in alike])
    case(f'{name}.npy -- --stack', want)
    case(f'{name}r.npy -- --cat 1', np.concatenate([plain(a) for a in ragged], 1))
    if dtype != '<u2': continue
    case(f'{name}.npz -- --stack', want)
    case(f'{name}.npz -- --cat 0', np.concatenate([plain(a) for a in alike], 0))
    case(f'{name}.npy -- --cat -1', np.concatenate([plain(a) for a in alike], 1))
    case(f'{name}r.npy -- --cat=-2', np.concatenate([plain(a) for a in ragged], 1))
mixed = [np.arange(3), np.arange(3.), np.arange(3, dtype='>i2')]
np.save('mixed', objects(mixed))
case('mixed.npy -- --stack --dtype float32', np.stack(mixed).astype('f4'))
case('mixed.npy -- --cat 0 --dtype float64', np.concatenate(mixed).astype('f8'))
grid = objects([array('>i4', (2,)) for i in range(6)])
np.save('grid', grid.reshape(2, 3))
case('grid.npy -- --stack', np.stack([plain(a) for a in grid]))
np.save('numbers', objects([1, 2, 3]))
case('numbers.npy -- --stack', np.array([1, 2, 3]))
)") == "");
}

TEST_CASE("convert reads torch's tensors in object arrays", "[tools]") {
  // Modules that pickle as torch does.
  CHECK(wrong_ones(R"(
import collections, io, pickle, struct, types
def module(name, **members):
    made = sys.modules[name] = types.ModuleType(name)
    for key, value in members.items():
        value.__module__, value.__qualname__, value.__name__ = name, key, key
        setattr(made, key, value)
    return made
module('torch', FloatStorage=type('FloatStorage', (), {}), BFloat16Storage=type('BFloat16Storage', (), {}))
module('torch.storage', _load_from_bytes=lambda b: None)
module('torch._utils', _rebuild_tensor_v2=lambda *a: None)

class Persistent(pickle.Pickler):
    def persistent_id(self, value): return value.id if isinstance(value, Id) else None
class Id:
    def __init__(self, id): self.id = id
class Storage:
    def __init__(self, kind, a): self.kind, self.a = kind, a
    def __reduce__(self):
        out = io.BytesIO()
        system = dict(protocol_version=1001, little_endian=True, type_sizes=dict(short=2, int=4, long=4))
        for value in (0x1950a86a20f9469cfc6c, 1001, system,
                      Id(('storage', getattr(sys.modules['torch'], self.kind), '7', 'cpu', self.a.size, None)), ['7']):
            Persistent(out, 2).dump(value)
        blob = out.getvalue() + struct.pack('<Q', self.a.size) + self.a.tobytes()
        return sys.modules['torch.storage']._load_from_bytes, (blob,)
class Tensor:
    def __init__(self, kind, a, shape, stride, offset):
        self.args = Storage(kind, a), offset, shape, stride, False, collections.OrderedDict()
    def __reduce__(self): return sys.modules['torch._utils']._rebuild_tensor_v2, self.args

x = np.arange(20, dtype='f4')
np.save('t', objects([Tensor('FloatStorage', x, (2, 3), (3, 1), 0), Tensor('FloatStorage', x, (2, 3), (1, 4), 5)]))
two = [x[:6].reshape(2, 3), np.lib.stride_tricks.as_strided(x[5:], (2, 3), (4, 16))]
case('t.npy -- --stack', np.stack(two))
case('t.npy -- --cat 1', np.concatenate(two, 1))
half = (x.view('u4') >> 16).astype('u2')
np.save('b', objects([Tensor('BFloat16Storage', half, (4,), (1,), i) for i in range(3)]))
want = (half.astype('u4') << 16).view('f4')
case('b.npy -- --stack --dtype float32', np.stack([want[i:i + 4] for i in range(3)]))
case('b.npy -- --cat 0 --dtype float32', np.concatenate([want[i:i + 4] for i in range(3)]))
)") == "");
}

TEST_CASE("convert gathers files, archives and object arrays into rows", "[tools]") {
  CHECK(wrong_ones(R"(
for d in 'files', 'archives', 'structures', 'objects', 'deep/a': os.makedirs(d)
rows = [array('>f4' if i % 3 else '<f4', (3, 4)) for i in range(150)]
for i, a in enumerate(rows):
    np.save(f'files/{i:03}', np.asfortranarray(a) if i % 2 else a)
    (np.savez if i % 2 else np.savez_compressed)(f'archives/{i:03}', x=a, y=a + 1)
want = np.stack([plain(a) for a in rows])
case('files', want)
case('files/', want)
case('archives -- --member x', want)
case("'archives/*.npz' -- --member y --dtype float64", (want + 1).astype('f8'))
case("'files/00*.npy'", want[:10])
case('files/002.npy files/001.npy files/002.npy', want[[2, 1, 2]])
case("files/149.npy 'files/00[12].npy'", want[[149, 1, 2]])
np.save('deep/x', rows[0]), np.save('deep/a/x', rows[1])
case("'deep/**/*.npy'", want[[1, 0]])
s = [array([('a', '>i4'), ('b', [('c', '>f4', (2,))])], ()) for i in range(5)]
for i, a in enumerate(s): np.save(f'structures/{i}', a)
case('structures', np.stack([plain(a) for a in s]))
case('structures -- --field b.c', np.stack([plain(a['b']['c']) for a in s]))
for i in range(3): np.save(f'objects/{i}', objects(rows[i * 3:i * 3 + 3])), np.save('mixed', rows[0])
case('objects -- --stack', want[:9])
case('objects -- --cat 1', np.concatenate(list(want[:9]), 1))
for i in range(3): np.save(f'm{i}', np.arange(4).astype('ifu'[i] + '4'))
case("'m?.npy' -- --dtype int16", np.stack([np.arange(4, dtype='i2')] * 3))
)") == "");
}
