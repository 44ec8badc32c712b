// SPDX-License-Identifier: MIT
#pragma once

#include "pickle_context.hpp"
#include "pickle_value.hpp"

namespace wick::detail {

/// `torch.storage._load_from_bytes(bytes)`: the bytes are what `torch.save` wrote of a storage in its format before
/// version 1.6: five pickles (magic number, protocol version, facts of the machine, the storage's type and size, its
/// key), a count, and the elements, little-endian. Python reads them as pickles that may call anything; here they may
/// only describe a storage.
Value load_storage(PickleContext& context, Value bytes);

}  // namespace wick::detail
