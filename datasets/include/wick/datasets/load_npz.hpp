// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/npz_arrays.hpp>

#include <string>
#include <string_view>

namespace wick {

/// Reads all arrays of an archive, stored or deflated, each into memory of its own, as `dict(np.load(path))`. What
/// `load_npy` says about orders, dtypes, bools and alignment holds here too. The CRC-32 of every array is checked.
/// Members that are no arrays (folders, texts), which NumPy gives as bytes, are left out: `NpzArchive` reads them.
/// Throws `NpyError`, which names the member: `a.npz['x.npy']: ...`; one array that cannot be read stops all, and the
/// others are to be had by name.
NpzArrays load_npz(const std::string& path);

/// Reads one array of an archive, as `np.load(path)[name]`. Of the others nothing is read but the directory's entries.
/// Throws `NpyError`, for a name that there is not with some of those that there are.
NumpyArray load_npz(const std::string& path, std::string_view name);

}  // namespace wick
