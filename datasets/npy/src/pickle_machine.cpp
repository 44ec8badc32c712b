// SPDX-License-Identifier: MIT
#include "pickle_machine.hpp"

#include "pickle_build.hpp"
#include "pickle_reduce.hpp"
#include "python_repr.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

namespace wick::detail {

PickleMachine::PickleMachine(PickleContext& context, std::size_t begin, PickleRole role)
    : context_(context), role_(role), memo_(context, begin), position_(begin) {}

Value PickleMachine::run() {
  for (;;) {
    context_.offset = position_;
    const auto instruction = read_instruction(context_.input, position_);
    position_ = instruction.next;
    if (instruction.opcode == Opcode::stop) break;
    execute(instruction);
  }
  const Value result = pop();
  if (!stack_.empty()) context_.fail("ends with more than one value on the stack");
  return result;
}

void PickleMachine::execute(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::proto:
    case Opcode::frame:
      return;  // the memo's walk checked them
    case Opcode::mark:
      return push(ValueKind::mark, 0);
    case Opcode::binput:
    case Opcode::long_binput:
      return put(instruction.number);
    case Opcode::memoize:
      return put(memo_.next());
    case Opcode::binget:
    case Opcode::long_binget:
      return get(instruction.number);
    case Opcode::global:
    case Opcode::stack_global:
    case Opcode::reduce:
    case Opcode::build:
    case Opcode::binpersid:
      return execute_object(instruction);
    default:
      return execute_scalar(instruction);
  }
}

void PickleMachine::execute_scalar(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::none:
      return push(ValueKind::none, 0);
    case Opcode::newtrue:
      return push(ValueKind::boolean, 1);
    case Opcode::newfalse:
      return push(ValueKind::boolean, 0);
    case Opcode::binint1:
    case Opcode::binint2:
      return push(ValueKind::integer, instruction.number);
    case Opcode::binint:
      return push(ValueKind::integer, static_cast<std::uint64_t>(static_cast<std::int32_t>(instruction.number)));
    case Opcode::long1:
      return push_long(instruction);
    case Opcode::binfloat:
      return push(ValueKind::real, instruction.data);
    case Opcode::short_binunicode:
    case Opcode::binunicode:
      return push_text(instruction);
    case Opcode::short_binstring:
    case Opcode::binstring:
    case Opcode::short_binbytes:
    case Opcode::binbytes:
    case Opcode::binbytes8:
    case Opcode::bytearray8:
      return push(ValueKind::bytes, instruction.offset);
    default:
      return execute_container(instruction);
  }
}

void PickleMachine::execute_container(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::empty_tuple:
      return push(context_.make_tuple(pop_items(0)));
    case Opcode::tuple1:
      return push(context_.make_tuple(pop_items(1)));
    case Opcode::tuple2:
      return push(context_.make_tuple(pop_items(2)));
    case Opcode::tuple3:
      return push(context_.make_tuple(pop_items(3)));
    case Opcode::tuple:
      return push(context_.make_tuple(pop_items_to_mark()));
    case Opcode::empty_list:
      return push(context_.make_list(ValueKind::list));
    case Opcode::empty_dict:
      return push(context_.make_list(ValueKind::dict));
    case Opcode::append:
      return extend(ValueKind::list, pop_items(1));
    case Opcode::appends:
      return extend(ValueKind::list, pop_items_to_mark());
    case Opcode::setitem:
      return extend(ValueKind::dict, pop_items(2));
    case Opcode::setitems:
      return extend(ValueKind::dict, pop_items_to_mark());
    default:
      context_.fail("an opcode without a meaning here");
  }
}

void PickleMachine::execute_object(const Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::global:
      return push_global(instruction);
    case Opcode::stack_global: {
      const auto name = context_.text_or_bytes(pop(), "STACK_GLOBAL's name");
      const auto module = context_.text_or_bytes(pop(), "STACK_GLOBAL's module");
      return push_global(module, name);
    }
    case Opcode::reduce:
      return reduce_top();
    case Opcode::build:
      return build_top();
    default:
      return push_persistent();
  }
}

void PickleMachine::push(Value value) {
  if (stack_.size() >= context_.budget.stack) {
    context_.fail(fmt::format("more than {} values on the stack (PickleLimits::max_stack)", context_.budget.stack));
  }
  if (stack_.size() == highest_) {
    context_.spend_memory(sizeof(Value));
    ++highest_;
  }
  stack_.push_back(value);
}

Value PickleMachine::pop() {
  const Value value = top();
  stack_.pop_back();
  return value;
}

