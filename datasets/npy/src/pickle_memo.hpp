// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wick::detail {

/// The memo of one pickle. Picklers put nearly everything into it and fetch little of that, so the memo first walks the
/// pickle, notes which numbers are ever fetched, and then has places for these only.
class PickleMemo {
 public:
  /// Walks the pickle at `begin` from PROTO to STOP. Throws `NpyError` if it is cut off, has an opcode that is not to
  /// be read, puts under numbers that do not follow each other (a memo of such numbers would take any amount of
  /// memory), or fetches what was not put.
  PickleMemo(PickleContext& context, std::size_t begin);

  /// The place of a number. nullptr: nothing ever fetches it.
  Value* find(std::uint64_t number);

  /// The number that MEMOIZE puts under.
  std::uint64_t next() const noexcept { return next_; }

  /// Notes that something was put under `number`.
  void note_put(std::uint64_t number) noexcept { next_ = number < next_ ? next_ : number + 1; }

 private:
  void walk(PickleContext& context, std::size_t begin);
  void note_fetched(PickleContext& context, std::uint64_t number);
  void make_places(PickleContext& context);

  std::uint64_t next_ = 0;
  std::vector<std::uint64_t> fetched_;  // a bit for each number
  std::vector<std::uint32_t> before_;   // fetched numbers before those of each word
  std::vector<Value> places_;
};

}  // namespace wick::detail
