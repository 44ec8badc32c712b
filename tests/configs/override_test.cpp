// SPDX-License-Identifier: MIT
#include <wick/configs/config.hpp>

#include "message_of.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::message_of;

namespace {

const char* const text = "loader: {workers: 2, seed: 1}\nlist: [{a: 1}, {a: 2}]\n";

Section with(const std::vector<std::string>& overrides) { return Config::parse(text, "c.yaml", overrides).root(); }

std::string refusal(const std::string& override) {
  return message_of([&] { with({override}); });
}

}  // namespace

TEST_CASE("an override replaces a value, and the last one wins", "[configs]") {
  CHECK(with({"loader.workers=8"}).section("loader")->integer("workers") == 8);
  CHECK(with({"loader.workers=8", "loader.workers=9"}).section("loader")->integer("workers") == 9);
  CHECK(with({"loader.workers=8"}).section("loader")->integer("seed") == 1);
}

TEST_CASE("an override's value is YAML", "[configs]") {
  CHECK(with({"loader=[1, 2]"}).integers("loader") == std::vector<std::int64_t>{1, 2});
  CHECK(with({"loader={seed: 5}"}).section("loader")->integer("seed") == 5);
  CHECK(with({"loader={seed: 5}"}).section("loader")->kind("workers") == ValueKind::absent);
  CHECK(with({"loader.seed=a=b"}).section("loader")->string("seed") == "a=b");
  CHECK_FALSE(with({"loader.seed="}).section("loader")->integer("seed").has_value());
}

TEST_CASE("an override adds what the file does not have", "[configs]") {
  CHECK(with({"new.deep.key=3"}).section("new")->section("deep")->integer("key") == 3);
  CHECK(Config::parse("", "c.yaml", {"a.b=1"}).root().section("a")->integer("b") == 1);
  CHECK(Config::parse("a:", "c.yaml", {"a.b=1"}).root().section("a")->integer("b") == 1);
}

TEST_CASE("items of lists are named by number", "[configs]") {
  CHECK(with({"list.1.a=7"}).sections("list").at(1).integer("a") == 7);
  CHECK(with({"list.0={b: 1}"}).sections("list").at(0).keys() == std::vector<std::string>{"b"});
  CHECK(refusal("list.2.a=7") == "override 1 (list.2.a=7): list: no item 2, the list has 2 (they count from 0)");
  CHECK(refusal("list.x=7") == "override 1 (list.x=7): list: a list, expected the number of an item instead of 'x'");
  CHECK(refusal("list.-1=7") == "override 1 (list.-1=7): list: a list, expected the number of an item instead of '-1'");
}

TEST_CASE("overrides that say nothing clear are refused", "[configs]") {
  CHECK(refusal("loader.workers") == "override 1 (loader.workers): no '=', expected key.path=value");
  CHECK(refusal("=3") == "override 1 (=3): an empty key, expected key.path=value");
  CHECK(refusal("a..b=3") == "override 1 (a..b=3): an empty key, expected key.path=value");
  CHECK(refusal("a.=3") == "override 1 (a.=3): an empty key, expected key.path=value");
  CHECK(refusal("loader.workers.x=1") ==
        "override 1 (loader.workers.x=1): loader.workers: '2', expected a mapping with 'x'");
  CHECK(refusal("a=[1").starts_with("override 1 (a=[1): "));
  CHECK(refusal("a={x: 1, x: 2}").find("override 1 (a={x: 1, x: 2}): x: key twice in one mapping") == 0);
}

TEST_CASE("mistakes in overrides are named as theirs", "[configs]") {
  const Section root = with({"loader.seed=3", "loader.workers=x", "loader.wrokers=1"});
  CHECK(message_of([&] { root.section("loader")->integer("workers"); }) ==
        "override 2 (loader.workers=x): loader.workers: 'x', expected an integer in decimal digits");
  root.section("loader")->integer("seed");
  root.sections("list");
  CHECK(message_of([&] { root.section("loader")->finish(); }) ==
        "override 3 (loader.wrokers=1): loader.wrokers: unknown key; nearest known: workers");
}

TEST_CASE("an override of a value that was an alias changes that place only", "[configs]") {
  const Section root = Config::parse("a: &x {v: 1}\nb: *x\n", "c.yaml", {"b.v=2"}).root();
  CHECK(root.section("a")->integer("v") == 1);
  CHECK(root.section("b")->integer("v") == 2);
}

TEST_CASE("an override of ten thousand levels is refused", "[configs]") {
  std::string path = "a";
  for (int i = 0; i < 10'000; ++i) path += ".a";
  CHECK(message_of([&] { with({path + "=1"}); }).ends_with("more than 64 levels deep"));
}
