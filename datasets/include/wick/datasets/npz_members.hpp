// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace wick {

/// One array per archive: array i is `np.load(paths[i])[member]`. Archives that have several members, as `x` and `y`,
/// are several sources. `pattern` is a glob (`*`, `?`, `[a-z]`; `**` for any number of folders), a folder (all its
/// `*.npz`) or one archive, in order of name as for `npy_files`. No archive is opened before it is needed. Throws
/// `NpyError` when nothing matches.
///
/// Cost of a read: the archive is opened and closed, its directory read, then the member, whose CRC-32 is checked; of
/// the other members nothing is read but the directory's entries. A stored member is read straight to where it is
/// wanted. A deflated one takes memory of its size, once per thread that reads at a time, and kept by the source.
/// `where(i)` is `a.npz['x.npy']`.
SourcePtr npz_members(const std::string& pattern, std::string member);

/// One array per archive, in the order given. An empty list is an empty source.
SourcePtr npz_members(const std::vector<std::string>& paths, std::string member);
SourcePtr npz_members(std::initializer_list<const char*> paths, std::string member);

}  // namespace wick
