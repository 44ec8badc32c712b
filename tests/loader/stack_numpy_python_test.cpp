// SPDX-License-Identifier: MIT
//
// One tensor of an object array, against what NumPy makes of the array, and torch where Python has it.

#include <support/temp_folder.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/loader/stack_numpy.hpp>

#include "collating.hpp"

#include <ATen/core/Tensor.h>
#include <npy/numpy_script.hpp>

#include <iostream>
#include <optional>
#include <sstream>
#include <string>

#include <support/prelude.hpp>

using namespace wick;

namespace {

// Prints lines: the file of the object array, what to make of it, the file of what comes out.
constexpr const char* prepare = R"(
try:
    import torch
except ImportError:
    torch = None

def save(name, items, **results):
    array = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):
        array[i] = item
    np.save(name + '.npy', array, allow_pickle=True)
    for what, result in results.items():
        np.save(name + '.' + what + '.npy', result)
        print(name + '.npy', what, name + '.' + what + '.npy')

def grid(tiles, columns, p, value):
    rows, (h, w) = -(-len(tiles) // columns), tiles[0].shape[-2:]
    image = np.full(tiles[0].shape[:-2] + (rows * (h + p) + p, columns * (w + p) + p), value, tiles[0].dtype)
    for i, tile in enumerate(tiles):
        y, x = p + i // columns * (h + p), p + i % columns * (w + p)
        image[..., y:y + h, x:x + w] = tile
    return image

random = np.random.default_rng(0)
)";

at::Tensor make(const ObjectArray& array, const std::string& what) {
  if (what == "stack") return stack_numpy(array);
  if (what == "stack_float32") return stack_numpy(array, at::kFloat);
  if (what == "cat") return cat_numpy(array);
  if (what == "cat_1") return cat_numpy(array, 1);
  if (what == "grid_3") return grid_numpy(array, 3, 2, 7);
  throw std::logic_error("no such result: " + what);
}

void compare(const std::string& script) {
  const test::TempFolder folder;
  const auto printed = test::run_numpy(prepare + script, folder.path());
  if (!printed) return;
  INFO(printed->substr(0, 2000));
  REQUIRE(!printed->starts_with("failed"));
  if (printed->starts_with("skipped")) std::cout << *printed;
  if (printed->starts_with("skipped")) return;
  int results = 0;
  std::istringstream lines(*printed);
  for (std::string name, what, result; lines >> name >> what >> result; ++results) {
    CAPTURE(result);
    CHECK(test::same(make(read_object_array(folder / name), what), copy_numpy(load_npy(folder / result))));
  }
  CHECK(results > 0);
}

}  // namespace

TEST_CASE("Object arrays become what np.stack, np.concatenate and a grid of tiles make of them", "[loader]") {
  compare(R"(
for dtype in 'b1 i1 i2 i4 i8 u1 f2 f4 f8 c8 c16 >i4 >f8 >c8'.split():
    block = random.integers(0, 200, (9, 4, 6)).astype(dtype)
    alike = [block[0], np.asfortranarray(block[1]), block[2][::-1, ::-1], block[:, 3, :][::2][:4], block[4].copy()]
    alike = [np.array(a, dtype=dtype, order='K') for a in alike[:3]] + [alike[3], alike[4]]
    save('alike_' + dtype.strip('>') + str(dtype[0] == '>'), alike, stack=np.stack(alike), cat=np.concatenate(alike),
         cat_1=np.concatenate(alike, 1), grid_3=grid(alike, 3, 2, 7), stack_float32=np.stack(alike).real.astype('f4'))
    ragged = [block[0, :n] for n in (3, 0, 4, 1)]
    save('ragged_' + dtype.strip('>') + str(dtype[0] == '>'), ragged, cat=np.concatenate(ragged))
color = [random.integers(0, 256, (3, 5, 4)).astype('u1') for _ in range(7)]
save('color', color, grid_3=grid(color, 3, 2, 7), stack=np.stack(color))
save('numbers', [1, 2.5, True, np.float32(3)], stack=np.stack([1, 2.5, True, np.float32(3)]))
mixed = [np.arange(3, dtype='i2'), np.ones(3, 'u1')]
save('mixed', mixed, stack=np.stack(mixed))
)");
}

TEST_CASE("Object arrays of tensors become what torch.stack and torch.cat make of them", "[loader]") {
  compare(R"(
if torch is None:
    print('skipped: python3 cannot import torch (tensors are tested with streams made by hand)')
    sys.exit()
base = torch.arange(48.).view(2, 4, 6)
views = [base[0], base[1], torch.arange(24.).view(6, 4).t(), torch.arange(96.).view(4, 24)[:, 3:21:3],
         torch.arange(6.).expand(4, 6), torch.ones(4, 6, requires_grad=True).detach()]
save('views', views, stack=torch.stack(views).numpy(), cat=torch.cat(views).numpy(), cat_1=torch.cat(views, 1).numpy())
dtypes = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.float32,
          torch.float64, torch.complex64, torch.complex128]
for a in dtypes:
    for b in dtypes:
        pair = [torch.arange(6).view(2, 3).to(a), torch.arange(6).view(3, 2).to(b).t()]
        save('%s_%s' % (str(a)[6:], str(b)[6:]), pair, stack=torch.stack(pair).numpy(), cat=torch.cat(pair).numpy())
for name in 'bfloat16 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz'.split():
    if hasattr(torch, name):
        dtype, bits = getattr(torch, name), torch.arange(256, dtype=torch.uint8)
        is_nan = bits.view(dtype).to(torch.float32).isnan()
        bits = bits.view(is_nan.numel(), -1)[~is_nan].reshape(-1)
        numbers = bits.view(dtype)
        save(name, [numbers, numbers], stack_float32=torch.stack([numbers.to(torch.float32)] * 2).numpy())
)");
}
