// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/error.hpp>
#include <wick/npy/datetime_unit.hpp>

#include "header_file.hpp"
#include "numpy_script.hpp"

#include <sstream>
#include <string>
#include <utility>

#include <support/prelude.hpp>

namespace wick {
namespace {

using Base = DatetimeUnit::Base;
using test::parse_descr;

TEST_CASE("a time dtype has its unit and count", "[npy]") {
  const auto [code, base] = GENERATE(table<std::string, Base>({{"Y", Base::year},
                                                               {"M", Base::month},
                                                               {"W", Base::week},
                                                               {"D", Base::day},
                                                               {"h", Base::hour},
                                                               {"m", Base::minute},
                                                               {"s", Base::second},
                                                               {"ms", Base::millisecond},
                                                               {"us", Base::microsecond},
                                                               {"ns", Base::nanosecond},
                                                               {"ps", Base::picosecond},
                                                               {"fs", Base::femtosecond},
                                                               {"as", Base::attosecond}}));
  CAPTURE(code);
  CHECK(datetime_unit(parse_descr("'<M8[" + code + "]'")) == DatetimeUnit{1, base});
  CHECK(datetime_unit(parse_descr("'>m8[" + code + "]'")) == DatetimeUnit{1, base});
  CHECK(datetime_unit(parse_descr("'<M8[1" + code + "]'")) == DatetimeUnit{1, base});
  CHECK(datetime_unit(parse_descr("'<m8[25" + code + "]'")) == DatetimeUnit{25, base});
  CHECK(to_string(DatetimeUnit{1, base}) == code);
  CHECK(to_string(DatetimeUnit{2147483647, base}) == "2147483647" + code);
}

TEST_CASE("a time dtype may have no unit", "[npy]") {
  CHECK(datetime_unit(parse_descr("'<M8'")) == DatetimeUnit{});
  CHECK(datetime_unit(parse_descr("'>m8[generic]'")).base == Base::generic);
  CHECK(to_string(DatetimeUnit{}) == "generic");
}

TEST_CASE("a dtype without a unit of time is refused", "[npy]") {
  const auto descr = GENERATE(as<std::string>(), "<i8", "|b1", "<M4[ns]", "<M8[", "<M8[]", "<M8[0ns]", "<M8[-1ns]",
                              "<M8[xs]", "<M8[ns", "<M8[ns]x", "<M8[2147483648ns]", "<M8[2]", "<M8[2 ns]", "<m8[ns]",
                              "", "M", "[('a', '<M8[ns]')]");
  CAPTURE(descr);
  Dtype dtype;
  dtype.kind = 'M';
  dtype.itemsize = 8;
  dtype.descr = descr;
  CHECK_THROWS_AS(datetime_unit(dtype), Error);
}

TEST_CASE("times count the same if kind and unit are the same, whatever their byte order", "[npy]") {
  const auto same = [](const char* a, const char* b) { return same_time_unit(parse_descr(a), parse_descr(b)); };
  CHECK(same("'<M8[s]'", "'>M8[1s]'"));
  CHECK_FALSE(same("'<M8[s]'", "'<M8[D]'"));
  CHECK_FALSE(same("'<M8[s]'", "'<M8[25s]'"));
  CHECK_FALSE(same("'<M8[s]'", "'<m8[s]'"));
  CHECK_FALSE(same("'<M8[s]'", "'<i8'"));
  CHECK(same("'<i8'", "'<f4'"));
}

TEST_CASE("times that NumPy writes have NumPy's units, and its NaT", "[npy]") {
  const test::TempFolder folder;
  const auto text = test::run_numpy(R"(
for kind in 'Mm':
  for order in '<>':
    for unit in ['', '[generic]'] + [f'[{n}{u}]' for u in 'Y M W D h m s ms us ns ps fs as'.split() for n in ('', 1, 7, 1000)]:
      a = np.array(['NaT'], dtype=order + kind + '8' + unit)
      np.save('x.npy', a)
      descr = np.lib.format.dtype_to_descr(np.load('x.npy').dtype)
      name, count = np.datetime_data(a.dtype)
      print(descr, name, count, a.view(a.dtype.str[0] + 'i8')[0])
)",
                                    folder.path());
  if (!text) return;
  std::istringstream lines(*text);
  std::string descr, name;
  std::int64_t count = 0;
  std::int64_t missing = 0;
  int lines_read = 0;
  for (; lines >> descr >> name >> count >> missing; ++lines_read) {
    CAPTURE(descr);
    const auto unit = datetime_unit(parse_descr("'" + descr + "'"));
    CHECK(to_string({1, unit.base}) == name);
    CHECK(unit.count == count);
    CHECK(missing == nat);
  }
  CHECK(lines_read == 2 * 2 * (2 + 13 * 4));
}

}  // namespace
}  // namespace wick
