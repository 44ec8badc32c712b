// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>
#include <wick/loader/loader_options.hpp>

namespace wick::detail {

/// The section `loader`: every field of `LoaderOptions` but `collate`, which has a section of its own. Ranges are
/// `resolve`'s to judge; what it refuses is placed at the option that it names.
LoaderOptions read_loader(const Section& loader);

}  // namespace wick::detail
