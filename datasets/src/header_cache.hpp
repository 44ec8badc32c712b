// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace wick::detail {

/// A header as it stands in a file, and what it says. Its payload begins where it ends.
struct KnownHeader {
  std::string raw;
  ArrayInfo info;
  std::uint32_t id = 0;  ///< Given by the cache.
};

/// Remembers the header of each of many files in 4 bytes a file: files of one data set have few different headers.
/// Thread safety: all methods may be called from any number of threads at once; `find` and `recent` take no lock.
class HeaderCache {
 public:
  /// For files 0 to size - 1.
  explicit HeaderCache(std::int64_t size);

  /// The header of a file; null if not known. Valid as long as the cache.
  const KnownHeader* find(std::int64_t index) const noexcept;

  /// The header that was remembered last, whosever it is: a good guess at the next; null if there is none.
  const KnownHeader* recent() const noexcept;

  /// Notes that file `index` has a header that the cache has already. Takes no lock.
  void note(std::int64_t index, const KnownHeader& known) noexcept;

  /// Notes the header of file `index`, unless it is very long or the cache is full.
  void remember(std::int64_t index, KnownHeader header);

  /// Different headers that are remembered at most, and bytes of each: they bound the memory on data sets where every
  /// file has a shape of its own.
  static constexpr std::int64_t max_headers = 4096;
  static constexpr std::size_t max_header_bytes = 4096;

 private:
  // Constant after construction.
  std::size_t limit_;

  // Any thread, without lock: a number leads to a header that is complete and stays.
  std::unique_ptr<std::atomic<std::uint32_t>[]> ids_;           // 0: not known, else an index of headers_
  std::unique_ptr<std::atomic<const KnownHeader*>[]> headers_;  // [0] stays null
  std::atomic<std::uint32_t> recent_{0};

  std::mutex mutex_;

  // Guarded by mutex_.
  std::unordered_map<std::string, std::uint32_t> id_of_;
  std::vector<std::unique_ptr<const KnownHeader>> owned_;
};

}  // namespace wick::detail
