// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/new_file.hpp>
#include <wick/npy/npz_member.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

namespace wick {

/// When an archive gets the records for 4 GiB and more, or 65,535 members and more.
enum class Zip64 {
  when_needed,
  always,  ///< In small archives too, to see whether a reader knows them.
};

/// How an archive is written.
struct NpzWriterOptions {
  /// `stored` as by numpy.savez, or `deflated` as by numpy.savez_compressed. Stored arrays are read some 10 times
  /// faster, and in parts.
  NpzMethod method = NpzMethod::stored;

  /// For `deflated`: 1 (fastest) to 12 (smallest).
  int level = 6;

  Zip64 zip64 = Zip64::when_needed;
};

/// Writes an archive of arrays that `numpy.load` reads. The file is written beside its place and put there by `finish`:
/// readers see the old file or the whole new one, and without `finish` nothing remains. The same members give the same
/// bytes: all are dated 1980-01-01, as by NumPy.
///
/// Memory: arrays are written from where they are. A deflated one takes as much again, as all of it is compressed at
/// once. The directory takes some 100 bytes a member.
/// Errors are `NpyError`; after one while bytes are written (a full disk), the archive cannot be finished.
/// Thread safety: one thread at a time.
class NpzWriter {
 public:
  /// Throws when the file cannot be made, or an option is out of its bounds.
  explicit NpzWriter(const std::string& path, const NpzWriterOptions& options = {});
  NpzWriter(const NpzWriter&) = delete;
  NpzWriter& operator=(const NpzWriter&) = delete;
  ~NpzWriter();

  /// Adds an array as the member `key` + `.npy`. `payload` has all its elements in C order, or in Fortran order if
  /// `fortran_order`. Throws when it does not have as many bytes as shape and dtype say, for dtypes with Python
  /// objects, and for a key that was used, is not UTF-8, has a NUL character or is longer than 65,531 bytes.
  void add(std::string_view key, const Dtype& dtype, bool fortran_order, std::span<const std::int64_t> shape,
           std::span<const std::byte> payload);

  /// Adds a member of any bytes under exactly this name.
  void add_bytes(std::string_view name, std::span<const std::byte> bytes);

  /// Writes the directory and puts the archive in its place. Nothing can be added then.
  void finish();

 private:
  class Deflater;

  void check_open() const;
  NpzMember new_member(std::string_view name) const;
  void add_member(std::string_view name, std::span<const std::byte> head, std::span<const std::byte> body);
  void write_member(const NpzMember& member, std::span<const std::byte> head, std::span<const std::byte> body);

  std::string path_;
  NpzWriterOptions options_;
  NewFile file_;
  std::unique_ptr<Deflater> deflater_;  // if members are deflated
  std::unordered_set<std::string> names_;
  std::string directory_;
  std::int64_t written_ = 0;
  bool open_ = true;
};

}  // namespace wick
