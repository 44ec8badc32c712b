// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/isolated.hpp>
#include <wick/datasets/file_check.hpp>
#include <wick/npy/is_npz.hpp>
#include <wick/npy/nonfinite.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/object_array.hpp>

#include "nonfinite_text.hpp"
#include "npz_scratch_pool.hpp"
#include "object_search.hpp"

#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <iterator>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace wick {

namespace {

constexpr std::int64_t large_file = 64 << 20;
constexpr std::int64_t piece_bytes = 16 << 20;
constexpr std::int64_t part_bytes = 256 << 10;

/// What is found in one file by whoever looks at a part of it.
using Faults = std::vector<FileFault>;

FileFault fault_of(const NpyError& error) {
  const std::string text = error.what(), prefix = error.path() + ": ";
  return {FileFault::Kind::unreadable, error.path(), text.starts_with(prefix) ? text.substr(prefix.size()) : text};
}

/// Calls `function`, and makes faults of what a file is to blame for.
template <typename F>
void guarded(const std::string& where, Faults& faults, F&& function) {
  try {
    function();
  } catch (const NpyError& error) {
    faults.push_back(fault_of(error));
  } catch (const std::bad_alloc&) {
    faults.push_back({FileFault::Kind::unreadable, where, "more memory needed than there is"});
  } catch (const std::exception& error) {  // One file, whatever is wrong with it, must not end the check of the others.
    faults.push_back({FileFault::Kind::unreadable, where, error.what()});
  }
}

void note_trailing(const std::string& where, std::int64_t bytes, Faults& faults) {
  if (bytes > 0)
    faults.push_back({FileFault::Kind::trailing, where,
                      fmt::format("{} byte{} behind the array, which NumPy ignores", bytes, bytes == 1 ? "" : "s")});
}

void note_nonfinite(const std::string& where, const NonFinite& found, const NpyHeader& header, Faults& faults) {
  if (found.first)
    faults.push_back(
        {FileFault::Kind::nonfinite, where, detail::nonfinite_text(found, header.shape, header.fortran_order)});
}

/// As `NpzArchive::find_array`. A header that cannot be read may come from damage: then that is the reason.
std::optional<NpzArray> find_array(const NpzArchive& archive, std::size_t member, NpzScratch& scratch) {
  try {
    return archive.find_array(member);
  } catch (const NpyError&) {
    archive.check(member, scratch);
    throw;
  }
}

/// Calls `work(i)`, which must not throw, for 0 to `count` - 1: by all threads if that may pay.
template <typename Work>
void for_each_index(std::int64_t count, bool parallel, const Work& work) {
  if (parallel && count > 1) {
    detail::isolated([&] { oneapi::tbb::parallel_for(std::int64_t{0}, count, work); });
  } else {
    for (std::int64_t i = 0; i < count; ++i) work(i);
  }
}

}  // namespace

struct FileChecker::State {
  FileCheckOptions options;
  mutable detail::NpzScratchPool scratch;
};

namespace {

/// The check of one file.
class OneCheck {
 public:
  OneCheck(const FileCheckOptions& options, detail::NpzScratchPool& scratch) : options_(options), scratch_(scratch) {}

  FileCheck run(const std::string& path) {
    guarded(path, result_.faults, [&] {
      if (path.find('\0') != path.npos) throw NpyError(path, "a zero byte in the path");
      const File file(path);
      result_.bytes = file.size();
      result_.is_archive = is_npz(file);
      result_.is_archive ? check_archive(NpzArchive(path)) : check_array(file);
    });
    note(1 - reported_);
    return std::move(result_);
  }

 private:
  struct Member {
    std::optional<CheckedArray> array;
    Faults faults;
  };

  void check_array(const File& file);
  void search_objects(const ObjectArray& array, const std::string& where, Faults& faults) const;
  NonFinite search_piece(const File& file, const NpyHeader& header, const NonFiniteSearch& search, std::int64_t begin,
                         std::int64_t end);
  void check_archive(const NpzArchive& archive);
  void check_member(const NpzArchive& archive, std::size_t index, Member& member);
  void read_member(const NpzArchive& archive, const NpzArray& array, Faults& faults, NpzScratch& scratch);

  /// Tells how much was read; whether to go on.
  bool note(double share) {
    reported_ += share;
    const auto bytes = static_cast<std::int64_t>(share * static_cast<double>(result_.bytes));
    if (options_.progress && !options_.progress(share, bytes)) stopped_ = true;
    return !stopped_;
  }

