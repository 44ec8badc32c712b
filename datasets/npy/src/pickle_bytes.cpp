// SPDX-License-Identifier: MIT
#include "pickle_bytes.hpp"

#include "pickle_opcode.hpp"
#include "utf8.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace wick::detail {
namespace {

// Writes the Latin-1 characters of UTF-8 text over it; returns how many there are.
std::size_t decode_in_place(PickleContext& context, const Instruction& text) {
  const auto characters = context.input.text(text.data, text.length);
  std::size_t written = 0;
  for (std::size_t position = 0; position < characters.size();) {
    const auto code_point = next_code_point(characters, position);
    if (!code_point || *code_point > 0xFF) context.fail("encodes a string that is not Latin-1");
    context.input.bytes[text.data + written++] = static_cast<std::byte>(*code_point);
  }
  return written;
}

// Makes the text's opcode say that it is decoded, and to how many bytes. Nothing executes it again.
void mark_decoded(PickleContext& context, const Instruction& text, std::size_t length) {
  const bool is_short = text.opcode == Opcode::short_binunicode;
  auto bytes = context.input.bytes.subspan(text.offset);
  bytes[0] = static_cast<std::byte>(is_short ? Opcode::short_latin1 : Opcode::latin1);
  for (std::size_t i = 0; i < (is_short ? 1 : 4); ++i) bytes[1 + i] = static_cast<std::byte>(length >> (8 * i));
}

Value latin1_bytes(PickleContext& context, Value text) {
  if (!text.is(ValueKind::text)) context.fail_kind(text, "what is encoded", "a string");
  const auto counted = reread_counted(context.input, text.payload());
  context.spend_operations(counted.length / 8);
  if (!is_latin1(context.input, text)) {
    const auto length = decode_in_place(context, counted);
    if (length < counted.length) mark_decoded(context, counted, length);
  }
  return {ValueKind::bytes, text.payload()};
}

double part_of(const PickleContext& context, Value value) {
  if (!value.is(ValueKind::real)) context.fail_kind(value, "a part of a complex number", "a float");
  return real_of(context.input, value);
}

}  // namespace

Value encode(PickleContext& context, const TupleNode& arguments) {
  const auto codec = context.text(context.item(arguments, 1), "the encoding");
  if (codec != "latin1" && codec != "latin-1") context.fail("encodes a string, not as latin1");
  return latin1_bytes(context, context.item(arguments, 0));
}

Value make_bytes(PickleContext& context, const TupleNode& arguments) {
  if (arguments.count == 0) return {ValueKind::no_bytes, 0};
  if (arguments.count == 2) return encode(context, arguments);
  const Value bytes = context.item(arguments, 0);
  context.bytes(bytes, "the argument of bytes");
  return bytes;
}

Value make_complex(PickleContext& context, const TupleNode& arguments) {
  const std::complex<double> number(part_of(context, context.item(arguments, 0)),
                                    part_of(context, context.item(arguments, 1)));
  context.spend_memory(sizeof(number));
  context.nodes.complexes.push_back(number);
  return {ValueKind::complex, context.nodes.complexes.size() - 1};
}

}  // namespace wick::detail
