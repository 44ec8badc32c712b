// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/shape.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wick {

/// What the header of a `.npy` file says. Source of the format: NumPy's NEP 1 and `numpy/lib/format.py`.
struct NpyHeader {
  int major = 1;
  int minor = 0;
  Dtype dtype;
  bool fortran_order = false;
  Shape shape;

  /// Where the payload begins in the file. Files of today's NumPy: a multiple of 64; others: anywhere.
  std::int64_t payload_offset = 0;

  /// Bytes of the payload: elements times itemsize. For object arrays, whose payload is a pickle, what is left of the
  /// file.
  std::int64_t payload_bytes = 0;
};

/// Limits on what a header may ask of a reader.
struct NpyLimits {
  /// Longest header text of versions 2 and 3; version 1 cannot exceed 65,535.
  std::int64_t max_header_bytes = 1 << 20;
};

/// Bytes of the file that suffice to read most headers: today's NumPy writes 128.
inline constexpr std::int64_t usual_header_bytes = 128;

/// How many bytes of a file, from its start, hold its header; reads at most 12 of `prefix`.
/// `path` and `file_bytes` (size of the whole file) serve the checks and the message.
/// Throws `NpyError`: no magic, unknown version, a length over the limit or past the end of the file.
std::int64_t npy_header_bytes(std::span<const std::byte> prefix, std::int64_t file_bytes, std::string_view path,
                              const NpyLimits& limits = {});

/// Parses the header at the start of `bytes`, which holds at least `npy_header_bytes(...)` bytes of a file of
/// `file_bytes` bytes. Checks everything that can be checked without the payload, among it that the payload fits in the
/// file. Bytes after the payload are ignored, as NumPy ignores them. Throws `NpyError`.
NpyHeader parse_npy_header(std::span<const std::byte> bytes, std::int64_t file_bytes, std::string_view path,
                           const NpyLimits& limits = {});

/// Reads and parses the header of a file: one `pread` as a rule. Throws `NpyError`.
NpyHeader read_npy_header(const std::string& path, const NpyLimits& limits = {});
NpyHeader read_npy_header(const File& file, const NpyLimits& limits = {});

/// The bytes of a header as NumPy writes it: keys sorted, room for the growing axis, padded to a multiple of 64.
/// The version is the lowest that fits. Throws `Error` when `shape` has a negative extent or too many dimensions.
std::string make_npy_header(const Dtype& dtype, bool fortran_order, std::span<const std::int64_t> shape);

}  // namespace wick
