// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_array.hpp>
#include <wick/error.hpp>

#include "numpy_arrays.hpp"

#include <cstdint>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using Catch::Matchers::ContainsSubstring;
using test::deflated;
using test::Load;
using test::loaded;
using test::make_arrays;
using test::mapped;
using test::numbers;
using test::stored;
using test::TempFolder;

TEST_CASE("Fields of NumPy's structures are tensors, shared where they are aligned", "[datasets]") {
  if (!test::has_numpy()) return;
  const TempFolder folder;
  make_arrays(folder, R"(
inner = [('x', '<f4'), ('y', '>f8', (2,)), (('Depth', 'z'), '|i1')]
rng = np.random.default_rng(1)
def filled(dtype, shape):
    a = np.zeros(shape, dtype)
    for name in ('id', 'flag'): a[name] = rng.integers(0, 2, shape)
    p = a['p']
    for name in ('x', 'y', 'z'): p[name] = rng.integers(-99, 99, p[name].shape)
    return a
fields = [('id', '<i8'), ('flag', '?'), ('p', inner, (3,))]
arrays['packed'] = filled(fields, (4,))
arrays['aligned'] = filled(np.dtype([('id', '<i8'), ('flag', '?'), ('p', np.dtype(inner, align=True), (3,))], align=True), (4,))
arrays['fortran'] = np.asfortranarray(filled(fields, (2, 5)))
arrays['zero_d'] = filled(fields, ())
arrays['empty'] = filled(fields, (0, 2))
for name, a in arrays.items():
    for key in ('id', 'flag'): numbers(f'{name}_{key}', a[key])
    for key in ('x', 'y', 'z'): numbers(f'{name}_p.{key}', a['p'][key])
    numbers(f'{name}_p.Depth', a['p']['Depth'])
)");
  const Load load = GENERATE(Load{loaded}, Load{mapped}, Load{stored}, Load{deflated});
  const auto name = GENERATE(as<std::string>(), "packed", "aligned", "fortran", "zero_d", "empty");
  CAPTURE(name);
  const auto array = load(folder, name);
  for (const std::string field : {"id", "flag", "p.x", "p.y", "p.z", "p.Depth"}) {
    CAPTURE(field);
    const auto view = array.field(field);
    CHECK(copy_numpy(view).equal(numbers(folder, name + "_" + field)));
    CHECK(view.owner() == array.owner());
    if (name == "aligned" && field != "p.y") CHECK(from_numpy(view).equal(numbers(folder, name + "_" + field)));
    if (name == "aligned" && field == "p.y") CHECK_THROWS_WITH(from_numpy(view), ContainsSubstring("byte order"));
    if (name == "packed" && field == "p.x") {
      CHECK_THROWS_WITH(from_numpy(view), ContainsSubstring("['p.x']: a stride of 21 bytes is no multiple") &&
                                              ContainsSubstring("use copy_numpy"));
    }
  }
  CHECK_THROWS_WITH(array.field("p.yy"),
                    ContainsSubstring(name) && ContainsSubstring("no field 'yy' in 'p'; nearest: 'y'"));
  CHECK_THROWS_WITH(array.field("id").field("x"), ContainsSubstring("it has no fields"));
  CHECK_THROWS_AS(from_numpy(array), Error);
}

TEST_CASE("A write to the tensor of a field is one to the array", "[datasets]") {
  Dtype dtype{'V', 8, '|', "[('a', '<i4'), ('b', '<f4')]", true};
  const auto array = NumpyArray::empty(dtype, {3});
  from_numpy(array.field("b")).fill_(2.5);
  from_numpy(array.field("a")).fill_(7);
  CHECK(reinterpret_cast<const float*>(array.data())[5] == 2.5F);
  CHECK(reinterpret_cast<const std::int32_t*>(array.data())[4] == 7);
  CHECK(array.field("a").origin().empty());
}
