// SPDX-License-Identifier: MIT
#include "pickle_memo.hpp"

#include "pickle_opcode.hpp"

#include <fmt/format.h>

#include <bit>

namespace wick::detail {
namespace {

void check_protocol(PickleContext& context, const Instruction& first) {
  if (first.opcode != Opcode::proto || first.number < 2 || first.number > 5) {
    context.fail("protocol 2, 3, 4 or 5 expected");
  }
}

void check_frame(PickleContext& context, const Instruction& frame) {
  const auto there = context.input.size() - frame.next;
  if (frame.number > there) context.fail(fmt::format("a frame of {} bytes expected, {} found", frame.number, there));
}

}  // namespace

PickleMemo::PickleMemo(PickleContext& context, std::size_t begin) {
  walk(context, begin);
  make_places(context);
  next_ = 0;
}

void PickleMemo::walk(PickleContext& context, std::size_t begin) {
  for (std::size_t position = begin;;) {
    context.offset = position;
    const auto instruction = read_instruction(context.input, position);
    context.spend_operations(1);
    if (position == begin) check_protocol(context, instruction);
    position = instruction.next;
    switch (instruction.opcode) {
      case Opcode::stop:
        return;
      case Opcode::frame:
        check_frame(context, instruction);
        break;
      case Opcode::memoize:
        note_put(next_);
        break;
      case Opcode::binput:
      case Opcode::long_binput:
        // Python 2's pickler counts from 1.
        if (instruction.number > next_ + 1) {
          context.fail(fmt::format("puts under {} in the memo, where {} is next", instruction.number, next_));
        }
        note_put(instruction.number);
        break;
      case Opcode::binget:
      case Opcode::long_binget:
        note_fetched(context, instruction.number);
        break;
      default:
        break;
    }
  }
}

void PickleMemo::note_fetched(PickleContext& context, std::uint64_t number) {
  if (number >= next_) context.fail(fmt::format("fetches {} from the memo, where only {} are", number, next_));
  const auto word = number / 64;
  if (word >= fetched_.size()) {
    // A word costs 64 puts, so these are at most 3/16 of the pickle's bytes, and twice that while the vector grows.
    context.spend_memory((word + 1 - fetched_.size()) * (2 * sizeof(std::uint64_t) + sizeof(std::uint32_t)));
    fetched_.resize(word + 1);
  }
  fetched_[word] |= std::uint64_t{1} << (number % 64);
}

void PickleMemo::make_places(PickleContext& context) {
  std::uint32_t count = 0;
  before_.reserve(fetched_.size());
  for (const auto word : fetched_) {
    before_.push_back(count);
    count += static_cast<std::uint32_t>(std::popcount(word));
  }
  context.spend_memory(count * sizeof(Value));
  places_.resize(count);
}

Value* PickleMemo::find(std::uint64_t number) {
  const auto word = number / 64;
  const std::uint64_t bit = std::uint64_t{1} << (number % 64);
  if (word >= fetched_.size() || (fetched_[word] & bit) == 0) return nullptr;
  return &places_[before_[word] + static_cast<std::uint32_t>(std::popcount(fetched_[word] & (bit - 1)))];
}

}  // namespace wick::detail
