// SPDX-License-Identifier: MIT
#include "archive_text.hpp"

#include "array_groups.hpp"
#include "array_text.hpp"
#include "columns.hpp"
#include "shown_path.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick::tools {

namespace {

constexpr std::size_t most_members = 40;

std::string name_of(const InspectedMember& member) { return shown_path(std::string(npz_key(member.member.name))); }

std::int64_t number(std::size_t count) { return static_cast<std::int64_t>(count); }

std::int64_t count_bad(const std::vector<InspectedMember>& members) {
  return std::count_if(members.begin(), members.end(), [](const auto& member) { return !member.error.empty(); });
}

/// A member's bytes: those of its array, or all.
double bytes_of(const InspectedMember& member) {
  return static_cast<double>(member.header ? member.header->payload_bytes : member.member.bytes);
}

/// The lines above the table.
std::string sums_text(const std::vector<InspectedMember>& members) {
  double bytes = 0, compressed = 0;
  for (const InspectedMember& member : members) {
    bytes += bytes_of(member);
    compressed += static_cast<double>(member.member.compressed_bytes);
  }
  const std::int64_t bad = count_bad(members);
  return fmt::format("  members  {}{}\n  bytes    {}, {} in the file\n", count_text(number(members.size())),
                     bad > 0 ? fmt::format(", {} bad", count_text(bad)) : "", bytes_text(bytes),
                     bytes_text(compressed));
}

/// What stands in the place of a dtype where there is none.
std::string no_dtype(const InspectedMember& member) { return member.error.empty() ? "no array" : "bad"; }

std::string member_table(const std::vector<InspectedMember>& members) {
  Columns table("  ", {{"member", 7},
                       {"dtype", 7},
                       {"shape", 15},
                       {"order", 5},
                       {"method", 8},
                       {"bytes", 8, true},
                       {"in file", 8, true}});
  for (const InspectedMember& member : members) {
    const auto& header = member.header;
    table.add({name_of(member), header ? dtype_cell(header->dtype) : no_dtype(member),
               header ? to_string(header->shape) : "", header ? (header->fortran_order ? "F" : "C") : "",
               to_string(member.member.method), bytes_text(bytes_of(member)),
               bytes_text(static_cast<double>(member.member.compressed_bytes))});
  }
  return table.empty() ? "" : table.text();
}

std::string summary(const std::vector<InspectedMember>& members) {
  ArrayGroups groups;
  for (const InspectedMember& member : members)
    if (member.header) groups.add(*member.header);
  const std::int64_t others = number(members.size()) - groups.count() - count_bad(members);
  return fmt::format("  names    {:.30} ... {:.30} (--json names all)\n{}{}", name_of(members.front()),
                     name_of(members.back()), groups.empty() ? "" : groups.text("members"),
                     others > 0 ? fmt::format("  no arrays: {}\n", counted(others, "member")) : "");
}

std::string elements_text(const InspectedMember& member) {
  std::string text;
  if (member.elements)
    for (const std::string& line : member.elements->lines()) text += fmt::format("  {}: {}\n", name_of(member), line);
  return text;
}

}  // namespace

std::vector<std::string> archive_row(const InspectedFile& file) {
  double bytes = 0;
  std::int64_t unloadable = 0;
  for (const InspectedMember& member : *file.members) {
    bytes += bytes_of(member);
    if (member.header && !is_loadable(member.header->dtype)) ++unloadable;
  }
  return {"npz", counted(number(file.members->size()), "member"), "", bytes_text(bytes),
          shown_path(file.path) +
              (unloadable > 0 ? fmt::format("  ({} not loadable: dtype)", counted(unloadable, "member")) : "")};
}

std::string archive_block(const InspectedFile& file) {
  const std::vector<InspectedMember>& members = *file.members;
  std::string text = fmt::format("{}\n{}", shown_path(file.path), sums_text(members));
  if (members.size() > most_members) return text + summary(members);
  text += member_table(members);
  for (const InspectedMember& member : members) text += elements_text(member);
  return text;
}

}  // namespace wick::tools
