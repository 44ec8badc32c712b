// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_scratch.hpp>
#include <wick/npy/object_element.hpp>
#include <wick/npy/pickle_limits.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Reads the object array (dtype `|O`) in an `.npy` file, without executing anything: its pickle is read as data by a
/// machine that knows how NumPy writes ndarrays and scalars, how torch writes tensors, and Python's plain values. A
/// pickle that refers to anything else is refused by name. Protocols 2 to 5; NumPy 1 and 2, and Python 2's.
///
/// Reads the file once, in a buffer that the array and all of its elements share; beside it, memory that is mostly
/// smaller than the file, and never more than `PickleLimits::max_memory`. Throws `NpyError`: not an object array, not
/// readable, not to be read, over a limit.
ObjectArray read_object_array(const std::string& path, const PickleLimits& limits = {});
ObjectArray read_object_array(const File& file, const PickleLimits& limits = {});

/// The same of a member of an archive, by its number. The CRC-32 is checked. `scratch` is for inflating.
ObjectArray read_object_array(const NpzArchive& archive, std::size_t member, NpzScratch& scratch,
                              const PickleLimits& limits = {});

/// As `read_object_array`, of a whole `.npy` file that is in memory. Takes the bytes over, and may change them. `path`
/// serves messages.
ObjectArray parse_object_array(std::vector<std::byte> file, std::string_view path, const PickleLimits& limits = {});

}  // namespace wick
