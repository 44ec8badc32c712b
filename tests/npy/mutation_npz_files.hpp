// SPDX-License-Identifier: MIT
#pragma once

#include <support/temp_folder.hpp>

#include "mutation_file.hpp"
#include "mutation_object_files.hpp"
#include "npz_file.hpp"
#include "npz_python.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wick::test {

/// The bytes of the archive that `add` fills.
inline std::string npz_bytes(const NpzWriterOptions& options, const std::function<void(NpzWriter&)>& add) {
  const TempFolder folder;
  NpzWriter writer(folder / "x.npz", options);
  add(writer);
  writer.finish();
  return bytes_of_file(folder / "x.npz");
}

/// An archive of one stored member whose sizes and sum stand behind its data, as in one that was written to a pipe.
inline std::string npz_with_data_descriptor() {
  const auto plain = npz_bytes({}, [](NpzWriter& writer) { add_counted(writer, "a", 4); });
  const auto directory = entry_offset(plain, 0);
  const auto sum_and_sizes = plain.substr(14, 12);
  auto bytes = patched(patched(patched(plain.substr(0, directory), 6, 8, 2), 14, 0, 8), 22, 0, 4) + "PK\x07\x08" +
               sum_and_sizes + patched(plain.substr(directory), 8, 8, 2);
  return patched(bytes, bytes.rfind("PK\x05\x06") + 16, directory + 16, 4);
}

/// An archive whose only name has a byte that is not ASCII, and does not say that it is UTF-8; a comment at the end.
inline std::string npz_of_code_page_437(const std::string& comment) {
  const auto bytes = npz_bytes({}, [](NpzWriter& writer) { add_counted(writer, "\xC3\xA9", 2); });
  const auto unmarked = patched(patched(bytes, 6, 0, 2), entry_offset(bytes, 0) + 8, 0, 2);
  return patched(unmarked, bytes.size() - 2, comment.size(), 2) + comment;
}

inline std::vector<MutationFile> mutation_npz_files() {
  const auto file = [](std::string name, std::string bytes, std::size_t optional = 0) {
    return MutationFile{
        .name = std::move(name), .format = MutationFormat::npz, .bytes = std::move(bytes), .optional_bytes = optional};
  };
  const auto two = [](NpzWriter& writer) {
    add_counted(writer, "a", 6);
    add_counted(writer, "b", 5);
  };
  const auto mixed = [](NpzWriter& writer) {
    writer.add_bytes("folder/", {});
    add_counted(writer, "folder/\xC3\xA9\xE6\x95\xB4", 3);
    writer.add_bytes("notes.txt", as_bytes("no array"));
    writer.add_bytes("object.npy", as_bytes(pickle::usual_files()[0]));
    add_counted(writer, "none", 0);
  };
  return {
      file("stored", npz_bytes({}, two)),
      file("deflated", npz_bytes({.method = NpzMethod::deflated}, two)),
      file("ZIP64, stored", npz_bytes({.zip64 = Zip64::always}, two)),
      file("ZIP64, deflated", npz_bytes({.method = NpzMethod::deflated, .zip64 = Zip64::always}, two)),
      file("with a data descriptor", npz_with_data_descriptor()),
      file("code page 437, with a comment", npz_of_code_page_437("hello"), 5),
      file("several kinds of members, stored", npz_bytes({}, mixed)),
      file("several kinds of members, deflated", npz_bytes({.method = NpzMethod::deflated}, mixed)),
  };
}

}  // namespace wick::test
