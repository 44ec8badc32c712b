// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wick::detail {

/// What a known name of a pickle means to wick. Nothing is ever called: the machine acts out these few itself.
enum class Global : std::uint8_t {
  // Callables of NumPy.
  reconstruct,
  frombuffer,
  scalar,
  dtype,
  ndarray,
  // Callables of Python.
  encode,
  bytes,
  bytearray,
  complex,
  ordered_dict,
  // Callables of torch.
  load_from_bytes,
  rebuild_tensor_v2,
  rebuild_tensor_v3,
  rebuild_parameter,
  // Names of torch that stand for a type of element.
  torch_storage,
  torch_dtype,
};

/// One row of the table of known names.
struct KnownGlobal {
  std::string_view module;
  std::string_view name;
  Global global;
  std::string_view torch_dtype;  // of a storage or a dtype, as torch spells it; empty: bytes without a type
  std::int64_t torch_itemsize = 1;
};

/// The row of `module.name`; nullopt if wick does not know the name, which then is not to be touched.
std::optional<std::uint32_t> find_global(std::string_view module, std::string_view name);

/// A row that `find_global` returned.
const KnownGlobal& known_global(std::uint32_t row);

}  // namespace wick::detail
