// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace wick {

/// Limits on what a pickle may ask of its reader. Every field has a working default: in proportion to the file where
/// honest pickles are too. Payloads (bytes of arrays and tensors) together never exceed the file, whatever these say.
struct PickleLimits {
  /// Opcodes, those of nested pickles and work that costs as much included. Unset: as many as the file has bytes, and
  /// 65,536.
  std::optional<std::int64_t> max_operations = std::nullopt;

  /// Bytes of memory beside those of the file. Unset: 8 times the file's size, and 512 KiB. With the file's own bytes
  /// that is at most twice the file and 1 MiB for files of up to 60,000 bytes, and 9 times the file and 1 MiB for all.
  ///
  /// 8, because Python's own lists take 8 bytes for a None or an int, as this reader does, which are 1 to 5 in a file.
  /// Other elements mostly take less than they take in the file: strings, bytes and floats 8, arrays 40 to 50, NumPy
  /// scalars 33, tensors some 130 bytes. A list or tuple takes 32 bytes and 8 for each item. So 200,000 lists of one
  /// small int are read, and of their kind only files of nothing but `[]` or `()`, which are 1 or 2 bytes there, are
  /// not.
  std::optional<std::int64_t> max_memory = std::nullopt;

  /// Values on the pickle machine's stack. NumPy's own files need some 1,000; a long tuple needs its length.
  std::int64_t max_stack = 1 << 16;

  /// Lists, tuples, dicts and object arrays inside of each other.
  std::int64_t max_nesting = 32;

  /// Elements at all levels together, where one that is referred to n times counts n times. Unset: `max_operations`.
  std::optional<std::int64_t> max_elements = std::nullopt;
};

}  // namespace wick
