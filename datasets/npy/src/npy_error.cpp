// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>

namespace wick {

NpyError::NpyError(std::string_view path, std::string_view fact)
    : Error(fmt::format("{}: {}", path, fact)), path_(path) {}

NpyError::NpyError(std::string_view path, std::int64_t offset, std::string_view fact)
    : Error(fmt::format("{}: byte {}: {}", path, offset, fact)), path_(path), offset_(offset) {}

}  // namespace wick
