// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>

#include "experiment_data.hpp"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::dataset;
using test::refusal;

namespace {

std::string throughput() {
  std::ostringstream text;
  text << std::ifstream(WICK_CONFIGS "/throughput.yaml").rdbuf();
  return text.str();
}

/// The names that a message lists after `known: `.
std::vector<std::string> known_in(const std::string& message) {
  const std::string mark = "; known: ";
  const auto start = message.find(mark);
  REQUIRE(start != message.npos);
  REQUIRE_FALSE(message.ends_with("..."));  // Cut off.
  std::istringstream list(message.substr(start + mark.size()));
  std::vector<std::string> names;
  for (std::string name; std::getline(list >> std::ws, name, ',');) names.push_back(name);
  return names;
}

}  // namespace

TEST_CASE("throughput.yaml explains every option of the loader", "[configs]") {
  const Data data;
  const std::string text = throughput(), section = text.substr(text.find("\nloader:\n"));
  const auto names = known_in(refusal(dataset + "loader: {qqqqqqqqqqqq: 1}"));
  CHECK(names.size() >= 12);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(section.find("\n  " + name + ": ") != section.npos);
  }
}

TEST_CASE("throughput.yaml names every transform and collate", "[configs]") {
  const Data data;
  const std::string text = throughput();
  const auto transforms = known_in(refusal(dataset + "transforms: {data: [qqqqqqqqqqqq]}"));
  CHECK(transforms.size() >= 11);
  for (const std::string& name : transforms) {
    INFO(name);
    CHECK(text.find(" " + name + ": ") != text.npos);
  }
  for (const std::string& name : known_in(refusal(dataset + "collate: {data: qqqqqqqqqqqq}"))) {
    INFO(name);
    CHECK(text.find(name, text.find("# How the samples of a field become one tensor")) != text.npos);
  }
}
