// SPDX-License-Identifier: MIT
#include "pickle_opcode.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace wick::detail {
namespace {

// What follows an opcode.
enum class Argument { nothing, number1, number2, number4, number8, float8, counted1, counted4, counted8, two_lines };

std::optional<Argument> argument_of(Opcode opcode) {
  switch (opcode) {
    case Opcode::proto:
    case Opcode::binint1:
    case Opcode::binput:
    case Opcode::binget:
      return Argument::number1;
    case Opcode::binint2:
      return Argument::number2;
    case Opcode::binint:
    case Opcode::long_binput:
    case Opcode::long_binget:
      return Argument::number4;
    case Opcode::frame:
      return Argument::number8;
    case Opcode::binfloat:
      return Argument::float8;
    case Opcode::long1:
    case Opcode::short_binunicode:
    case Opcode::short_binstring:
    case Opcode::short_binbytes:
      return Argument::counted1;
    case Opcode::binunicode:
    case Opcode::binstring:
    case Opcode::binbytes:
      return Argument::counted4;
    case Opcode::binbytes8:
    case Opcode::bytearray8:
      return Argument::counted8;
    case Opcode::global:
      return Argument::two_lines;
    case Opcode::short_latin1:
    case Opcode::latin1:
      return std::nullopt;
    case Opcode::stop:
    case Opcode::mark:
    case Opcode::stack_global:
    case Opcode::reduce:
    case Opcode::build:
    case Opcode::binpersid:
    case Opcode::none:
    case Opcode::newtrue:
    case Opcode::newfalse:
    case Opcode::empty_tuple:
    case Opcode::tuple1:
    case Opcode::tuple2:
    case Opcode::tuple3:
    case Opcode::tuple:
    case Opcode::empty_list:
    case Opcode::append:
    case Opcode::appends:
    case Opcode::empty_dict:
    case Opcode::setitem:
    case Opcode::setitems:
    case Opcode::memoize:
      return Argument::nothing;
  }
  return std::nullopt;
}

// Names of opcodes that make objects, for messages.
std::string_view refused_name(std::uint8_t opcode) {
  switch (opcode) {
    case 'i':
      return " (INST, which calls a class)";
    case 'o':
      return " (OBJ, which calls a class)";
    case 0x81:
      return " (NEWOBJ, which calls a class)";
    case 0x92:
      return " (NEWOBJ_EX, which calls a class)";
    case 0x82:
    case 0x83:
    case 0x84:
      return " (EXT, which refers to a registered class)";
    case 0x97:
    case 0x98:
      return " (a buffer outside of the pickle)";
    case 0x8b:
      return " (LONG4, an integer of more than 64 bits)";
    case 'P':
      return " (PERSID, an object outside of the pickle)";
    default:
      return "";
  }
}

class Decoder {
 public:
  Decoder(const PickleInput& input, std::size_t offset) : input_(input) {
    result_.offset = offset;
    result_.next = offset;
    const auto opcode = input.byte(take(1));
    result_.opcode = static_cast<Opcode>(opcode);
  }

  Instruction decode() {
    const auto argument = argument_of(result_.opcode);
    if (!argument) {
      const auto opcode = static_cast<std::uint8_t>(result_.opcode);
      input_.fail(result_.offset,
                  fmt::format("pickle opcode 0x{:02X}{}: only those that ndarrays, torch tensors, scalars and strings "
                              "need can be read",
                              opcode, refused_name(opcode)));
    }
    read(*argument);
    return result_;
  }

 private:
  void read(Argument argument) {
    switch (argument) {
      case Argument::nothing:
        return;
      case Argument::number1:
        return number(1);
      case Argument::number2:
        return number(2);
      case Argument::number4:
        return number(4);
      case Argument::number8:
        return number(8);
      case Argument::float8:
        return counted(8);
      case Argument::counted1:
        number(1);
        return counted(result_.number);
      case Argument::counted4:
        number(4);
        return counted(result_.number);
      case Argument::counted8:
        number(8);
        return counted(result_.number);
      case Argument::two_lines:
        result_.data = result_.next;
        skip_line();
        skip_line();
        result_.length = result_.next - result_.data;
        return;
    }
  }

  // Where the next `count` bytes begin, which the position then is behind.
  std::size_t take(std::uint64_t count) {
    const auto there = input_.size() - result_.next;
    if (count > there) {
      input_.fail(result_.next,
                  fmt::format("the pickle ends before its STOP: {} bytes expected, {} found", count, there));
    }
    const auto begin = result_.next;
    result_.next += static_cast<std::size_t>(count);
    return begin;
  }

  void number(std::size_t count) { result_.number = input_.little_endian(take(count), count); }

  void counted(std::uint64_t count) {
    result_.data = take(count);
    result_.length = static_cast<std::size_t>(count);
  }

  void skip_line() {
    constexpr std::size_t longest_name = 512;
    for (std::size_t i = 0; i < longest_name; ++i) {
      if (input_.byte(take(1)) == '\n') return;
    }
    input_.fail(result_.offset, fmt::format("GLOBAL: a name of at most {} bytes expected", longest_name));
  }

  const PickleInput& input_;
  Instruction result_;
};

}  // namespace

Instruction read_instruction(const PickleInput& input, std::size_t offset) { return Decoder(input, offset).decode(); }

Instruction reread_counted(const PickleInput& input, std::size_t offset) {
  const auto opcode = static_cast<Opcode>(input.byte(offset));
  const bool decoded = opcode == Opcode::short_latin1 || opcode == Opcode::latin1;
  if (!decoded) return read_instruction(input, offset);
  const std::size_t width = opcode == Opcode::short_latin1 ? 1 : 4;
  const auto length = static_cast<std::size_t>(input.little_endian(offset + 1, width));
  return {.opcode = opcode, .offset = offset, .number = length, .data = offset + 1 + width, .length = length};
}

}  // namespace wick::detail
