// SPDX-License-Identifier: MIT
#include "environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace wick::detail {

namespace {

bool is_name(std::string_view name) {
  const auto is_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), is_word);
}

/// What stands for `inside` of `${inside}`.
std::string value_of(std::string_view inside, const ConfigNode& node) {
  const std::size_t colon = inside.find(':');
  const std::string name(inside.substr(0, colon));
  if (!is_name(name))
    node.fail(fmt::format("'${{{}}}', expected ${{NAME}} or ${{NAME:default}}; write $${{ for a literal ${{", inside));
  if (const char* value = std::getenv(name.c_str())) return value;
  if (colon == inside.npos)
    node.fail(fmt::format("environment variable {} is not set; set it, or write ${{{}:default}}", name, name));
  return std::string(inside.substr(colon + 1));
}

void expand_scalar(ConfigNode& node, std::size_t& budget) {
  const std::string_view text = node.text;
  std::string out;
  bool replaced = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i, 3) == "$${") {
      out += "${";
      i += 3;
    } else if (text.substr(i, 2) == "${") {
      const std::size_t end = text.find('}', i);
      if (end == text.npos)
        node.fail(fmt::format("{}: '${{' without '}}'; write $${{ for a literal ${{", node.describe()));
      out += value_of(text.substr(i + 2, end - i - 2), node);
      replaced = true;
      i = end + 1;
    } else {
      out += text[i++];
    }
    if (out.size() > budget)
      node.fail(fmt::format("environment variables make more than {} MiB of text", max_text_bytes >> 20));
  }
  budget -= out.size();
  node.text = std::move(out);
  if (replaced) node.quoted = false;
}

void expand_below(ConfigNode& node, std::size_t& budget) {
  if (node.kind == ValueKind::scalar && node.text.find("${") != node.text.npos) expand_scalar(node, budget);
  for (const auto& child : node.children) expand_below(*child, budget);
}

}  // namespace

void expand_environment(ConfigNode& node) {
  std::size_t budget = max_text_bytes;
  expand_below(node, budget);
}

}  // namespace wick::detail
