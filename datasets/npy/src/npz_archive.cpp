// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "magic.hpp"
#include "python_repr.hpp"
#include "zip_directory.hpp"
#include "zip_end.hpp"
#include "zip_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace wick {
namespace {

namespace zip = detail::zip;

// As numpy.load does, by which an archive behind other bytes is not one.
void check_magic(const File& file) {
  std::array<std::byte, 4> bytes{};
  if (file.size() == 0) throw NpyError(file.path(), "the file is empty: a zip archive expected");
  file.read_some_at(0, bytes);
  const auto signature = zip::load32(bytes, 0);
  if (signature == zip::local_signature || signature == zip::end_signature) return;
  const bool npy = std::equal(bytes.begin(), bytes.end(), detail::magic.begin(),
                              [](std::byte a, char b) { return a == static_cast<std::byte>(b); });
  throw NpyError(file.path(), 0,
                 fmt::format("not an .npz file, {}: a zip archive expected (PK\\3\\4)",
                             npy ? "it is an .npy file" : "it begins with other bytes"));
}

std::vector<std::uint32_t> order_by_name(const std::vector<NpzMember>& members) {
  std::vector<std::uint32_t> order(members.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int compared = members[a].name.compare(members[b].name);
    return compared != 0 ? compared < 0 : a < b;
  });
  return order;
}

std::string shown(std::string_view name) { return fmt::format("{:.100}", detail::python_repr(name)); }

// The first members' names, for those who asked for one that is not there.
std::string some_names(const std::vector<NpzMember>& members) {
  constexpr std::size_t most = 10;
  if (members.empty()) return "the archive is empty";
  std::string names = "it has ";
  for (std::size_t i = 0; i < std::min(members.size(), most); ++i) {
    if (i > 0) names += ", ";
    names += shown(npz_key(members[i].name));
  }
  if (members.size() > most) names += fmt::format(" and {} more", members.size() - most);
  return names;
}

}  // namespace

NpzArchive::NpzArchive(std::string path, const NpzLimits& limits) : file_(std::move(path)), limits_(limits) {
  check_magic(file_);
  const auto end = detail::find_zip_end(file_);
  members_ = detail::read_zip_directory(file_, end, limits_.max_members);
  ends_ = detail::zip_member_ends(members_, end);
  by_name_ = order_by_name(members_);
}

std::optional<std::size_t> NpzArchive::find(std::string_view name) const {
  const auto search = [this](std::string_view full) -> std::optional<std::size_t> {
    const auto found = std::lower_bound(by_name_.begin(), by_name_.end(), full,
                                        [this](std::uint32_t i, auto wanted) { return members_[i].name < wanted; });
    if (found == by_name_.end() || members_[*found].name != full) return std::nullopt;
    if (const auto next = found + 1; next != by_name_.end() && members_[*next].name == full) {
      throw NpyError(file_.path(), fmt::format("several members are called {}: each needs a name of its own, or read "
                                               "them by their index",
                                               shown(full)));
    }
    return *found;
  };
  const auto exact = search(name);
  return exact ? exact : search(std::string(name) + ".npy");
}

std::size_t NpzArchive::at(std::string_view name) const {
  if (const auto found = find(name)) return *found;
  throw NpyError(file_.path(), fmt::format("no member is called {}: {}", shown(name), some_names(members_)));
}

std::string NpzArchive::where(std::size_t member) const {
  return fmt::format("{}[{}]", file_.path(), shown(members_.at(member).name));
}

}  // namespace wick
