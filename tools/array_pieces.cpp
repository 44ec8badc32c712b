// SPDX-License-Identifier: MIT
#include "array_pieces.hpp"

#include <wick/datasets/load_npy.hpp>
#include <wick/npy/file.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/transforms/strided.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

namespace wick::tools {

namespace {

// Large enough to read and write fast, small enough for every thread to have two or three.
constexpr std::int64_t piece_bytes = 4 << 20;

std::span<std::byte> bytes_of(const NumpyArray& array) {
  return {array.data(), static_cast<std::size_t>(array.nbytes())};
}

bool is_in_c_order(const NpyHeader& header) {
  const auto itemsize = header.dtype.itemsize;
  return is_contiguous(header.shape, contiguous_strides(header.shape, itemsize, header.fortran_order), itemsize);
}

/// Sets `count` and `elements` for pieces of so many units, each of `unit` elements.
void divide(ArrayPieces& pieces, std::int64_t units, std::int64_t unit) {
  const std::int64_t unit_bytes = std::max<std::int64_t>(1, unit * pieces.dtype.itemsize);
  const std::int64_t units_a_piece = std::max<std::int64_t>(1, piece_bytes / unit_bytes);
  pieces.count = (units + units_a_piece - 1) / units_a_piece;
  pieces.elements = units_a_piece * unit;
}

/// Rows [first, first + count) of an array.
NumpyArray rows_of(const NumpyArray& array, std::int64_t first, std::int64_t count) {
  Shape shape = array.shape();
  shape.front() = count;
  return NumpyArray(array.dtype(), std::move(shape), array.strides(), array.data() + first * array.strides().front(),
                    array.owner(), array.origin());
}

/// Reads row `index`; `first` is what row 0 is.
NumpyArray read_row(const Source& source, std::int64_t index, const ArrayInfo& first) {
  const NumpyArray memory = NumpyArray::empty(first.dtype, first.shape);
  if (source.read_expected(index, first, bytes_of(memory))) {
    auto strides = contiguous_strides(first.shape, first.dtype.itemsize, first.fortran_order);
    return NumpyArray(first.dtype, first.shape, std::move(strides), memory.data(), memory.owner(), source.where(index));
  }
  const ArrayInfo other = source.info(index);
  if (other.shape == first.shape) {
    const NumpyArray array = source.array(index);
    if (array.shape() == first.shape) return array;
    throw NpyError(source.where(index), "the header changed while the file was being read");
  }
  throw NpyError(source.where(index), fmt::format("shape {}: {} has shape {}, and all rows must be alike",
                                                  to_string(other.shape), source.where(0), to_string(first.shape)));
}

}  // namespace

ArrayPieces file_pieces(const std::string& path) {
  const auto file = std::make_shared<const File>(path);
  const NpyHeader header = read_npy_header(*file);
  if (!is_in_c_order(header)) return memory_pieces(load_npy(path));
  ArrayPieces pieces{.place = path, .dtype = header.dtype, .shape = header.shape, .read = {}};
  const std::int64_t itemsize = header.dtype.itemsize;
  const std::int64_t size = header.payload_bytes == 0 ? 0 : header.payload_bytes / itemsize;
  divide(pieces, size, 1);
  pieces.read = [file, header, size, itemsize, elements = pieces.elements](std::int64_t index) {
    const std::int64_t first = index * elements;
    const NumpyArray piece = NumpyArray::empty(header.dtype, {std::min(elements, size - first)}, file->path());
    file->read_at(header.payload_offset + first * itemsize, bytes_of(piece));
    return piece;
  };
  return pieces;
}

ArrayPieces memory_pieces(const NumpyArray& array) {
  ArrayPieces pieces{.place = array.origin(), .dtype = array.dtype(), .shape = array.shape(), .read = {}};
  if (array.nbytes() == 0) return pieces;
  if (array.shape().empty()) {
    divide(pieces, 1, 1);
    pieces.read = [array](std::int64_t) { return array; };
    return pieces;
  }
  const std::int64_t rows = array.shape().front(), row = array.size() / rows;
  divide(pieces, rows, row);
  pieces.read = [array, rows, step = pieces.elements / row](std::int64_t index) {
    return rows_of(array, index * step, std::min(step, rows - index * step));
  };
  return pieces;
}

ArrayPieces row_pieces(const SourcePtr& source, const std::string& what) {
  const ArrayInfo first = source->info(0);
  ArrayPieces pieces{.place = source->where(0), .dtype = first.dtype, .shape = first.shape, .read = {}, .what = what};
  pieces.shape.insert(pieces.shape.begin(), source->size());
  pieces.count = source->size();
  pieces.elements = checked_count(first.shape).value_or(0);
  pieces.read = [source, first](std::int64_t index) { return read_row(*source, index, first); };
  return pieces;
}

}  // namespace wick::tools
