// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <initializer_list>
#include <string>
#include <vector>

namespace wick {

/// One array per file. `pattern` is a glob (`*`, `?`, `[a-z]`; `**` for any number of folders), a folder (all its
/// `*.npy`) or one file. Files are ordered by name, byte by byte, as Python's `sorted`. No file is opened before it is
/// needed: a million are listed in seconds and cost their names plus less than 20 bytes each. Throws `NpyError` when
/// nothing matches.
///
/// `where(i)` of the source is the path of file i. Labels of class folders (images/cat/x.npy, images/dog/y.npy) follow
/// from it; numbered in order of name, as here, they are those of torchvision's ImageFolder:
///
///     const auto images = wick::npy_files("images/*/*.npy");
///     const auto folder = [&](std::int64_t i) {
///       return std::filesystem::path(images->where(i)).parent_path().filename().string();
///     };
///     std::map<std::string, std::int64_t> classes;
///     for (std::int64_t i = 0; i < images->size(); ++i) classes[folder(i)] = 0;
///     for (std::int64_t next = 0; auto& [name, label] : classes) label = next++;  // cat 0, dog 1
///     std::vector<std::int64_t> labels;
///     for (std::int64_t i = 0; i < images->size(); ++i) labels.push_back(classes[folder(i)]);
///     wick::NumpyDataset dataset({{"data", images}, {"target", wick::in_memory_rows(torch::tensor(labels))}});
SourcePtr npy_files(const std::string& pattern);

/// One array per file, in the order given. An empty list is an empty source.
SourcePtr npy_files(const std::vector<std::string>& paths);
SourcePtr npy_files(std::initializer_list<const char*> paths);

}  // namespace wick