// No opcode but those that look for it takes a mark from the stack.
Value& PickleMachine::top() {
  if (stack_.empty() || stack_.back().is(ValueKind::mark)) context_.fail("takes more from the stack than there is");
  return stack_.back();
}

std::uint64_t PickleMachine::pop_items_to_mark() {
  std::size_t count = 0;
  while (count < stack_.size() && !stack_[stack_.size() - 1 - count].is(ValueKind::mark)) ++count;
  if (count == stack_.size()) context_.fail("looks for a mark that is not on the stack");
  const auto begin = pop_items(count);
  stack_.pop_back();
  return begin;
}

std::uint64_t PickleMachine::pop_items(std::size_t count) {
  const auto begin = context_.nodes.items.size();
  if (count > stack_.size()) context_.fail("takes more from the stack than there is");
  for (auto i = stack_.size() - count; i < stack_.size(); ++i) {
    if (stack_[i].is(ValueKind::mark)) context_.fail("takes more from the stack than there is");
    context_.add_item(stack_[i]);
  }
  stack_.resize(stack_.size() - count);
  return begin;
}

void PickleMachine::extend(ValueKind kind, std::uint64_t begin) {
  const Value target = top();
  if (!target.is(kind)) context_.fail_kind(target, "what items are added to", name_of(kind));
  const auto count = context_.nodes.items.size() - begin;
  if (kind == ValueKind::dict && count % 2 != 0) context_.fail("a key of a dict without its value");
  context_.extend(target, begin);
}

void PickleMachine::push_text(const Instruction& instruction) {
  const auto text = context_.input.text(instruction.data, instruction.length);
  for (std::size_t position = 0; position < text.size();) {
    if (!next_code_point(text, position)) {
      context_.input.fail(instruction.data + position, "pickle: a string is not UTF-8");
    }
  }
  push(ValueKind::text, instruction.offset);
}

void PickleMachine::push_long(const Instruction& instruction) {
  if (instruction.length > 8) {
    context_.fail(fmt::format("an int of {} bytes: at most 8 (int64) can be read", instruction.length));
  }
  push(ValueKind::long_integer, instruction.offset);
}

void PickleMachine::push_global(const Instruction& two_lines) {
  const auto lines = context_.input.text(two_lines.data, two_lines.length);
  const auto end = lines.find('\n');
  push_global(lines.substr(0, end), lines.substr(end + 1, lines.size() - end - 2));
}

void PickleMachine::push_global(std::string_view module, std::string_view name) {
  const auto row = find_global(module, name);
  if (!row) {
    // Through python_repr, so that no bytes of a file reach a terminal; without its quotes.
    const auto shown = python_repr(fmt::format("{:.80}.{:.80}", module.substr(0, 400), name.substr(0, 400)));
    context_.fail(
        fmt::format("refers to {}: wick never calls anything; only ndarrays, torch tensors, scalars and "
                    "strings can be read",
                    std::string_view(shown).substr(1, shown.size() - 2)));
  }
  push(ValueKind::global, *row);
}

void PickleMachine::put(std::uint64_t number) {
  const Value value = top();
  memo_.note_put(number);
  Value* const place = memo_.find(number);
  if (place == nullptr) return;
  *place = value;
  if (value.is(ValueKind::tuple)) context_.nodes.tuples[value.payload()].kept = true;
  if (value.is(ValueKind::list) || value.is(ValueKind::dict)) context_.nodes.lists[value.payload()].kept = true;
}

// The memo's walk saw a greater or equal number put before this; only a number that was left out is still empty.
void PickleMachine::get(std::uint64_t number) {
  const Value value = *memo_.find(number);
  if (value.is(ValueKind::unset)) context_.fail(fmt::format("fetches {}, which was never put into the memo", number));
  push(value);
}

void PickleMachine::reduce_top() {
  const Value arguments = pop();
  const Value callable = pop();
  if (role_ == PickleRole::storage) context_.fail("a torch storage's pickle calls something");
  push(reduce(context_, callable, arguments));
  context_.release(arguments);
}

void PickleMachine::build_top() {
  const Value state = pop();
  if (role_ == PickleRole::storage) context_.fail("a torch storage's pickle calls something");
  build(context_, top(), state);
  context_.release(state);
}

void PickleMachine::push_persistent() {
  const Value id = pop();
  if (role_ != PickleRole::storage) context_.fail("refers to an object outside of the pickle");
  context_.tuple(id, "a persistent id");
  push(id);
}

}  // namespace wick::detail
