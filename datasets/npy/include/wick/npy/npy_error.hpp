// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wick {

/// A NumPy file that cannot be read or written. The message begins with the file's name and, where one byte is to
/// blame, its offset: `x.npy: byte 128: 24 bytes of data expected, 23 found`.
class NpyError : public Error {
 public:
  NpyError(std::string_view path, std::string_view fact);
  NpyError(std::string_view path, std::int64_t offset, std::string_view fact);

  const std::string& path() const noexcept { return path_; }
  std::optional<std::int64_t> offset() const noexcept { return offset_; }

 private:
  std::string path_;
  std::optional<std::int64_t> offset_;
};

}  // namespace wick
