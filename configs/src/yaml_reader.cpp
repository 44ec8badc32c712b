// SPDX-License-Identifier: MIT
#include "yaml_reader.hpp"

#include "text_check.hpp"
#include "tree_builder.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <sstream>

namespace wick::detail {

namespace {

[[noreturn]] void refuse(const Place& place, std::string_view reason) {
  throw ConfigError(fmt::format("{}: not valid YAML: {}", place.text(), reason));
}

}  // namespace

std::unique_ptr<ConfigNode> read_yaml(std::string_view text, const std::string& source, bool has_lines) {
  check_text(text, source);
  TreeBuilder builder(text, std::make_shared<const std::string>(source), has_lines);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    // The builder refuses a second document when it begins.
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    refuse(builder.place(error.mark), error.msg);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    // yaml-cpp lets a few of the standard library's through.
    refuse(Place{std::make_shared<const std::string>(source)}, error.what());
  }
  return builder.take();
}

}  // namespace wick::detail
