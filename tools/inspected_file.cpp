// SPDX-License-Identifier: MIT
#include "inspected_file.hpp"

#include <wick/npy/is_npz.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/object_array.hpp>

#include "shown_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

namespace wick::tools {

namespace {

/// Calls `function`; what it throws about a file becomes `error`.
template <typename F>
void guarded(std::string& error, F&& function) {
  try {
    function();
  } catch (const NpyError& thrown) {
    error = reason_of(thrown);
  } catch (const std::bad_alloc&) {
    error = "more memory needed than there is";
  }
}

bool has_elements(const InspectedArray& array, Depth depth) {
  return depth == Depth::elements && array.header && array.header->dtype.kind == 'O';
}

InspectedMember inspect_member(const NpzArchive& archive, std::size_t index, Depth depth, NpzScratch& scratch) {
  InspectedMember member;
  member.member = archive.members()[index];
  guarded(member.error, [&] {
    const auto array = archive.find_array(index);
    if (!array) return;
    member.header = array->header;
    if (has_elements(member, depth)) member.elements = ElementSummary(read_object_array(archive, index, scratch));
  });
  return member;
}

void inspect_archive(InspectedFile& file, Depth depth) {
  const NpzArchive archive(file.path);
  NpzScratch scratch;
  file.members.emplace();
  for (std::size_t i = 0; i < archive.members().size(); ++i)
    file.members->push_back(inspect_member(archive, i, depth, scratch));
}

}  // namespace

bool InspectedFile::is_bad() const {
  const auto failed = [](const InspectedArray& array) { return !array.error.empty(); };
  return failed(*this) || (members && std::any_of(members->begin(), members->end(), failed));
}

InspectedFile inspect_file(const std::string& path, Depth depth) {
  if (path.find('\0') != path.npos) return refused_file(path, "a zero byte in the path");
  InspectedFile file;
  file.path = path;
  guarded(file.error, [&] {
    const File opened(path);
    if (is_npz(opened)) return inspect_archive(file, depth);
    file.header = read_npy_header(opened);
    if (has_elements(file, depth)) file.elements = ElementSummary(read_object_array(opened));
  });
  return file;
}

InspectedFile refused_file(const std::string& path, const std::string& reason) {
  InspectedFile file;
  file.path = path;
  file.error = reason;
  return file;
}

std::string reason_of(const NpyError& error) {
  const std::string text = error.what(), prefix = error.path() + ": ";
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::vector<std::string> complaints(const InspectedFile& file) {
  std::vector<std::string> texts;
  if (!file.error.empty()) texts.push_back(shown_path(fmt::format("{}: {}", file.path, file.error)));
  if (!file.members) return texts;
  for (const InspectedMember& member : *file.members)
    if (!member.error.empty())
      texts.push_back(shown_path(fmt::format("{}['{}']: {}", file.path, member.member.name, member.error)));
  return texts;
}

}  // namespace wick::tools
