// SPDX-License-Identifier: MIT
#include "pickle_global.hpp"

#include <array>

namespace wick::detail {
namespace {

constexpr auto known = std::to_array<KnownGlobal>({
    // NumPy 1, NumPy 2, and NumPy of Python 2's days.
    {"numpy.core.multiarray", "_reconstruct", Global::reconstruct, ""},
    {"numpy._core.multiarray", "_reconstruct", Global::reconstruct, ""},
    {"numpy.core._internal", "_reconstruct", Global::reconstruct, ""},
    {"numpy.core.numeric", "_frombuffer", Global::frombuffer, ""},
    {"numpy._core.numeric", "_frombuffer", Global::frombuffer, ""},
    {"numpy.core.multiarray", "scalar", Global::scalar, ""},
    {"numpy._core.multiarray", "scalar", Global::scalar, ""},
    {"numpy", "ndarray", Global::ndarray, ""},
    {"numpy", "dtype", Global::dtype, ""},
    // Python 2 and 3.
    {"_codecs", "encode", Global::encode, ""},
    {"builtins", "bytes", Global::bytes, ""},
    {"__builtin__", "bytes", Global::bytes, ""},
    {"builtins", "bytearray", Global::bytearray, ""},
    {"__builtin__", "bytearray", Global::bytearray, ""},
    {"builtins", "complex", Global::complex, ""},
    {"__builtin__", "complex", Global::complex, ""},
    {"collections", "OrderedDict", Global::ordered_dict, ""},
    // torch.
    {"torch.storage", "_load_from_bytes", Global::load_from_bytes, ""},
    {"torch._utils", "_rebuild_tensor_v2", Global::rebuild_tensor_v2, ""},
    {"torch._utils", "_rebuild_tensor_v3", Global::rebuild_tensor_v3, ""},
    {"torch._utils", "_rebuild_parameter", Global::rebuild_parameter, ""},
    {"torch", "DoubleStorage", Global::torch_storage, "float64", 8},
    {"torch", "FloatStorage", Global::torch_storage, "float32", 4},
    {"torch", "HalfStorage", Global::torch_storage, "float16", 2},
    {"torch", "BFloat16Storage", Global::torch_storage, "bfloat16", 2},
    {"torch", "LongStorage", Global::torch_storage, "int64", 8},
    {"torch", "IntStorage", Global::torch_storage, "int32", 4},
    {"torch", "ShortStorage", Global::torch_storage, "int16", 2},
    {"torch", "CharStorage", Global::torch_storage, "int8", 1},
    {"torch", "ByteStorage", Global::torch_storage, "uint8", 1},
    {"torch", "BoolStorage", Global::torch_storage, "bool", 1},
    {"torch", "ComplexFloatStorage", Global::torch_storage, "complex64", 8},
    {"torch", "ComplexDoubleStorage", Global::torch_storage, "complex128", 16},
    {"torch.storage", "UntypedStorage", Global::torch_storage, ""},
    {"torch.storage", "_UntypedStorage", Global::torch_storage, ""},
    {"torch", "float64", Global::torch_dtype, "float64", 8},
    {"torch", "float32", Global::torch_dtype, "float32", 4},
    {"torch", "float16", Global::torch_dtype, "float16", 2},
    {"torch", "bfloat16", Global::torch_dtype, "bfloat16", 2},
    {"torch", "int64", Global::torch_dtype, "int64", 8},
    {"torch", "int32", Global::torch_dtype, "int32", 4},
    {"torch", "int16", Global::torch_dtype, "int16", 2},
    {"torch", "int8", Global::torch_dtype, "int8", 1},
    {"torch", "uint64", Global::torch_dtype, "uint64", 8},
    {"torch", "uint32", Global::torch_dtype, "uint32", 4},
    {"torch", "uint16", Global::torch_dtype, "uint16", 2},
    {"torch", "uint8", Global::torch_dtype, "uint8", 1},
    {"torch", "bool", Global::torch_dtype, "bool", 1},
    {"torch", "complex32", Global::torch_dtype, "complex32", 4},
    {"torch", "complex64", Global::torch_dtype, "complex64", 8},
    {"torch", "complex128", Global::torch_dtype, "complex128", 16},
    {"torch", "float8_e4m3fn", Global::torch_dtype, "float8_e4m3fn", 1},
    {"torch", "float8_e4m3fnuz", Global::torch_dtype, "float8_e4m3fnuz", 1},
    {"torch", "float8_e5m2", Global::torch_dtype, "float8_e5m2", 1},
    {"torch", "float8_e5m2fnuz", Global::torch_dtype, "float8_e5m2fnuz", 1},
    {"torch", "float8_e8m0fnu", Global::torch_dtype, "float8_e8m0fnu", 1},
});

}  // namespace

std::optional<std::uint32_t> find_global(std::string_view module, std::string_view name) {
  for (std::uint32_t row = 0; row < known.size(); ++row) {
    if (known[row].module == module && known[row].name == name) return row;
  }
  return std::nullopt;
}

const KnownGlobal& known_global(std::uint32_t row) { return known[row]; }

}  // namespace wick::detail
