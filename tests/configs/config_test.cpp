// SPDX-License-Identifier: MIT
#include <support/temp_folder.hpp>
#include <wick/configs/config.hpp>

#include "message_of.hpp"

#include <sstream>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::message_of;

namespace {

std::string refusal(const std::string& text) {
  return message_of([&] { Config::parse(text, "c.yaml"); });
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a file is read from disk, and its name is in the messages", "[configs]") {
  const test::TempFolder folder;
  const std::string path = folder.write("c.yaml", "x: 1\n");
  CHECK(Config::load(path).root().integer("x") == 1);
  CHECK(message_of([&] { Config::load(path, {"x=yes"}).root().boolean("x"); }).starts_with("override 1 (x=yes): x: "));
  CHECK(message_of([&] { Config::load(path).root().boolean("x"); }).starts_with(path + ":1:4: x: "));
  CHECK(message_of([&] { Config::load(folder / "none.yaml"); }).starts_with(folder / "none.yaml: "));
  CHECK(message_of([&] { Config::load(folder.path()); }).starts_with(folder.path() + ": "));
}

TEST_CASE("an empty file is an empty configuration", "[configs]") {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "\xEF\xBB\xBF", "{}"})
    CHECK(Config::parse(text).root().keys().empty());
}

TEST_CASE("byte order marks, Windows line ends and tabs after values do no harm", "[configs]") {
  const Section root = Config::parse(
                           "\xEF\xBB\xBF"
                           "a: 1\r\nb:\r\n  c: 2\t# two\r\n",
                           "c.yaml")
                           .root();
  CHECK(root.integer("a") == 1);
  CHECK(root.section("b")->integer("c") == 2);
  CHECK(message_of([&] { root.section("b")->boolean("c"); }) == "c.yaml:3:6: b.c: '2', expected true or false");
}

TEST_CASE("anchors and aliases make copies", "[configs]") {
  const Section root = Config::parse("a: &x {v: 1}\nb: *x\n", "c.yaml").root();
  CHECK(root.section("b")->integer("v") == 1);
  CHECK(message_of([&] { root.section("b")->boolean("v"); }) == "c.yaml:1:11: b.v: '1', expected true or false");
}

TEST_CASE("what YAML readers disagree about is refused", "[configs]") {
  CHECK(refusal("a: 1\nb: 2\na: 3\n") == "c.yaml:3:1: a: key twice in one mapping; the first is at c.yaml:1:1");
  CHECK(refusal("s:\n  a: 1\n  a: 3\n") == "c.yaml:3:3: s.a: key twice in one mapping; the first is at c.yaml:2:3");
  CHECK(refusal("a: &x {v: 1}\nb: {<<: *x}\n") ==
        "c.yaml:2:5: b: '<<': merge keys are not supported, write the keys out");
  CHECK(refusal("a: 1\n---\nb: 2\n") == "c.yaml:2:1: a second document begins, expected one (without '---' inside)");
  CHECK(refusal("a: !!python/object x\n").ends_with("tags are not supported, leave it out"));
  CHECK(refusal("[a, b]: 1\n").find("expected a name") != std::string::npos);
  CHECK(refusal("? {a: 1}\n: 2\n").find("expected a name") != std::string::npos);
  CHECK(refusal(": 1\n").find("a key is missing") != std::string::npos);
  CHECK(refusal("'': 1\n") == "c.yaml:1:1: an empty key, expected a name");
  CHECK(refusal("&x a: 1\n").find("an anchor on a key") != std::string::npos);
}

TEST_CASE("a file that is not a mapping is refused", "[configs]") {
  CHECK(refusal("just words") == "c.yaml:1:1: 'just words', expected a mapping (name: value)");
  CHECK(refusal("- a\n- b\n") == "c.yaml:1:1: a list, expected a mapping (name: value)");
}

TEST_CASE("broken YAML is refused where it breaks", "[configs]") {
  CHECK(refusal("a: [1, 2\nb: 3\n").starts_with("c.yaml:"));
  CHECK(refusal("a: [1, 2\nb: 3\n").find("not valid YAML") != std::string::npos);
  CHECK(refusal("a:\n\tb: 1\n").starts_with("c.yaml:2:"));
  CHECK(refusal("a: *nowhere\n").find("not valid YAML") != std::string::npos);
  CHECK(refusal("a: b: c\n").find("not valid YAML") != std::string::npos);
}

