// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/shape.hpp>

#include "pickle_budget.hpp"
#include "pickle_global.hpp"
#include "pickle_input.hpp"
#include "pickle_nodes.hpp"
#include "pickle_value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wick::detail {

/// A pickle at work: its bytes, what it made so far, what it may still use, and where it is. All reading of values is
/// checked here; what does not fit is an `NpyError` at the instruction at work. `what` names the value in it.
struct PickleContext {
  PickleInput input;
  PickleNodes& nodes;
  PickleBudget& budget;
  std::size_t offset = 0;  // of the instruction at work

  [[noreturn]] void fail(std::string_view fact) const;

  void spend_operations(std::uint64_t count) const;
  void spend_memory(std::uint64_t bytes) const;
  void spend_payload(std::uint64_t bytes) const;

  // Make nodes.
  void add_item(Value value);
  Value make_tuple(std::uint64_t begin);  // of the items from `begin` on
  Value make_list(ValueKind kind);        // or dict
  std::uint64_t add_extents(const Shape& shape);

  /// Adds the items from `begin` on to a list or dict. Merges what lies behind the list's last piece.
  void extend(Value list, std::uint64_t begin);

  /// Frees a tuple that is used up, and the tuples and empty dicts in it to some levels, so far as the memo does not
  /// refer to them and nothing was made after them. In honest pickles that is nearly all there is to free.
  void release(Value value, int levels = 2);

  // Read values.
  std::int64_t integer(Value value, std::string_view what) const;
  bool flag(Value value, std::string_view what) const;  // a bool, or 0 or 1
  std::string_view text(Value value, std::string_view what) const;
  std::string_view text_or_bytes(Value value, std::string_view what) const;  // Python 2's str is bytes
  std::string_view bytes(Value value, std::string_view what) const;
  Shape shape(Value value, std::string_view what) const;  // a tuple of ints, none negative
  const KnownGlobal& global(Value value, std::string_view what) const;
  const TupleNode& tuple(Value value, std::string_view what) const;
  Value item(const TupleNode& tuple, std::size_t index) const { return nodes.items[tuple.begin + index]; }

  /// The value of a string key, the last one if there are several.
  std::optional<Value> find(Value dict, std::string_view key) const;

  [[noreturn]] void fail_kind(Value value, std::string_view what, std::string_view expected) const;

 private:
  void add_piece(ListNode& list, std::uint64_t begin) const;
  void release_dict(Value dict);
};

}  // namespace wick::detail
