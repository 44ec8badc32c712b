// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/npy_writer.hpp>

#include "npy_writer_file.hpp"
#include "npy_writer_header.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wick::detail {

/// A file that rows can be added to.
struct GrowingNpy {
  std::unique_ptr<NpyWriterFile> file;
  NpyWriterHeader header;
  std::int64_t rows = 0;       ///< As the header counts them.
  std::int64_t row_bytes = 0;  ///< At least 1.
  std::int64_t end = 0;        ///< Where in the file the next row begins, and the file ends.
};

/// Makes the file or opens the one that is there, as the options say, and checks all that `NpyWriter` promises to.
/// Throws `NpyError`.
GrowingNpy open_growing_npy(const std::string& path, const Dtype& dtype, std::span<const std::int64_t> row_shape,
                            const NpyWriterOptions& options);

}  // namespace wick::detail
