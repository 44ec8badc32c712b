// SPDX-License-Identifier: MIT
#include <wick/configs/config.hpp>

#include "message_of.hpp"

#include <functional>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::message_of;

namespace {

constexpr std::size_t text_end = std::string::npos;

/// The root of `x: <value>`.
Section with(const std::string& value) { return Config::parse("x: " + value, "c.yaml").root(); }

struct Case {
  std::string value;
  std::string message;
};

/// Each value is refused with its message, put after the place and path.
void check_refused(const std::vector<Case>& cases, const std::function<void(const Section&)>& read) {
  for (const auto& [value, message] : cases) {
    INFO(value);
    CHECK(message_of([&] { read(with(value)); }) == "c.yaml:1:4: x: " + message);
  }
}

}  // namespace

TEST_CASE("integers are decimal digits with a sign", "[configs]") {
  CHECK(with("12").integer("x") == 12);
  CHECK(with("-3").integer("x") == -3);
  CHECK(with("+3").integer("x") == 3);
  CHECK(with("0").integer("x") == 0);
  CHECK(with("9223372036854775807").integer("x") == 9223372036854775807);
  CHECK(with("-9223372036854775808").integer("x") == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("what looks like an integer to others is refused with a way out", "[configs]") {
  check_refused(
      {
          {"010", "'010', expected an integer in decimal digits (octal to some readers): write 10"},
          {"-007", "'-007', expected an integer in decimal digits (octal to some readers): write -7"},
          {"00", "'00', expected an integer in decimal digits (octal to some readers): write 0"},
          {"1_000", "'1_000', expected an integer in decimal digits: write 1000"},
          {"1e3", "'1e3', expected an integer in decimal digits: write 1000"},
          {"4.0", "'4.0', expected an integer in decimal digits: write 4"},
          {"4.5", "'4.5', expected an integer in decimal digits"},
          {"0x10", "'0x10', expected an integer in decimal digits"},
          {"sixty", "'sixty', expected an integer in decimal digits"},
          {"'5'", "the string \"5\", expected an integer: without quotes"},
          {"[1]", "a list, expected an integer"},
          {"{a: 1}", "a mapping, expected an integer"},
          {"9223372036854775808", "9223372036854775808, expected -9223372036854775808 to 9223372036854775807"},
          {".inf", "'.inf', expected an integer in decimal digits"},
      },
      [](const Section& section) { section.integer("x"); });
}

TEST_CASE("integers out of range are refused with the range", "[configs]") {
  check_refused({{"0", "0, expected 1 to 10"}, {"99999999999999999999", "99999999999999999999, expected 1 to 10"}},
                [](const Section& section) { section.integer("x", 1, 10); });
  check_refused({{"-1", "-1, expected at least 0"},
                 {"99999999999999999999", "99999999999999999999, expected 0 to 9223372036854775807"}},
                [](const Section& section) { section.integer("x", 0); });
}

TEST_CASE("numbers are finite decimals", "[configs]") {
  CHECK(with("0.5").number("x") == 0.5);
  CHECK(with("1e3").number("x") == 1000);
  CHECK(with("-2").number("x") == -2);
  CHECK(with("+.5").number("x") == 0.5);
  check_refused(
      {
          {"1e999", "'1e999', expected a number that a double holds"},
          {".nan", "'.nan', expected a finite number"},
          {"-.inf", "'-.inf', expected a finite number"},
          {"nan", "'nan', expected a finite number"},
          {"inf", "'inf', expected a finite number"},
          {"0x10", "'0x10', expected a number"},
          {"--1", "'--1', expected a number"},
          {"+-1", "'+-1', expected a number"},
          {"''", "the string \"\", expected a number: without quotes"},
      },
      [](const Section& section) { section.number("x"); });
  check_refused({{"1.5", "1.5, expected 0 to 1"}}, [](const Section& section) { section.number("x", 0, 1); });
}

TEST_CASE("numbers may be fractions", "[configs]") {
  CHECK(with("1/255").number("x") == 1.0 / 255);
  CHECK(with("-1/4").number("x") == -0.25);
  CHECK(with("+3/-1.5").number("x") == -2);
  CHECK(with("1e2/.5").number("x") == 200);
  CHECK(with("0/3").number("x") == 0);
  CHECK(with("[1/2, 3]").numbers("x") == std::vector<double>{0.5, 3});
  check_refused(
      {
          {"1/0", "'1/0', expected a number: division by zero"},
          {"0/-0.0", "'0/-0.0', expected a number: division by zero"},
          {"1/", "'1/', expected a number"},
          {"/2", "'/2', expected a number"},
          {"1/2/3", "'1/2/3', expected a number"},
          {"1//2", "'1//2', expected a number"},
          {"1/x", "'1/x', expected a number"},
          {"1 / 2", "'1 / 2', expected a number: write 1/2"},
          {"1/.inf", "'1/.inf', expected a finite number"},
          {"1/1e999", "'1/1e999', expected a number that a double holds"},
          {"1e300/1e-300", "'1e300/1e-300', expected a number that a double holds"},
          {"1e-300/1e300", "'1e-300/1e300', expected a number that a double holds"},
          {"'1/2'", "the string \"1/2\", expected a number: without quotes"},
      },
      [](const Section& section) { section.number("x"); });
  check_refused({{"3/2", "3/2, expected 0 to 1"}}, [](const Section& section) { section.number("x", 0, 1); });
  check_refused({{"4/2", "'4/2', expected an integer in decimal digits"}},
                [](const Section& section) { section.integer("x"); });
}

TEST_CASE("booleans are true and false only", "[configs]") {
  CHECK(with("true").boolean("x") == true);
  CHECK(with("false").boolean("x") == false);
  check_refused(
      {
          {"yes", "'yes', expected true or false: write true"},
          {"no", "'no', expected true or false: write false"},
          {"ON", "'ON', expected true or false: write true"},
          {"off", "'off', expected true or false: write false"},
          {"True", "'True', expected true or false: write true"},
          {"1", "'1', expected true or false"},
      },
      [](const Section& section) { section.boolean("x"); });
}

TEST_CASE("sizes have units of 1024 and of 1000", "[configs]") {
  CHECK(with("1000000").bytes("x") == Bytes{1'000'000});
  CHECK(with("512 MiB").bytes("x") == Bytes{512LL << 20});
  CHECK(with("2GiB").bytes("x") == Bytes{2LL << 30});
  CHECK(with("3 kB").bytes("x") == Bytes{3000});
  CHECK(with("7 B").bytes("x") == Bytes{7});
  check_refused(
      {
          {"512 mib", "'512 mib', expected a size: 1000000, 512 MiB, 2GiB"},
          {"1.5 GiB", "'1.5 GiB', expected a size: 1000000, 512 MiB, 2GiB"},
          {"-1", "'-1', expected a size: 1000000, 512 MiB, 2GiB"},
          {"MiB", "'MiB', expected a size: 1000000, 512 MiB, 2GiB"},
          {"lots", "'lots', expected a size: 1000000, 512 MiB, 2GiB"},
          {"0 MiB", "'0 MiB', expected at least 1 byte"},
          {"9999999999999 TiB", "'9999999999999 TiB', expected fewer than 2**63 bytes"},
          {"99999999999999999999", "'99999999999999999999', expected fewer than 2**63 bytes"},
      },
      [](const Section& section) { section.bytes("x"); });
}

TEST_CASE("text may be quoted or not", "[configs]") {
  CHECK(with("a b").string("x") == "a b");
  CHECK(with("'5'").string("x") == "5");
  CHECK(with("5").string("x") == "5");
  CHECK(with("\"\"").string("x") == "");
  check_refused({{"[a]", "a list, expected text"}, {"{a: b}", "a mapping, expected text"}},
                [](const Section& section) { section.string("x"); });
}

TEST_CASE("one of several words is named with the nearest", "[configs]") {
  const auto read = [](const Section& section) { return section.one_of("x", {"sampler", "ready"}); };
  CHECK(read(with("ready")) == "ready");
  check_refused(
      {{"redy", "'redy', expected sampler, ready; nearest: ready"}, {"zzz", "'zzz', expected sampler, ready"}}, read);
}

TEST_CASE("lists are read item by item, and one scalar is a list of one", "[configs]") {
  CHECK(with("[1, 2]").integers("x") == std::vector<std::int64_t>{1, 2});
  CHECK(with("7").integers("x") == std::vector<std::int64_t>{7});
  CHECK(with("[]").integers("x") == std::vector<std::int64_t>{});
  CHECK(with("[0.5, 1]").numbers("x") == std::vector<double>{0.5, 1});
  CHECK(with("[a, 'b c']").strings("x") == std::vector<std::string>{"a", "b c"});
  CHECK(message_of([] { with("[1, two]").integers("x"); }) ==
        "c.yaml:1:8: x.1: 'two', expected an integer in decimal digits");
  CHECK(message_of([] { with("[a, [b]]").strings("x"); }) == "c.yaml:1:8: x.1: a list, expected text");
  CHECK(message_of([] { with("{a: 1}").numbers("x"); }) == "c.yaml:1:4: x: a mapping, expected a list of numbers");
}

TEST_CASE("what is absent, or was unset by an override, reads as nothing", "[configs]") {
  for (const Section& root : {Config::parse("").root(), Config::parse("x: 5", "c.yaml", {"x="}).root()}) {
    CHECK_FALSE(root.has("x"));
    CHECK_FALSE(root.integer("x", 5, 6).has_value());
    CHECK_FALSE(root.string("x").has_value());
    CHECK_FALSE(root.numbers("x").has_value());
    CHECK_FALSE(root.section("x").has_value());
    CHECK(root.sections("x").empty());
    CHECK(root.kind("x") == ValueKind::absent);
  }
}

TEST_CASE("a key without a value is refused where a value is read, and is an empty section", "[configs]") {
  for (const char* text : {"x:", "x: ~", "x: null", "{x}"}) {
    const Section root = Config::parse(text, "c.yaml").root();
    const auto refusal = [&](auto read) { return message_of([&] { read(root); }); };
    CHECK_FALSE(root.has("x"));
    CHECK_FALSE(root.section("x").has_value());
    CHECK(root.sections("x").empty());
    CHECK(refusal([](const Section& at) {
            at.boolean("x");
          }).ends_with(": x: no value, expected true or false; or leave the key out"));
    CHECK(refusal([](const Section& at) { at.integer("x"); }).find(": x: no value, expected an integer;") != text_end);
    CHECK(refusal([](const Section& at) { at.number("x"); }).find(": x: no value, expected a number;") != text_end);
    CHECK(refusal([](const Section& at) { at.string("x"); }).find(": x: no value, expected text;") != text_end);
    CHECK(refusal([](const Section& at) { at.bytes("x"); }).find(": x: no value, expected a size: ") != text_end);
    CHECK(refusal([](const Section& at) { at.one_of("x", {"a", "b"}); }).find(", expected a, b;") != text_end);
    CHECK(refusal([](const Section& at) { at.strings("x"); }).find(", expected a list of texts;") != text_end);
  }
  CHECK(Config::parse("x:").root().kind("x") == ValueKind::null);
}

TEST_CASE("sections nest and know their path", "[configs]") {
  const Section root = Config::parse("a:\n  b:\n    c: no\n", "c.yaml").root();
  const Section inner = *root.section("a")->section("b");
  CHECK(inner.keys() == std::vector<std::string>{"c"});
  CHECK(message_of([&] { inner.boolean("c"); }) == "c.yaml:3:8: a.b.c: 'no', expected true or false: write false");
  CHECK(message_of([&] { inner.fail("d", "missing"); }) == "c.yaml:3:5: a.b.d: missing");
  CHECK(message_of([&] { root.section("a")->integer("b"); }) == "c.yaml:3:5: a.b: a mapping, expected an integer");
  CHECK(message_of([&] { inner.section("c"); }) == "c.yaml:3:8: a.b.c: 'no', expected a mapping (name: value)");
}

TEST_CASE("lists of mappings may contain bare words", "[configs]") {
  const auto items = with("[flip, {crop: 4}]").sections("x");
  REQUIRE(items.size() == 2);
  CHECK(items[0].keys() == std::vector<std::string>{"flip"});
  CHECK_FALSE(items[0].has("flip"));
  CHECK(items[1].integer("crop") == 4);
  CHECK(message_of([] { with("[[1]]").sections("x"); }) == "c.yaml:1:5: x.0: a list, expected a mapping (name: value)");
  CHECK(message_of([] { with("word").sections("x"); }) == "c.yaml:1:4: x: 'word', expected a list");
}

TEST_CASE("a section keeps its configuration alive", "[configs]") {
  const Section inner = *Config::parse("a: {b: {c: 1}}").root().section("a")->section("b");
  CHECK(inner.integer("c") == 1);
}
