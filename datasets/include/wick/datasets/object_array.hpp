// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// The elements of object arrays (dtype `|O`): array i is `np.asarray(a.ravel()[i])`. They may differ in shape and
/// dtype; `pad`, `cat` and a Cast make batches of them. Elements are what `element_array` takes: ndarrays, torch
/// tensors and numbers. Another one fails alone, as a `SampleError` when it is asked for. `pattern` is a file, or a
/// glob or folder of files, whose elements follow each other in order of name.
///
/// Nothing is executed: see `read_object_array`. When the source is made, only headers are read. A file is read when
/// one of its elements is first asked for, also for its `info`, since the shapes of elements are all over the pickle;
/// once, whatever the number of workers, and is then kept as long as the source. So the memory is that of all files,
/// and what `read_object_array` needs beside it: large data sets are better split into files of one array each. A file
/// that cannot be read fails with each of its elements, and is not tried again.
///
/// `read` copies in C order; `where(i)` is `o.npy[17]`, counted in C order.
/// Throws `NpyError`: nothing matches, a file that is no object array.
SourcePtr object_array(const std::string& pattern);

/// The elements of several files, one after the other in the order given. An empty list is an empty source.
SourcePtr object_array(const std::vector<std::string>& paths);
SourcePtr object_array(std::initializer_list<const char*> paths);

/// The same of a member of each of these archives. `where(i)` is `a.npz['x.npy'][17]`.
SourcePtr object_array(const std::string& pattern, std::string_view member);
SourcePtr object_array(const std::vector<std::string>& paths, std::string_view member);
SourcePtr object_array(std::initializer_list<const char*> paths, std::string_view member);

}  // namespace wick
