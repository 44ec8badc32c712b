// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_input.hpp"

#include <cstddef>
#include <cstdint>

namespace wick::detail {

/// The opcodes of pickle that NumPy and torch write for arrays, tensors and plain values. Source: CPython's
/// `Lib/pickletools.py`. Those that make any other object (INST, OBJ, NEWOBJ, EXT1, ...) are left out on purpose.
enum class Opcode : std::uint8_t {
  proto = 0x80,
  frame = 0x95,
  stop = '.',
  mark = '(',
  global = 'c',
  stack_global = 0x93,
  reduce = 'R',
  build = 'b',
  binpersid = 'Q',
  none = 'N',
  newtrue = 0x88,
  newfalse = 0x89,
  binint = 'J',
  binint1 = 'K',
  binint2 = 'M',
  long1 = 0x8a,
  binfloat = 'G',
  short_binunicode = 0x8c,
  binunicode = 'X',
  short_binstring = 'U',
  binstring = 'T',  // payloads of 256 bytes and more by Python 2
  short_binbytes = 'C',
  binbytes = 'B',
  binbytes8 = 0x8e,
  bytearray8 = 0x96,
  empty_tuple = ')',
  tuple1 = 0x85,
  tuple2 = 0x86,
  tuple3 = 0x87,
  tuple = 't',
  empty_list = ']',
  append = 'a',
  appends = 'e',
  empty_dict = '}',
  setitem = 's',
  setitems = 'u',
  binput = 'q',
  long_binput = 'r',
  memoize = 0x94,
  binget = 'h',
  long_binget = 'j',

  // Not in any pickle: these overwrite the opcode of a text that was decoded to bytes where it lies.
  short_latin1 = 0x01,
  latin1 = 0x02,
};

/// One opcode and its argument.
struct Instruction {
  Opcode opcode = Opcode::stop;
  std::size_t offset = 0;    // of the opcode
  std::uint64_t number = 0;  // the argument, if it is a number of fixed size
  std::size_t data = 0;      // where the bytes of a text, of bytes, of a float, or of a long begin
  std::size_t length = 0;    // how many there are
  std::size_t next = 0;      // where the next opcode is
};

/// The instruction at `offset`. Throws `NpyError` if the bytes end before its end, or its opcode is none of the above.
Instruction read_instruction(const PickleInput& input, std::size_t offset);

/// The text or bytes whose opcode is at `offset`, which was read before; also after decoding in place.
Instruction reread_counted(const PickleInput& input, std::size_t offset);

}  // namespace wick::detail
