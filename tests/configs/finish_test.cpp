// SPDX-License-Identifier: MIT
#include <wick/configs/config.hpp>

#include "message_of.hpp"

#include <support/prelude.hpp>

using namespace wick;
using test::message_of;

TEST_CASE("a key that nobody asked for is refused with the nearest that somebody did", "[configs]") {
  const Section root = Config::parse("loader:\n  batch_sise: 4\n", "c.yaml").root();
  const Section loader = *root.section("loader");
  loader.integer("batch_size");
  loader.boolean("shuffle");
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:2:3: loader.batch_sise: unknown key; nearest known: batch_size");
}

TEST_CASE("without a near name the known ones are listed", "[configs]") {
  const Section root = Config::parse("zzzz: 4", "c.yaml").root();
  root.integer("alpha");
  root.integer("beta");
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:1:1: zzzz: unknown key; known: alpha, beta");
}

TEST_CASE("a key in the wrong section is told where it belongs", "[configs]") {
  const Section root = Config::parse("batch_size: 4\nloader: {seed: 1}", "c.yaml").root();
  root.section("loader")->integer("batch_size");
  root.section("loader")->integer("seed");
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:1:1: batch_size: unknown key; nearest known: loader.batch_size");
}

TEST_CASE("all that was asked for passes, at any depth", "[configs]") {
  const Section root = Config::parse("a: {b: [{c: 1}, d]}").root();
  for (const Section& item : root.section("a")->sections("b")) item.has(item.keys()[0]);
  CHECK_NOTHROW(root.finish());
}

TEST_CASE("unknown keys inside of lists are found", "[configs]") {
  const Section root = Config::parse("a:\n- b: 1\n  x: 2\n", "c.yaml").root();
  root.sections("a").front().integer("b");
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:3:3: a.0.x: unknown key; known: b");
}

TEST_CASE("what is to be ignored is, and nothing else", "[configs]") {
  const Section root = Config::parse("train: {deep: {x: 1}}\nother: 1", "c.yaml").root();
  root.ignore("train");
  root.ignore("absent");
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:2:1: other: unknown key; known: absent, train");
}

TEST_CASE("asking for a mapping is not asking for what is in it", "[configs]") {
  const Section root = Config::parse("a: {b: 1}", "c.yaml").root();
  CHECK(root.has("a"));
  CHECK(message_of([&] { root.finish(); }) == "c.yaml:1:5: a.b: unknown key");
}
