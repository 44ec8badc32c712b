// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/dtype.hpp>
#include <wick/npy/shape.hpp>

#include "pickle_input.hpp"
#include "pickle_value.hpp"

#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace wick::detail {

/// Values that follow each other in `PickleNodes::items`.
struct TupleNode {
  std::uint64_t begin = 0;
  std::uint32_t count = 0;
  bool kept = false;  // the memo refers to it
};

/// A list, or a dict, whose keys and values then take turns. It grows while other nodes are made, so it is in pieces.
struct ListNode {
  struct Piece {
    std::uint64_t before = 0;  // items of the list in the pieces before this
    std::uint64_t begin = 0;   // in `PickleNodes::items`
  };
  std::vector<Piece> pieces;
  std::uint64_t size = 0;
  bool frozen = false;  // its length was counted on: nothing may be added any more
  bool kept = false;    // the memo refers to it
};

struct DtypeNode {
  Dtype dtype;           // with `subarray`: of one of its elements
  std::string subarray;  // the shape of a sub-array, as Python prints it
  std::int64_t itemsize = 0;
  bool frozen = false;  // something was made of it: its state may not be set any more
};

struct ArrayNode {
  std::uint64_t dtype = 0;
  std::uint64_t extents = 0;  // shape, then strides in bytes, in `PickleNodes::extents`
  std::uint8_t dimensions = 0;
  bool built = false;
  bool scalar = false;
  std::uint64_t data = 0;  // offset of the elements in the input; of an object array: the payload's list
  std::uint64_t length = 0;
};

struct StorageNode {
  std::uint32_t type = 0;  // row of the table of known names
  std::uint64_t data = 0;
  std::uint64_t length = 0;
};

struct TensorNode {
  std::uint32_t type = 0;  // row of the table of known names
  std::uint8_t dimensions = 0;
  std::uint64_t extents = 0;  // sizes, then strides in elements
  std::uint64_t storage = 0;
  std::int64_t storage_offset = 0;
};

/// All that a pickle made. Nodes refer to each other, and to the input, by number, so that pickles can be as deep or as
/// circular as they like without any harm in reading or in freeing them. Deques, which grow without copying.
struct PickleNodes {
  std::deque<Value> items;
  std::deque<std::int64_t> extents;
  std::deque<TupleNode> tuples;
  std::deque<ListNode> lists;  // and dicts
  std::deque<DtypeNode> dtypes;
  std::deque<ArrayNode> arrays;
  std::deque<StorageNode> storages;
  std::deque<TensorNode> tensors;
  std::deque<std::complex<double>> complexes;

  /// `count` extents from `begin`.
  Shape shape(std::uint64_t begin, std::size_t count) const;

  /// Item `index` of a list, or of a dict, whose keys and values take turns.
  Value list_item(const ListNode& list, std::uint64_t index) const;
};

/// The number of an `integer` or `long_integer`.
std::int64_t integer_of(const PickleInput& input, Value value);

/// The number of a `real`.
double real_of(const PickleInput& input, Value value);

/// The bytes of a `text` (UTF-8, or Latin-1 if `is_latin1`), `bytes` or `no_bytes`.
std::string_view characters_of(const PickleInput& input, Value value);

/// Whether a text was decoded where it lies, since it stood for bytes too.
bool is_latin1(const PickleInput& input, Value text);

}  // namespace wick::detail
