// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace wick::detail {

/// What a value is, and what its payload means.
enum class ValueKind : std::uint8_t {
  unset,  // a place of the memo that nothing was put into
  mark,   // of the stack, never an element of anything
  none,
  boolean,       // 0 or 1
  integer,       // the number itself
  long_integer,  // offset of a LONG1 in the input
  real,          // offset of 8 bytes in the input, the highest first
  text,          // offset of its opcode
  bytes,         // offset of its opcode
  no_bytes,      // `bytes()`, which stands nowhere in the input
  global,        // row of the table of known names
  // Indices of nodes.
  tuple,
  list,
  dict,
  dtype,
  array,
  storage,
  tensor,
  complex,
};

/// A value as an error message names it: `a list`.
std::string_view name_of(ValueKind kind);

/// One value of a pickle, small, since a list may have as many as its file has bytes. What is large stays in the
/// input; what has parts is a node.
class Value {
 public:
  Value() = default;
  Value(ValueKind kind, std::uint64_t payload) : word_(payload << 8 | static_cast<std::uint64_t>(kind)) {}

  ValueKind kind() const noexcept { return static_cast<ValueKind>(word_ & 0xFF); }
  std::uint64_t payload() const noexcept { return word_ >> 8; }

  /// The payload of an `integer`, which was given as a negative number cut to 56 bits, or a positive one.
  std::int64_t number() const noexcept { return static_cast<std::int64_t>(word_) >> 8; }

  bool is(ValueKind kind) const noexcept { return this->kind() == kind; }

 private:
  std::uint64_t word_ = 0;
};

}  // namespace wick::detail
