// SPDX-License-Identifier: MIT
#include "convert_input.hpp"

#include <wick/configs/config_error.hpp>
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/load_npz.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/npz_members.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/npy/is_npz.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/object_array.hpp>

#include "concatenate.hpp"
#include "expand_pattern.hpp"
#include "piece_conversion.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace wick::tools {

namespace {

/// The matches of a pattern; of a folder its archives if a member of them is asked for, else its arrays.
std::vector<std::string> files_of(const std::string& pattern, const ConvertArguments& arguments) {
  return detail::find_files(pattern, arguments.member ? "*.npz" : "*.npy").paths();
}

std::string only_member(const NpzArchive& archive) {
  if (archive.members().size() == 1) return archive.members()[0].name;
  std::string names;
  for (const NpzMember& member : archive.members()) {
    if (names.size() > 200) {
      names += ", ...";
      break;
    }
    names += fmt::format("{}{}", names.empty() ? "" : ", ", npz_key(member.name));
  }
  throw NpyError(archive.file().path(),
                 fmt::format("{} members, expected --member with one of them: {}", archive.members().size(), names));
}

/// What the first file holds; the others are expected to be alike.
struct FirstFile {
  std::string place;
  NpyHeader header;
  std::optional<std::string> member = std::nullopt;  ///< Set if it is an archive.
};

FirstFile look_at(const std::string& path, const ConvertArguments& arguments) {
  if (is_npz(File(path))) {
    const NpzArchive archive(path);
    const std::string member = arguments.member ? *arguments.member : only_member(archive);
    const std::size_t index = archive.at(member);
    return {archive.where(index), archive.array(index).header, member};
  }
  if (arguments.member) throw NpyError(path, "--member: this is no archive (.npz)");
  return {path, read_npy_header(path)};
}

ObjectArray read_objects(const std::string& path, const FirstFile& first) {
  if (!first.member) return read_object_array(path);
  const NpzArchive archive(path);
  NpzScratch scratch;
  return read_object_array(archive, archive.at(*first.member), scratch);
}

/// Says what is in an array of objects, which alone does not tell how to make one array of them.
[[noreturn]] void refuse_objects(const std::string& path, const FirstFile& first) {
  if (first.header.dtype.structured) {
    throw NpyError(first.place, fmt::format("dtype {:.100}: Python objects in fields cannot be converted; in Python: "
                                            "np.save(path, a['field'])",
                                            first.header.dtype.descr));
  }
  const ObjectArray array = read_objects(path, first);
  const std::string elements = array.size() == 0 ? "no elements" : "the first is " + describe(array.element(0));
  throw NpyError(first.place, fmt::format("an object array of shape {}, {}: expected --stack (rows of one array), "
                                          "--cat DIM (joined), or a folder as OUT (a file each)",
                                          to_string(array.shape()), elements));
}

[[noreturn]] void refuse_joining(const FirstFile& first, const ConvertArguments& arguments) {
  throw NpyError(first.place, fmt::format("dtype {:.100}: {} is for object arrays, whose dtype is |O",
                                          first.header.dtype.descr, arguments.stack ? "--stack" : "--cat"));
}

/// A file of 128 bytes can have 2**31 - 1 rows that take none.
void check_rows(const Source& rows, const FirstFile& first) {
  constexpr std::int64_t most = 1'000'000;
  if (first.header.payload_bytes > 0 || rows.size() <= most) return;
  throw NpyError(first.place,
                 fmt::format("{} rows without elements, expected at most {} for a file each", rows.size(), most));
}

/// The elements of all object arrays.
SourcePtr open_elements(const ConvertInput& input, const FirstFile& first) {
  SourcePtr elements = first.member ? object_array(input.paths, *first.member) : object_array(input.paths);
  if (elements->size() == 0) throw NpyError(first.place, "an object array without elements, expected one at least");
  return elements;
}

/// A pickle of a few bytes can have one large array a million times. They are here twice: as they are, and joined.
void check_memory(const Source& elements) {
  const std::int64_t memory = std::int64_t{sysconf(_SC_PHYS_PAGES)} * sysconf(_SC_PAGESIZE);
  std::int64_t bytes = 0;
  for (std::int64_t i = 0; i < elements.size(); ++i) {
    const bool fits = !__builtin_add_overflow(bytes, elements.info(i).bytes(), &bytes) && bytes <= memory / 2;
    if (fits) continue;
    throw NpyError(elements.where(i),
                   fmt::format("the elements up to this one take {}, and this machine has {} of memory, expected twice "
                               "as much as all take to join them",
                               bytes_text(static_cast<double>(bytes)), bytes_text(static_cast<double>(memory))));
  }
}

ArrayPieces joined(const Source& elements, std::int64_t dim, const PieceConversion& conversion) {
  check_memory(elements);
  std::vector<NumpyArray> arrays;
  for (std::int64_t i = 0; i < elements.size(); ++i) arrays.push_back(conversion.run(elements.array(i)));
  return memory_pieces(concatenate(arrays, dim));
}

SourcePtr open_files(const ConvertInput& input, const FirstFile& first) {
  return first.member ? npz_members(input.paths, *first.member) : npy_files(input.paths);
}

ArrayPieces pieces_of(const ConvertInput& input, const FirstFile& first) {
  if (!input.alone) return row_pieces(open_files(input, first), "files");
  return first.member ? memory_pieces(load_npz(input.paths[0], *first.member)) : file_pieces(input.paths[0]);
}

}  // namespace

ConvertInput::ConvertInput(const ConvertArguments& arguments) {
  for (const std::string& path : arguments.inputs) {
    std::error_code error;
    std::vector<std::string> found = {path};
    if (std::filesystem::is_directory(path, error) || is_pattern(path)) {
      found = files_of(path, arguments);
    } else {
      alone = arguments.inputs.size() == 1;
    }
    paths.insert(paths.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
  }
}

ArrayPieces open_array(const ConvertInput& input, const ConvertArguments& arguments) {
  const PieceConversion conversion(arguments);
  const FirstFile first = look_at(input.paths[0], arguments);
  const bool objects = first.header.dtype.has_object;
  const bool joining = arguments.stack || arguments.cat;
  if (joining && !objects) refuse_joining(first, arguments);
  if (!objects) return converted(pieces_of(input, first), conversion);
  if (!joining || first.header.dtype.structured) refuse_objects(input.paths[0], first);
  const SourcePtr elements = open_elements(input, first);
  if (arguments.cat) return joined(*elements, *arguments.cat, conversion);
  return converted(row_pieces(elements, "elements"), conversion);
}

SourcePtr open_rows(const ConvertInput& input, const ConvertArguments& arguments) {
  if (!input.alone) throw ConfigError("OUT: a folder is for the rows of one file, expected one IN");
  if (arguments.stack || arguments.cat) throw ConfigError("--stack, --cat: OUT is a folder, expected a file x.npy");
  const FirstFile first = look_at(input.paths[0], arguments);
  const Dtype& dtype = first.header.dtype;
  if (dtype.structured && dtype.has_object) refuse_objects(input.paths[0], first);
  if (dtype.has_object) return open_elements(input, first);
  SourcePtr rows = first.member ? npz_rows(input.paths, *first.member) : npy_rows(input.paths);
  check_rows(*rows, first);
  return rows;
}

}  // namespace wick::tools
