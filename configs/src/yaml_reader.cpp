// SPDX-License-Identifier: MIT
#include "yaml_reader.hpp"

#include "text_check.hpp"
#include "tree_builder.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <string>

namespace wick::detail {

namespace {

[[noreturn]] void refuse(const Place& place, std::string_view reason) {
  throw ConfigError(fmt::format("{}: not valid YAML: {}", place.text(), reason));
}

/// What yaml-cpp's words do not tell of two mistakes that are often made.
std::string_view syntax_hint(std::string_view text, const YAML::Mark& mark) {
  // yaml-cpp does not count a byte order mark.
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (mark.is_null() || mark.pos < 0) return {};
  const std::size_t at = std::min(static_cast<std::size_t>(mark.pos), text.size());
  const std::size_t start = text.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0.
  const std::string_view line = text.substr(start);
  if (line.substr(0, line.find_first_not_of(" \t")).find('\t') != line.npos)
    return "; a tab at the start of this line, expected spaces: tabs cannot indent";
  if (at > 0 && text.substr(at - 1, 2) == "${") return "; inside of {...} and [...] write \"${...}\" in quotes";
  return {};
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
    refuse(builder.place(error.mark), error.msg + std::string(syntax_hint(text, error.mark)));
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    // yaml-cpp lets a few of the standard library's through.
    refuse(Place{std::make_shared<const std::string>(source)}, error.what());
  }
  return builder.take();
}

}  // namespace wick::detail