TEST_CASE("tabs that indent and variables without quotes are told as such", "[configs]") {
  for (const char* text :
       {"a:\n  b: 1\n\tc: 2\n", "a:\n  b: 1\n  \tc: 2\n", "a:\n\n\tb: 1\n", "\xEF\xBB\xBF\na:\n\t- b\n"}) {
    const std::string message = refusal(text);
    INFO(message);
    CHECK(message.starts_with("c.yaml:3:"));
    CHECK(message.ends_with("; a tab at the start of this line, expected spaces: tabs cannot indent"));
  }
  const std::string hint = "; inside of {...} and [...] write \"${...}\" in quotes";
  CHECK(refusal("a: {b: ${X:3}}") == "c.yaml:1:9: not valid YAML: end of map flow not found" + hint);
  for (const char* text : {"a: {b: ${X}, c: 1}", "a: [x/${X:3}]", "\xEF\xBB\xBF# \xC3\xA4\na:\n  {c: 1,\n  b: ${X}}"})
    CHECK(refusal(text).ends_with(hint));
  CHECK(message_of([] { Config::parse("", "c.yaml", {"a={b: ${X}}"}); }).ends_with(hint));
  CHECK(refusal("a: {b: 1").find("; ") == std::string::npos);
}

TEST_CASE("a quote that is not closed is refused where it opens", "[configs]") {
  CHECK(refusal("a: 'open\nb: 1\n") == "c.yaml:1:4: a quote that is not closed");
  CHECK(refusal("\xEF\xBB\xBF"
                "a: \"open\n") == "c.yaml:1:4: a quote that is not closed");
  CHECK(refusal("a: \"open \\\"\n") == "c.yaml:1:4: a quote that is not closed");
  CHECK(refusal("a: 'it''s\n") == "c.yaml:1:4: a quote that is not closed");
  CHECK(refusal("s: {a: &x 'open\n") == "c.yaml:1:8: s: a quote that is not closed");
  CHECK(refusal("a: 'open").find("not valid YAML: illegal EOF in scalar") != std::string::npos);
  CHECK(refusal("'open: 1\n") == "c.yaml:1:1: a quote that is not closed");
  CHECK(Config::parse("\xC3\xA4: &x 'it''s'\nb: \"\\\" \xE2\x82\xAC\"\n").root().string("b") == "\" \xE2\x82\xAC");
}

TEST_CASE("binary files are refused at their first odd byte", "[configs]") {
  CHECK(refusal(std::string("a: 1\nb: \0x", 10)) ==
        "c.yaml:2:4: byte 0x00, expected UTF-8 text: a binary file, or another encoding?");
  CHECK(refusal("\x93NUMPY") == "c.yaml:1:1: byte 0x93, expected UTF-8 text: a binary file, or another encoding?");
  CHECK(refusal("a: \xC3(").starts_with("c.yaml:1:4: byte 0xc3"));
  CHECK(refusal("a: \xE2\x82").starts_with("c.yaml:1:4: byte 0xe2"));
  CHECK(Config::parse("a: \xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80").root().string("a") ==
        "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST_CASE("alias bombs are refused", "[configs]") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    std::ostringstream line;
    line << "a" << i << ": &a" << i << " [*a" << i - 1;
    for (int k = 0; k < 9; ++k) line << ", *a" << i - 1;
    text += line.str() + "]\n";
  }
  CHECK(refusal(text).find("more than 200000 values") != std::string::npos);
  const std::string long_text(1'000'000, 'y');
  CHECK(refusal("a: &a " + long_text + "\nb: [*a" + repeat(", *a", 100) + "]").find("64 MiB of text") !=
        std::string::npos);
  CHECK(refusal("a: &a [*a]\n") == "c.yaml:1:8: a: an alias inside of the value that it stands for");
}

TEST_CASE("deep nesting is refused before it costs anything", "[configs]") {
  constexpr int levels = 100'000;
  CHECK(refusal("a: " + repeat("[", levels)).find("is a bracket not closed?") != std::string::npos);
  CHECK(refusal("a: " + repeat("[", levels) + repeat("]", levels)).find("nested more than 64 levels deep") !=
        std::string::npos);
  CHECK(refusal(repeat("- ", levels)).find("nested more than 64 levels deep") != std::string::npos);
  CHECK(refusal("a: " + repeat("{a: ", levels)).find("nested more than 64 levels deep") != std::string::npos);
  CHECK(refusal("a: &a " + repeat("[", 40) + "x" + repeat("]", 40) + "\nb: " + repeat("[", 40) + "*a" + repeat("]", 40))
            .find("nested more than 64 levels deep") != std::string::npos);
}

TEST_CASE("files over the limit are refused by their size", "[configs]") {
  CHECK(refusal(std::string((16 << 20) + 1, ' ')).find("expected at most 16777216 (16 MiB)") != std::string::npos);
  CHECK(refusal("a: [" + repeat("1,", 200'001) + "1]").find("more than 200000 values") != std::string::npos);
}
