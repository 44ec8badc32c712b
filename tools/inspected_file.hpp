// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_member.hpp>

#include "element_summary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wick::tools {

/// What one array's header says, or why it says nothing.
struct InspectedArray {
  std::optional<NpyHeader> header;

  /// Of object arrays, if they were looked at.
  std::optional<ElementSummary> elements = std::nullopt;

  std::string error = {};
};

/// A member of an archive. Without header and error, it is no array.
struct InspectedMember : InspectedArray {
  NpzMember member;
};

/// What a file holds: an array, or members.
struct InspectedFile : InspectedArray {
  std::string path;
  std::optional<std::vector<InspectedMember>> members = std::nullopt;

  /// Whether it, or a member, cannot be read.
  bool is_bad() const;
};

/// What is read.
enum class Depth {
  headers,
  elements,  ///< The pickles of object arrays, too.
};

/// Reads headers; never throws what the file is to blame for.
InspectedFile inspect_file(const std::string& path, Depth depth);

/// What stands for `path` where it could not be read, or found.
InspectedFile refused_file(const std::string& path, const std::string& reason);

/// Without the path.
std::string reason_of(const NpyError& error);

/// What went wrong with it and its members, each with the path before: `a.npz['x']: its CRC-32 ...`.
std::vector<std::string> complaints(const InspectedFile& file);

}  // namespace wick::tools
