// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/detail/path_list.hpp>
#include <wick/datasets/npz_members.hpp>

#include "npz_array.hpp"
#include "npz_scratch_pool.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace wick {
namespace {

// An archive opened for one read, and its array. What is in it is looked at anew each time: one file stays open from
// its directory to its payload, so that an archive that is replaced meanwhile cannot give the bytes of two.
struct OpenMember {
  OpenMember(const std::string& path, const std::string& member)
      : archive(path), array(archive.array(archive.at(member))) {
    detail::refuse_objects(archive, array);
  }

  NpzArchive archive;
  NpzArray array;
};

class NpzMembers : public Source {
 public:
  NpzMembers(detail::PathList paths, std::string member) : paths_(std::move(paths)), member_(std::move(member)) {}

  std::int64_t size() const override { return paths_.size(); }

  ArrayInfo info(std::int64_t index) const override {
    return detail::info_of(OpenMember(paths_.path(index), member_).array);
  }

  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    read(OpenMember(paths_.path(index), member_), bytes);
  }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    const OpenMember open(paths_.path(index), member_);
    if (detail::info_of(open.array) != expected) return false;
    read(open, bytes);
    return true;
  }

  // Without opening the archive: the name that the member has if numpy wrote it.
  std::string where(std::int64_t index) const override {
    return fmt::format("{}['{}.npy']", paths_.path(index), npz_key(member_));
  }

 private:
  void read(const OpenMember& open, std::span<std::byte> bytes) const {
    auto scratch = scratches_.take();
    open.archive.read(open.array, bytes, scratch);
    scratches_.give_back(std::move(scratch));
  }

  // Constant after construction.
  detail::PathList paths_;
  std::string member_;

  mutable detail::NpzScratchPool scratches_;
};

}  // namespace

SourcePtr npz_members(const std::string& pattern, std::string member) {
  return std::make_shared<NpzMembers>(detail::find_files(pattern, "*.npz"), std::move(member));
}

SourcePtr npz_members(const std::vector<std::string>& paths, std::string member) {
  detail::PathList list;
  for (const auto& path : paths) list.add(path);
  list.shrink();
  return std::make_shared<NpzMembers>(std::move(list), std::move(member));
}

SourcePtr npz_members(std::initializer_list<const char*> paths, std::string member) {
  return npz_members(std::vector<std::string>(paths.begin(), paths.end()), std::move(member));
}

}  // namespace wick
