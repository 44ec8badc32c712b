// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <string_view>

namespace wick::detail {

/// Throws `NpyError` unless elements of dtype `from` can be looked at as those of dtype `to`: as many bytes, no Python
/// objects. `place` serves messages.
void check_view(const Dtype& from, const Dtype& to, std::string_view place);

}  // namespace wick::detail
