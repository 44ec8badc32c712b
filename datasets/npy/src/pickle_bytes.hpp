// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// `_codecs.encode(text, 'latin1')`, which is how protocol 2 writes bytes. Decodes the text where it lies, in the
/// input: bytes take no more room than their text, and only one copy of the file is in memory.
Value encode(PickleContext& context, const TupleNode& arguments);

/// `bytes()`, `bytes(b)`, `bytearray(b)`, `bytearray(text, 'latin-1')`.
Value make_bytes(PickleContext& context, const TupleNode& arguments);

/// `complex(real, imag)`.
Value make_complex(PickleContext& context, const TupleNode& arguments);

}  // namespace wick::detail
