// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wick {

/// What becomes of a file that is there already.
enum class ExistingFile {
  refuse,   ///< It stays, and the writer throws.
  append,   ///< Rows are added to it. If there is none, it is made.
  replace,  ///< A new file takes its place, at once and as a whole.
};

/// What rows in a file outlive.
enum class Durability {
  process,  ///< The end of the process, whatever it is.
  power,    ///< The end of the machine too. Each flush waits for the disk twice.
};

/// How an `NpyWriter` works. Every field has a working default.
struct NpyWriterOptions {
  // Behaviour.

  /// What becomes of a file that is there already.
  ExistingFile existing = ExistingFile::refuse;

  /// What rows in the file outlive.
  Durability durability = Durability::process;

  // Performance.

  /// Rows are kept in memory until there are this many bytes of them, then written together. 0: every append writes.
  std::int64_t buffer_bytes = 1 << 20;
};

/// An `.npy` file that grows by rows, its first dimension, and is whole at any time: whenever the process dies, killed
/// or not, `numpy.load` reads the rows of all flushes before.
///
///     NpyWriter writer("x.npy", native_dtype("f4"), Shape{3});
///     writer.append(std::as_bytes(std::span(values)));  // 6 floats: 2 rows; the file then has shape (2, 3)
///     writer.close();
///
/// A flush puts the rows behind those that the header counts, where no reader looks, then changes the count in the
/// header by one write of the few bytes that differ. NumPy leaves room for that: 21 digits. A flush comes when the
/// buffer is full, with `flush`, and with `close`. Bytes behind the counted rows are left by a flush that was cut off:
/// to go on with the file drops them.
///
/// Errors are `NpyError`. If a flush fails (no room on the disk, a limit of the file's size), the file has the rows of
/// the flushes before; rows in memory stay there, so that `flush` may be tried again.
/// Thread safety: one thread at a time. Another writer of the same file, in any process, is refused.
class NpyWriter {
 public:
  /// Opens a file of rows of `row_shape`: () are single elements. To go on with a file, its header must say the same
  /// dtype, byte order included, and the same row shape, in C order.
  ///
  /// Throws at a dtype with Python objects, at rows of 0 bytes, and where a file to go on with has another dtype or
  /// shape, Fortran order in 2 or more dimensions, or another array behind its own.
  NpyWriter(const std::string& path, const Dtype& dtype, std::span<const std::int64_t> row_shape,
            const NpyWriterOptions& options = {});

  /// Closes, and drops rows that cannot be written without a word: call `close` before.
  ~NpyWriter();
  NpyWriter(const NpyWriter&) = delete;
  NpyWriter& operator=(const NpyWriter&) = delete;

  /// Adds whole rows, in C order and the dtype's bytes. Copies them to the buffer, or writes them past it when it is
  /// full. If it throws, none of them is added.
  void append(std::span<const std::byte> rows);

  /// Writes what the buffer has. Then the file has all rows.
  void flush();

  /// Flushes and closes. Nothing can be appended then. A second call does nothing. If it throws, the file is still
  /// open.
  void close();

  /// Rows of the file and of the buffer.
  std::int64_t rows() const noexcept;

  /// Bytes of one row.
  std::int64_t row_bytes() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wick
