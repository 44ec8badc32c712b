// SPDX-License-Identifier: MIT
#pragma once

#include <wick/configs/section.hpp>
#include <wick/loader/loader_options.hpp>

namespace wick::detail {

/// The section `loader`: every field of `LoaderOptions` but `collate`, which has a section of its own.
LoaderOptions read_loader(const Section& loader);

}  // namespace wick::detail
