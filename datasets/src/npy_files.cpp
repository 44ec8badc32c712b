// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/detail/path_list.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include "file_header.hpp"
#include "header_cache.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <utility>

namespace wick {
namespace {

// Note [One call per file]
// A file whose header is known byte by byte (its own from an earlier time, or that of another file of the set) is read
// by one system call: header into a buffer, payload straight to where it is wanted. If the header that came is the one
// that was expected, so is the payload's place and length, and there is nothing to parse. In every other case the
// header is read again and parsed, and the payload read from where it says: correct first, one or two more calls.
class NpyFiles : public Source {
 public:
  explicit NpyFiles(detail::PathList paths) : paths_(std::move(paths)), headers_(paths_.size()) {}

  std::int64_t size() const override { return paths_.size(); }

  ArrayInfo info(std::int64_t index) const override {
    if (const auto* known = headers_.find(index)) return known->info;
    return learn(index, File(paths_.path(index))).info;
  }

  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    if (!read_expected(index, info(index), bytes)) {
      throw NpyError(paths_.path(index), "the header changed while the file was being read");
    }
  }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    const File file(paths_.path(index));
    const auto* known = headers_.find(index);
    if (known == nullptr) known = headers_.recent();
    if (known != nullptr && known->info == expected && read_known(file, *known, bytes)) {
      headers_.note(index, *known);
      return true;
    }
    const auto header = learn(index, file);
    if (header.info != expected) return false;
    file.read_at(static_cast<std::int64_t>(header.raw.size()), bytes);
    return true;
  }

  std::string where(std::int64_t index) const override { return paths_.path(index); }

 private:
  // See Note [One call per file]. False if the file has another header or ends too early.
  static bool read_known(const File& file, const detail::KnownHeader& known, std::span<std::byte> bytes) {
    std::array<std::byte, detail::HeaderCache::max_header_bytes> buffer;
    const auto head = std::span(buffer).first(known.raw.size());
    const auto read = file.read_two_at(0, head, bytes);
    return read == static_cast<std::int64_t>(head.size() + bytes.size()) &&
           std::memcmp(head.data(), known.raw.data(), head.size()) == 0;
  }

  detail::KnownHeader learn(std::int64_t index, const File& file) const {
    auto header = detail::read_header(file);
    headers_.remember(index, header);
    return header;
  }

  // Constant after construction.
  detail::PathList paths_;

  mutable detail::HeaderCache headers_;
};

}  // namespace

SourcePtr npy_files(const std::string& pattern) { return std::make_shared<NpyFiles>(detail::find_files(pattern)); }

SourcePtr npy_files(const std::vector<std::string>& paths) {
  detail::PathList list;
  for (const auto& path : paths) list.add(path);
  list.shrink();
  return std::make_shared<NpyFiles>(std::move(list));
}

SourcePtr npy_files(std::initializer_list<const char*> paths) {
  return npy_files(std::vector<std::string>(paths.begin(), paths.end()));
}

}  // namespace wick
