// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_array.hpp>

#include "header_file.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Pickles by hand: each function returns the opcodes that push one value, so that calls nest as the values do.
namespace wick::test::pickle {

/// The `count` bytes of a number, the lowest first.
inline std::string number(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

inline std::string proto(int protocol) { return std::string("\x80") + static_cast<char>(protocol); }

inline const std::string none = "N";
inline const std::string yes = "\x88";
inline const std::string no = "\x89";
inline const std::string mark = "(";
inline const std::string stop = ".";
inline const std::string reduce = "R";
inline const std::string build = "b";
inline const std::string empty_tuple = ")";
inline const std::string empty_list = "]";
inline const std::string empty_dict = "}";

inline std::string integer(std::int32_t value) { return "J" + number(static_cast<std::uint32_t>(value), 4); }

inline std::string real(double value) {
  std::string bytes = "G";
  for (int i = 7; i >= 0; --i) bytes += static_cast<char>(std::bit_cast<std::uint64_t>(value) >> (8 * i));
  return bytes;
}

/// BINUNICODE.
inline std::string text(std::string_view utf8) { return "X" + number(utf8.size(), 4).append(utf8); }

/// BINBYTES.
inline std::string bytes(std::string_view content) { return "B" + number(content.size(), 4).append(content); }

inline std::string global(std::string_view module, std::string_view name) {
  return std::string("c").append(module).append("\n").append(name) + "\n";
}

inline std::string put(std::uint32_t id) { return "r" + number(id, 4); }
inline std::string get(std::uint32_t id) { return "j" + number(id, 4); }

inline std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const auto& value : values) all += value;
  return all;
}

inline std::string tuple(const std::vector<std::string>& values) { return mark + joined(values) + "t"; }
inline std::string list(const std::vector<std::string>& values) { return empty_list + mark + joined(values) + "e"; }

/// Keys and values in turn.
inline std::string dict(const std::vector<std::string>& values) { return empty_dict + mark + joined(values) + "u"; }

inline std::string call(const std::string& callable, const std::vector<std::string>& arguments) {
  return callable + tuple(arguments) + reduce;
}

inline std::string shape(const std::vector<int>& extents) {
  std::vector<std::string> values;
  for (const int extent : extents) values.push_back(integer(extent));
  return tuple(values);
}

inline const std::string reconstruct = global("numpy.core.multiarray", "_reconstruct");
inline const std::string ndarray_type = global("numpy", "ndarray");
inline const std::string encode = global("_codecs", "encode");

/// A dtype whose state has this order, and otherwise `rest`, the five items from subarray to itemsize.
inline std::string dtype(std::string_view code, std::string_view order,
                         const std::vector<std::string>& rest = {none, none, none, integer(-1)}, int flags = 0) {
  return call(global("numpy", "dtype"), {text(code), no, yes}) +
         tuple({integer(3), text(order), joined(rest), integer(-1), integer(flags)}) + build;
}

inline std::string object_dtype() { return dtype("O8", "|", {none, none, none, integer(-1)}, 63); }

inline std::string blank_array() { return call(reconstruct, {ndarray_type, shape({0}), bytes("b")}); }

/// `_reconstruct` and BUILD.
inline std::string array(const std::string& dtype, const std::string& shape, const std::string& payload,
                         const std::string& fortran = no) {
  return blank_array() + tuple({integer(1), shape, dtype, fortran, payload}) + build;
}

/// A one-dimensional object array.
inline std::string object_array(const std::vector<std::string>& elements) {
  return array(object_dtype(), shape({static_cast<int>(elements.size())}), list(elements));
}

/// The bytes that `torch.save` writes of a storage, before the zip format: `count` as the pickle says it, `data` as is.
inline std::string storage_stream(const std::string& type, std::int32_t count, std::string_view data,
                                  std::int64_t second_count = -1) {
  const std::string magic("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.", 15);
  const auto facts = dict({text("protocol_version"), integer(1001), text("little_endian"), yes});
  const auto id = tuple({text("storage"), type, text("94"), text("cpu"), integer(count), none});
  return magic + proto(2) + integer(1001) + stop + proto(2) + facts + stop + proto(2) + id + "Q" + stop + proto(2) +
         list({text("94")}) + stop + number(static_cast<std::uint64_t>(second_count < 0 ? count : second_count), 8) +
         std::string(data);
}

inline std::string storage(const std::string& stream) {
  return call(global("torch.storage", "_load_from_bytes"), {bytes(stream)});
}

/// `_rebuild_tensor_v2` of a storage.
inline std::string tensor(const std::string& storage, int offset, const std::string& sizes,
                          const std::string& strides) {
  const auto hooks = call(global("collections", "OrderedDict"), {});
  return call(global("torch._utils", "_rebuild_tensor_v2"), {storage, integer(offset), sizes, strides, no, hooks});
}

/// An `.npy` file with this pickle behind its header.
inline std::string npy(std::string_view pickle, std::string_view header_shape = "(1,)") {
  return header_file(header_text("'|O'", header_shape)).append(pickle);
}

/// An `.npy` file of protocol 4 with an object array of one element.
inline std::string file_of(const std::string& element) { return npy(proto(4) + object_array({element}) + stop); }

inline ObjectArray read(std::string_view file, const PickleLimits& limits = {}) {
  const auto bytes = std::as_bytes(std::span(file));
  return parse_object_array({bytes.begin(), bytes.end()}, "x.npy", limits);
}

/// The only element of an object array made of it.
inline ObjectElement read_element(const std::string& element) { return read(file_of(element)).element(0); }

/// What reading throws; empty if it does not.
inline std::string refusal_of(std::string_view file, const PickleLimits& limits = {}) {
  return error_of([&] { read(file, limits); });
}

inline std::string refusal_of_element(const std::string& element) { return refusal_of(file_of(element)); }

}  // namespace wick::test::pickle
