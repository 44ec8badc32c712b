// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// The slices of one large array of an archive along axis 0: array i is `np.load(path)[member][i]`. `pattern` is an
/// archive, or a glob or folder (all its `*.npz`) of archives, whose rows follow each other in order of name. All have
/// the same dtype and row shape.
///
/// Rows of a stored member (numpy.savez) are read from their place. The archive stays open, and no CRC is checked, as
/// it goes over all of the member: `NpzArchive::check` does that. A deflated member (numpy.savez_compressed) is
/// inflated and checked when the source is made, and its array kept in memory as long as the source, once for all
/// workers; the archive is then closed. So is a member in Fortran order, whose rows are scattered. Where that is too
/// much memory, write the archive by numpy.savez.
///
/// `where(i)` is `a.npz['x.npy'][17]`. Throws `NpyError`: nothing matches, no such member, a 0-d array, unlike arrays,
/// more archives than can be open.
SourcePtr npz_rows(const std::string& pattern, std::string_view member);

/// The rows of this member of several archives, one after the other in the order given.
SourcePtr npz_rows(const std::vector<std::string>& paths, std::string_view member);
SourcePtr npz_rows(std::initializer_list<const char*> paths, std::string_view member);

}  // namespace wick
