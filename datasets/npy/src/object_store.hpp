// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/object_element.hpp>

#include "pickle_input.hpp"
#include "pickle_nodes.hpp"
#include "pickle_value.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace wick::detail {

/// An object array after reading: the file's bytes and what the pickle in it made. Nothing changes any more.
struct ObjectStore {
  std::string path;
  std::vector<std::byte> bytes;
  PickleNodes nodes;

  PickleInput input() { return {bytes, path}; }
};

/// What a value, whose kind was checked, is to the user.
ObjectElement make_element(const std::shared_ptr<ObjectStore>& store, Value value);

}  // namespace wick::detail
