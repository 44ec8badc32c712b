// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/npz_writer.hpp>

#include <ATen/core/Tensor.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace wick {

/// An array or a tensor, and the key that it gets in an archive. Shares its memory.
struct NpzEntry {
  NpzEntry(std::string name, NumpyArray array) : key(std::move(name)), value(std::move(array)) {}
  NpzEntry(std::string name, at::Tensor tensor) : key(std::move(name)), value(std::move(tensor)) {}

  /// Without `.npy`, which the member's name gets at its end.
  std::string key;

  std::variant<NumpyArray, at::Tensor> value;
};

/// Writes an archive as `np.savez(path, **arrays)` does, or as `np.savez_compressed`:
///
///     wick::save_npz("a.npz", {{"x", tensor}, {"y", array}});
///     wick::save_npz("b.npz", {{"x", tensor}}, {.method = wick::NpzMethod::deflated});
///
/// Each array is written as `save_npy` writes it, from its own memory if it is dense; of what has gaps or is on a
/// device one at a time is copied. `numpy.load` reads the archive, which is put in its place as a whole: readers see
/// the old one or the new one. The path is taken as it is; NumPy would add a missing `.npz`. Throws `Error` for a
/// tensor whose dtype NumPy lacks, `NpyError` for all else, among it a key that comes twice.
void save_npz(const std::string& path, const std::vector<NpzEntry>& entries, const NpzWriterOptions& options = {});

}  // namespace wick
