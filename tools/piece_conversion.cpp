// SPDX-License-Identifier: MIT
#include "piece_conversion.hpp"

#include <wick/configs/config_error.hpp>
#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/native_array.hpp>
#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/transforms/element_named.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wick::tools {

namespace {

std::optional<Dtype> wanted_view(const ConvertArguments& arguments) {
  if (!arguments.view) return std::nullopt;
  if (!arguments.dtype) {
    throw ConfigError(fmt::format("--view {}: NumPy itself has no such dtype, expected --dtype too: --dtype float32",
                                  *arguments.view));
  }
  try {
    return ml_dtype(*arguments.view);
  } catch (const Error& error) {
    throw ConfigError(fmt::format("--view: {}", error.what()));
  }
}

[[noreturn]] void refuse_dtype(const std::string& name) {
  std::vector<std::string_view> known;
  for (const ElementName& element : element_names()) {
    if (element.name == element_name(element.type) && dtype_of(element.type)) known.push_back(element.name);
  }
  throw ConfigError(fmt::format("--dtype: '{}', expected {}", name, fmt::join(known, ", ")));
}

/// NumPy counts with times, and reads numbers in strings; torch does neither.
void check_castable(const NumpyArray& array, std::string_view name) {
  const Dtype& dtype = array.dtype();
  const auto refuse = [&](std::string_view why) {
    throw NpyError(array.origin(), fmt::format("dtype {:.100} cannot become {}: {}", dtype.descr, name, why));
  };
  if (dtype.structured) refuse("it has fields; --field takes one of them");
  if (dtype.kind == 'S' || dtype.kind == 'U') refuse("strings are no numbers; without --dtype they stay strings");
  if (dtype.kind == 'V' && !is_ml_dtype(dtype)) refuse("bytes without a type; --view bfloat16 says what they are");
}

bool is_time(const Dtype& dtype) { return dtype.kind == 'M' || dtype.kind == 'm'; }

/// The counts of its unit, as `a.astype('i8')`.
NumpyArray counts_of(const NumpyArray& times, at::ScalarType dtype) {
  if (dtype != at::ScalarType::Long) {
    throw NpyError(times.origin(), fmt::format("dtype {}: times are counts of 64 bits, expected --dtype int64 or none",
                                               times.dtype().descr));
  }
  return native_array(times).view(native_dtype("i8"));
}

std::optional<at::ScalarType> wanted_dtype(const ConvertArguments& arguments) {
  if (!arguments.dtype) return std::nullopt;
  const auto element = element_named(*arguments.dtype);
  if (!element || !dtype_of(*element)) refuse_dtype(*arguments.dtype);
  if (const auto dtype = scalar_type(*element)) return dtype;
  throw ConfigError(
      fmt::format("--dtype {}: LibTorch has this dtype from 2.3 on, and this one is older", *arguments.dtype));
}

OutOfRange wanted_out_of_range(const ConvertArguments& arguments) {
  if (!arguments.out_of_range) return OutOfRange::wrap;
  if (!arguments.dtype) throw ConfigError("--out-of-range: nothing is cast, expected --dtype too");
  const std::string& word = *arguments.out_of_range;
  if (word == "wrap") return OutOfRange::wrap;
  if (word == "saturate") return OutOfRange::saturate;
  if (word == "raise") return OutOfRange::raise;
  throw ConfigError(fmt::format("--out-of-range: '{}', expected wrap, saturate or raise", word));
}

NumpyArray checked_native(const NumpyArray& array) {
  if (!is_ml_dtype(array.dtype())) return native_array(array);
  throw NpyError(array.origin(), fmt::format("dtype {}: NumPy itself has no such dtype, expected --dtype float32",
                                             array.dtype().descr));
}

/// They become none, of the dtype and shape that others would have.
NumpyArray no_elements(const ArrayPieces& pieces) { return NumpyArray::empty(pieces.dtype, {0}, pieces.place); }

/// Pieces are put together only if they became the same, and their integers count the same.
void check_dtype(const Dtype& dtype, const Dtype& first, bool became_the_same, const std::string& origin,
                 const std::string& place) {
  if (became_the_same && same_time_unit(dtype, first)) return;
  const bool numbers = element_of(dtype) && element_of(first) && same_time_unit(dtype, first);
  throw NpyError(
      origin, fmt::format("dtype '{:.100}': {} has '{:.100}', and all rows must be alike; {}", dtype.descr, place,
                          first.descr, numbers ? "--dtype makes them so" : "in Python, a.astype(...) makes them so"));
}

/// Of fields that are arrays themselves, rows of one dtype may have several.
void check_shape(const NumpyArray& made, const NumpyArray& piece, const Shape& inner, const std::string& place) {
  Shape expected = piece.shape();
  expected.insert(expected.end(), inner.begin(), inner.end());
  if (made.shape() == expected) return;
  throw NpyError(piece.origin(), fmt::format("shape {}: {} has shape {}, and all rows must be alike",
                                             to_string(made.shape()), place, to_string(expected)));
}

/// A field without bytes may have any shape.
std::int64_t checked_elements(const ArrayPieces& pieces, Shape inner) {
  inner.push_back(pieces.elements);
  if (const auto count = checked_count(inner)) return *count;
  throw NpyError(pieces.place, fmt::format("dtype {:.100}: a field of more than 2**63 elements", pieces.dtype.descr));
}

}  // namespace

PieceConversion::PieceConversion(const ConvertArguments& arguments)
    : field_(arguments.field),
      view_(wanted_view(arguments)),
      cast_(wanted_dtype(arguments)),
      out_of_range_(wanted_out_of_range(arguments)) {}

NumpyArray PieceConversion::picked(const NumpyArray& piece) const {
  const NumpyArray array = field_ ? piece.field(*field_) : piece;
  return view_ ? array.view(*view_) : array;
}

NumpyArray PieceConversion::run(const NumpyArray& piece) const {
  const NumpyArray array = picked(piece);
  if (!cast_) return checked_native(array);
  check_castable(array, element_name(*element_type(*cast_)));
  if (is_time(array.dtype())) return counts_of(array, *cast_);
  return to_numpy(copy_numpy(array, *cast_, out_of_range_));
}

ArrayPieces converted(const ArrayPieces& pieces, const PieceConversion& conversion) {
  const NumpyArray none = conversion.run(no_elements(pieces));
  const Shape inner(none.shape().begin() + 1, none.shape().end());
  ArrayPieces result = pieces;
  result.dtype = none.dtype();
  result.shape.insert(result.shape.end(), inner.begin(), inner.end());
  result.elements = checked_elements(pieces, inner);
  const Dtype picked = conversion.picked(no_elements(pieces)).dtype();
  result.read = [read = pieces.read, conversion, picked, place = pieces.place, dtype = none.dtype(),
                 inner](std::int64_t index) {
    const NumpyArray piece = read(index);
    const NumpyArray made = conversion.run(piece);
    check_shape(made, piece, inner, place);
    check_dtype(conversion.picked(piece).dtype(), picked, made.dtype() == dtype, piece.origin(), place);
    return made;
  };
  return result;
}

}  // namespace wick::tools