  const FileCheckOptions& options_;
  detail::NpzScratchPool& scratch_;
  FileCheck result_;
  std::atomic<double> reported_ = 0;
  std::atomic<bool> stopped_ = false;
};

void OneCheck::search_objects(const ObjectArray& array, const std::string& where, Faults& faults) const {
  if (options_.allow_nonfinite) return;
  if (std::string text = detail::nonfinite_elements(array); !text.empty())
    faults.push_back({FileFault::Kind::nonfinite, where, std::move(text)});
}

void OneCheck::check_array(const File& file) {
  const NpyHeader header = read_npy_header(file);
  result_.arrays.push_back({{}, header.dtype.descr, header.shape});
  if (header.dtype.has_object) {
    search_objects(read_object_array(file), file.path(), result_.faults);
    return;
  }
  const auto row = std::max<std::int64_t>(header.dtype.itemsize, 1);
  const auto piece = std::max<std::int64_t>(piece_bytes / row, 1) * row;
  const auto count = (header.payload_bytes + piece - 1) / piece;
  const NonFiniteSearch search(header.dtype, file.path());
  struct Piece {
    NonFinite found;
    Faults faults;
  };
  std::vector<Piece> pieces(static_cast<std::size_t>(count));
  for_each_index(count, header.payload_bytes > large_file, [&](std::int64_t i) {
    Piece& done = pieces[static_cast<std::size_t>(i)];
    guarded(file.path(), done.faults, [&] {
      const auto end = std::min((i + 1) * piece, header.payload_bytes);
      done.found = search_piece(file, header, search, i * piece, end);
    });
  });
  NonFinite found;
  for (std::int64_t i = 0; i < count; ++i) {
    const Piece& done = pieces[static_cast<std::size_t>(i)];
    found.add(done.found, i * (piece / row));
    if (result_.faults.empty()) result_.faults = done.faults;
  }
  note_nonfinite(file.path(), found, header, result_.faults);
  note_trailing(file.path(), file.size() - header.payload_offset - header.payload_bytes, result_.faults);
}

NonFinite OneCheck::search_piece(const File& file, const NpyHeader& header, const NonFiniteSearch& search,
                                 std::int64_t begin, std::int64_t end) {
  const auto row = std::max<std::int64_t>(header.dtype.itemsize, 1);
  const auto part = std::max<std::int64_t>(part_bytes / row, 1) * row;
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min(part, end - begin)));
  NonFinite found;
  for (auto at = begin; at < end; at += part) {
    const auto bytes = std::span(buffer).first(static_cast<std::size_t>(std::min(part, end - at)));
    file.read_at(header.payload_offset + at, bytes);
    if (!options_.allow_nonfinite) found.add(search.search(bytes), (at - begin) / row);
    if (!note(static_cast<double>(bytes.size()) / static_cast<double>(file.size()))) break;
  }
  return found;
}

void OneCheck::check_archive(const NpzArchive& archive) {
  const auto count = archive.members().size();
  std::vector<Member> members(count);
  for_each_index(static_cast<std::int64_t>(count), archive.file().size() > large_file, [&](std::int64_t i) {
    if (stopped_) return;
    const auto index = static_cast<std::size_t>(i);
    check_member(archive, index, members[index]);
    note(1 / static_cast<double>(count));
  });
  for (Member& member : members) {
    if (member.array) result_.arrays.push_back(*std::move(member.array));
    std::move(member.faults.begin(), member.faults.end(), std::back_inserter(result_.faults));
  }
}

void OneCheck::check_member(const NpzArchive& archive, std::size_t index, Member& member) {
  const std::string where = archive.where(index);
  NpzScratch scratch = scratch_.take();
  guarded(where, member.faults, [&] {
    const auto array = find_array(archive, index, scratch);
    if (!array) return archive.check(index, scratch);
    const NpyHeader& header = array->header;
    member.array = {std::string(npz_key(archive.members()[index].name)), header.dtype.descr, header.shape};
    read_member(archive, *array, member.faults, scratch);
  });
  scratch_.give_back(std::move(scratch));
}

void OneCheck::read_member(const NpzArchive& archive, const NpzArray& array, Faults& faults, NpzScratch& scratch) {
  const NpyHeader& header = array.header;
  const std::string where = archive.where(array.member);
  const std::int64_t bytes = archive.members()[array.member].bytes;
  if (header.dtype.has_object) return search_objects(read_object_array(archive, array.member, scratch), where, faults);
  const NonFiniteSearch search(header.dtype, where);
  NonFinite found;
  std::int64_t elements = 0;
  const auto visit = [&](std::span<const std::byte> part) {
    if (!options_.allow_nonfinite) found.add(search.search(part), elements);
    elements += static_cast<std::int64_t>(part.size()) / std::max<std::int64_t>(header.dtype.itemsize, 1);
    return note(0);
  };
  archive.read_parts(array, visit, scratch);
  note_nonfinite(where, found, header, faults);
  note_trailing(where, bytes - header.payload_offset - header.payload_bytes, faults);
}

}  // namespace

FileChecker::FileChecker(FileCheckOptions options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
}

FileChecker::FileChecker(FileChecker&&) noexcept = default;
FileChecker& FileChecker::operator=(FileChecker&&) noexcept = default;
FileChecker::~FileChecker() = default;

FileCheck FileChecker::check(const std::string& path) const {
  return OneCheck(state_->options, state_->scratch).run(path);
}

}  // namespace wick
