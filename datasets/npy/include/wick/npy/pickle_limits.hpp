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

  /// Bytes of memory beside those of the file. Unset: 8 times the file's size, and 512 KiB. Arrays and tensors take
  /// some 50 and 130 bytes each, which mostly is less than they take in the file; ints and None take 8 bytes, but 1 to
  /// 5 in a file, and empty lists 40, but 2 in a file.
  std::optional<std::int64_t> max_memory = std::nullopt;

  /// Values on the pickle machine's stack. NumPy's own files need some 1,000; a long tuple needs its length.
  std::int64_t max_stack = 1 << 16;

  /// Lists, tuples, dicts and object arrays inside of each other.
  std::int64_t max_nesting = 32;

  /// Elements at all levels together, where one that is referred to n times counts n times. Unset: `max_operations`.
  std::optional<std::int64_t> max_elements = std::nullopt;
};

}  // namespace wick
