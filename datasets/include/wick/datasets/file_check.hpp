// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/shape.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace wick {

/// Something about a file that is wrong, or worth a note.
struct FileFault {
  enum class Kind : std::uint8_t {
    unreadable,  ///< Not there, cut off, damaged, or a dtype or pickle that is refused.
    nonfinite,   ///< NaN or infinite values.
    trailing,    ///< Bytes behind the array, which NumPy ignores, as wick does: a note, no error.
  };

  Kind kind;

  /// The file, or `a.npz['x.npy']` for a member.
  std::string where;

  /// Without the place: `2 NaN of 60 elements, the first at [1, 2]`.
  std::string reason;
};

/// An array of a file, by its header.
struct CheckedArray {
  /// The member's name as NumPy shows it; empty in a `.npy` file.
  std::string name;

  /// The dtype's `descr`.
  std::string dtype;

  Shape shape;
};

/// What became of the check of one file.
struct FileCheck {
  /// Whether it is an `.npz` file.
  bool is_archive = false;

  /// Those whose headers can be read, in the order of the file.
  std::vector<CheckedArray> arrays;

  /// What is wrong, and notes, in the order of the file; one of each kind at the most for an array.
  std::vector<FileFault> faults;

  /// Bytes of the file.
  std::int64_t bytes = 0;
};

/// What is looked for.
struct FileCheckOptions {
  /// Whether NaN and infinite values are right.
  bool allow_nonfinite = false;

  /// Called from time to time, by any thread, with the share of a file that was read since the last call, and how many
  /// of its bytes these are, rounded. The shares of a file add up to 1. False ends the check of the file, whose result
  /// then lacks what was not read.
  std::function<bool(double share, std::int64_t bytes)> progress = nullptr;
};

/// Checks whole files: everything in a `.npy` or `.npz` file is read. Which it is, its first bytes tell; CRCs are
/// checked, pickles are read as data, with NaN and infinities looked for in arrays and tensors that are elements too.
///
/// Memory: some 256 KiB a thread (or an element's bytes, if these are more); object arrays are read whole, and deflated
/// members too. The memory for these is kept for the next ones. A file of more than 64 MiB is read by all threads of
/// the caller's TBB arena.
/// Thread safety: any number of threads may check files at once.
class FileChecker {
 public:
  /// Looks for what the options say, in every file.
  explicit FileChecker(FileCheckOptions options = {});
  FileChecker(FileChecker&&) noexcept;
  FileChecker& operator=(FileChecker&&) noexcept;
  ~FileChecker();

  /// Throws nothing that the file is to blame for: that is in the result.
  FileCheck check(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wick
