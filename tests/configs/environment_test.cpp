// SPDX-License-Identifier: MIT
#include <wick/configs/config.hpp>

#include "message_of.hpp"

#include <stdlib.h>

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::message_of;

namespace {

/// An environment variable for the time of a scope.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) { ::setenv(name, value, 1); }
  ~Variable() { ::unsetenv(name_); }

 private:
  const char* name_;
};

std::string expand(const std::string& value) { return *Config::parse("x: " + value, "c.yaml").root().string("x"); }

std::string refusal(const std::string& value) {
  return message_of([&] { expand(value); });
}

}  // namespace

TEST_CASE("variables stand for what the environment says", "[configs]") {
  const Variable variable("WICK_TEST_A", "here");
  CHECK(expand("${WICK_TEST_A}") == "here");
  CHECK(expand("\"${WICK_TEST_A}/images\"") == "here/images");
  CHECK(expand("a${WICK_TEST_A}b${WICK_TEST_A}c") == "aherebherec");
  CHECK(expand("${WICK_TEST_A:there}") == "here");
}

TEST_CASE("defaults stand where a variable is not set", "[configs]") {
  CHECK(expand("${WICK_TEST_UNSET:data/x}") == "data/x");
  CHECK(expand("'${WICK_TEST_UNSET:}'").empty());
  CHECK(expand("'${WICK_TEST_UNSET:a:b}'") == "a:b");
  const Variable empty("WICK_TEST_B", "");
  CHECK(expand("'${WICK_TEST_B:default}'").empty());
}

TEST_CASE("what the environment says is not expanded again, nor read as YAML", "[configs]") {
  const Variable cycle("WICK_TEST_A", "${WICK_TEST_A}");
  CHECK(expand("${WICK_TEST_A}") == "${WICK_TEST_A}");
  const Variable list("WICK_TEST_B", "[a, b]");
  CHECK(expand("${WICK_TEST_B}") == "[a, b]");
}

TEST_CASE("two dollars make a literal", "[configs]") {
  CHECK(expand("'$${HOME}'") == "${HOME}");
  CHECK(expand("'$5 and $$ and {}'") == "$5 and $$ and {}");
}

TEST_CASE("a value made of a variable is a number even in quotes", "[configs]") {
  const Variable workers("WICK_TEST_A", "4");
  CHECK(Config::parse("{x: \"${WICK_TEST_A}\"}").root().integer("x") == 4);
  CHECK(Config::parse("x: ${WICK_TEST_UNSET:5}").root().integer("x") == 5);
}

TEST_CASE("variables are expanded in overrides too, and not in what an override replaces", "[configs]") {
  const Variable variable("WICK_TEST_A", "3");
  CHECK(Config::parse("x: ${WICK_TEST_UNSET}", "c.yaml", {"x=${WICK_TEST_A}"}).root().integer("x") == 3);
}

TEST_CASE("mistakes in variables are named at their place", "[configs]") {
  CHECK(refusal("${WICK_TEST_UNSET}") ==
        "c.yaml:1:4: x: environment variable WICK_TEST_UNSET is not set; set it, or write ${WICK_TEST_UNSET:default}");
  CHECK(refusal("${WICK") == "c.yaml:1:4: x: '${WICK': '${' without '}'; write $${ for a literal ${");
  CHECK(refusal("'${}'") == "c.yaml:1:4: x: '${}', expected ${NAME} or ${NAME:default}; write $${ for a literal ${");
  CHECK(refusal("${1A}") == "c.yaml:1:4: x: '${1A}', expected ${NAME} or ${NAME:default}; write $${ for a literal ${");
  CHECK(refusal("${a b:c}") ==
        "c.yaml:1:4: x: '${a b:c}', expected ${NAME} or ${NAME:default}; write $${ for a literal ${");
}

TEST_CASE("variables cannot blow a small file up", "[configs]") {
  const std::string kilobytes(100'000, 'x');
  const Variable variable("WICK_TEST_A", kilobytes.c_str());
  std::string text = "x: \"";
  for (int i = 0; i < 1000; ++i) text += "${WICK_TEST_A}";
  CHECK(message_of([&] { Config::parse(text + "\"", "c.yaml"); }) ==
        "c.yaml:1:4: x: environment variables make more than 64 MiB of text");
}
