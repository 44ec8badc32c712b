// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace wick {

/// The slices of one large array along axis 0: array i is `a[i]`. `pattern` is a file, or a glob or folder of files
/// whose rows follow each other in order of name. All files have the same dtype and row shape. Rows are read from their
/// place; the files stay open, so that there may be no more of them than `ulimit -n` allows. A Fortran-ordered file,
/// whose rows are scattered, is read as a whole when the source is made. Throws `NpyError`: nothing matches, a 0-d
/// array, unlike files, more files than can be open.
SourcePtr npy_rows(const std::string& pattern);

/// The rows of several files, one after the other in the order given.
SourcePtr npy_rows(const std::vector<std::string>& paths);
SourcePtr npy_rows(std::initializer_list<const char*> paths);

}  // namespace wick
