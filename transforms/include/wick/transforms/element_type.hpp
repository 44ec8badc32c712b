// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/ScalarType.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace wick {

/// The element types that the conversion kernels read and write. More than LibTorch's own where that is old: LibTorch
/// below 2.3 has no uint16, uint32, uint64.
enum class ElementType : std::uint8_t {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  bfloat16,
  float32,
  float64,
  complex64,
  complex128,
};

/// Bytes of one element.
std::int64_t element_size(ElementType type) noexcept;

/// NumPy's and torch's name: `bool`, `int8`, ..., `float16`, `complex128`.
std::string_view element_name(ElementType type) noexcept;

bool is_floating(ElementType type) noexcept;
bool is_complex(ElementType type) noexcept;

/// The torch dtype of these elements; nullopt where this LibTorch has none.
std::optional<at::ScalarType> scalar_type(ElementType type) noexcept;

/// The element type of a torch dtype; nullopt for quantised and other special dtypes.
std::optional<ElementType> element_type(at::ScalarType type) noexcept;

/// The torch dtype that holds every value of `type`: its own where LibTorch has it, else uint16 -> int32, uint32 ->
/// int64, uint64 -> int64 (values above 2**63 - 1 are an error when converted).
at::ScalarType tensor_type(ElementType type) noexcept;

}  // namespace wick
