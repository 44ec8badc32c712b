// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_memo.hpp"
#include "pickle_opcode.hpp"
#include "pickle_value.hpp"

#include <cstddef>
#include <deque>
#include <string_view>

namespace wick::detail {

/// What a pickle may do.
enum class PickleRole {
  array,    // make arrays, tensors and plain values
  storage,  // describe a torch storage: plain values, and a persistent id, which reads as its tuple
};

/// Executes one pickle as data: it fills a stack with values and makes nodes of them. Nothing is ever called, imported
/// or looked up: REDUCE acts out the few callables of `Global` (see `reduce`), and BUILD the states of arrays and
/// dtypes; all else is refused by name. Source of the opcodes' meaning: CPython's `Lib/pickle.py`.
class PickleMachine {
 public:
  /// Walks the pickle at `begin` once, for the memo.
  PickleMachine(PickleContext& context, std::size_t begin, PickleRole role);

  /// The pickle's value. To be called once.
  Value run();

  /// Where the first byte behind the pickle is, after `run`.
  std::size_t end() const noexcept { return position_; }

 private:
  void execute(const Instruction& instruction);
  void execute_scalar(const Instruction& instruction);
  void execute_container(const Instruction& instruction);
  void execute_object(const Instruction& instruction);

  void push(Value value);
  void push(ValueKind kind, std::uint64_t payload) { push(Value(kind, payload)); }
  Value pop();
  Value& top();
  std::uint64_t pop_items_to_mark();
  std::uint64_t pop_items(std::size_t count);
  void extend(ValueKind kind, std::uint64_t begin);
  void push_text(const Instruction& instruction);
  void push_long(const Instruction& instruction);
  void push_global(std::string_view module, std::string_view name);
  void push_global(const Instruction& two_lines);
  void put(std::uint64_t number);
  void get(std::uint64_t number);
  void reduce_top();
  void build_top();
  void push_persistent();

  PickleContext& context_;
  PickleRole role_;
  PickleMemo memo_;
  std::size_t position_;
  std::deque<Value> stack_;
  std::size_t highest_ = 0;  // the stack's, which is what it costs
};

}  // namespace wick::detail
