// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/npz_arrays.hpp>

#include <string>
#include <string_view>

namespace wick {

/// Reads all arrays of an archive, stored or deflated, each into memory of its own, as `dict(np.load(path))`. What
/// `load_npy` says about orders, dtypes, bools and alignment holds here too. The CRC-32 of every array is checked.
/// Two kinds of members are left out (`NpzArrays::left_out`), and the arrays say why when they are asked for one:
/// arrays of Python objects, for which NumPy wants allow_pickle and wick `parse_object_array`; and what is no array
/// (folders, texts), which NumPy gives as bytes: `NpzArchive::read_bytes` reads either.
/// Throws `NpyError`, which names the member: `a.npz['x.npy']: ...`; one array that is damaged stops all, and the
/// others are to be had by name.
NpzArrays load_npz(const std::string& path);

/// Reads one array of an archive, as `np.load(path)[name]`. Of the others nothing is read but the directory's entries.
/// Throws `NpyError`, for a name that there is not with some of those that there are.
NumpyArray load_npz(const std::string& path, std::string_view name);

}  // namespace wick
