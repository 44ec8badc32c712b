// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/dtype_field.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/long_double.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/object_array.hpp>
#include <wick/npy/text_element.hpp>

#include "object_text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// Each function reads all that one kind of file has, and returns it as text. Throws `NpyError` where the library does,
/// and `std::logic_error` where what it says cannot be.
namespace wick::test {

/// All that a dtype says, down to the innermost fields.
inline std::string text_of_dtype(const Dtype& dtype) {
  auto text = dtype.descr;
  if (dtype.kind == 'M' || dtype.kind == 'm') text += " " + to_string(datetime_unit(dtype));
  if (!dtype.structured) return text;
  for (const auto& field : fields_of(dtype, "x.npy")) {
    const auto bytes = checked_bytes(field.shape, field.dtype.itemsize);
    if (field.offset < 0 || !bytes || *bytes > dtype.itemsize - field.offset) {
      throw std::logic_error("a field outside of its row: " + dtype.descr);
    }
    text += " " + field.name + "+" + std::to_string(field.offset) + ":" + text_of_dtype(field.dtype);
  }
  return text;
}

/// The elements of a string array, and long doubles as doubles.
inline std::string text_of_elements(const Dtype& dtype, std::span<const std::byte> payload) {
  std::string text;
  const auto itemsize = static_cast<std::size_t>(dtype.itemsize);
  if ((dtype.kind == 'S' || dtype.kind == 'U') && itemsize > 0) {
    for (std::size_t i = 0; i + itemsize <= payload.size(); i += itemsize) {
      text += " " + decode_text(dtype, payload.subspan(i, itemsize), "x.npy");
    }
  }
  if (is_long_double(dtype)) {
    std::vector<double> numbers(payload.size() / itemsize * (dtype.kind == 'c' ? 2 : 1));
    convert_long_double(dtype, payload, numbers, "x.npy");
    for (const double number : numbers) text += " " + hex(number);
  }
  return text;
}

inline void check_sound(const NpyHeader& header, std::int64_t file_bytes) {
  const bool sound = header.payload_offset <= file_bytes && header.payload_bytes >= 0 &&
                     header.payload_bytes <= file_bytes - header.payload_offset && checked_count(header.shape) &&
                     header.dtype.itemsize >= 0 && header.shape.size() <= max_dimensions;
  if (!sound) throw std::logic_error("an unsound header: " + header.dtype.descr + " " + to_string(header.shape));
}

inline std::string text_of_array(const NpyHeader& header, std::span<const std::byte> payload) {
  return text_of_dtype(header.dtype) + (header.fortran_order ? " F " : " C ") + to_string(header.shape) + " " +
         hex(payload) + text_of_elements(header.dtype, payload);
}

/// Of a file that is in memory.
inline NpyHeader sound_header(std::span<const std::byte> file) {
  const auto size = static_cast<std::int64_t>(file.size());
  auto header = parse_npy_header(file, size, "x.npy");
  check_sound(header, size);
  return header;
}

/// Of a file on disk.
inline std::string text_of_npy(const std::string& path) {
  const File file(path);
  const auto header = read_npy_header(file);
  check_sound(header, file.size());
  std::vector<std::byte> payload(static_cast<std::size_t>(header.payload_bytes));
  file.read_at(header.payload_offset, payload);
  return text_of_array(header, payload);
}

/// All elements of an object array. Takes the bytes over.
inline std::string text_of_object_array(std::vector<std::byte> file) {
  return to_text(ObjectElement{parse_object_array(std::move(file), "x.npy")});
}

/// One member, whatever it is.
inline std::string text_of_member(const NpzArchive& archive, std::size_t member) {
  NpzScratch scratch;
  const auto array = archive.find_array(member);
  std::vector<std::byte> bytes(static_cast<std::size_t>(archive.members()[member].bytes));
  if (!array || array->header.dtype.kind == 'O') {
    archive.read_bytes(member, bytes, scratch);
    return array ? text_of_object_array(std::move(bytes)) : hex(bytes);
  }
  check_sound(array->header, archive.members()[member].bytes);
  bytes.resize(static_cast<std::size_t>(array->header.payload_bytes));
  archive.read(*array, bytes, scratch);
  return text_of_array(array->header, bytes);
}

}  // namespace wick::test
