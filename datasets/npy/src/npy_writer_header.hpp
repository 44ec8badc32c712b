// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wick::detail {

/// A header of which only the first extent changes, in place: white space at its end makes room. All else stays as it
/// is, byte for byte, whoever wrote it.
class NpyWriterHeader {
 public:
  /// `bytes` are a whole header, magic included, which `parse_npy_header` accepts, of 1 or more dimensions.
  NpyWriterHeader(std::string bytes, std::string_view path);

  /// As it is now.
  const std::string& bytes() const noexcept { return bytes_; }

  /// Whether there is room for this extent.
  bool fits(std::int64_t extent) const;

  /// The header with this extent, which fits; as long as `bytes()`.
  std::string with(std::int64_t extent) const;

  /// Makes `bytes` of `with` the header of now.
  void set(std::string bytes) { bytes_ = std::move(bytes); }

 private:
  std::string bytes_;
  std::string before_;  // up to the extent
  std::string behind_;  // from there to the last character that is no white space
  std::string end_;     // the newline, if there is one
};

}  // namespace wick::detail
