// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace wick {

/// One element of a string array, without the NUL characters that fill it up, as NumPy gives it: of kind `S` its bytes
/// as they are, whatever they encode; of kind `U`, code points of 4 bytes in the dtype's order, in UTF-8.
/// NUL characters before others stay.
///
/// `element` has `dtype.itemsize` bytes, aligned or not. `path` serves messages.
/// Throws `NpyError` when it has not, at a dtype of another kind, and where Unicode has no such character: 0x110000 and
/// above, which NumPy cannot read either, and lone surrogates, which Python can have and UTF-8 cannot.
std::string decode_text(const Dtype& dtype, std::span<const std::byte> element, std::string_view path);

}  // namespace wick
