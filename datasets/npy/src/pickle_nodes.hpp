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

/// A list, or a dict, whose keys and values then take turns. Small, since a list takes 2 bytes of a file. It grows
/// while other nodes are made, so its items may be in several pieces of `PickleNodes::items`; mostly they are in one.
struct ListNode {
  struct Piece {
    std::uint64_t before = 0;  // items of the list in the pieces before this
    std::uint64_t begin = 0;   // in `PickleNodes::items`
  };
  std::uint64_t size : 62 = 0;
  std::uint64_t frozen : 1 = 0;  // its length was counted on: nothing may be added any more
  std::uint64_t kept : 1 = 0;    // the memo refers to it
  std::uint64_t begin : 63 = 0;  // of its items; if there are several pieces, the row of `PickleNodes::pieces`
  std::uint64_t split : 1 = 0;   // there are several pieces
};

struct DtypeNode {
  Dtype dtype;           // with `subarray`: of one of its elements
  std::string subarray;  // the shape of a sub-array, as Python prints it
  std::int64_t itemsize = 0;
  bool frozen = false;  // something was made of it: its state may not be set any more
};

/// The order of an array's elements in its bytes.
enum class MemoryOrder : std::uint8_t {
  c,
  fortran,
  other,  // the strides (in bytes) are behind the shape
};

struct ArrayNode {
  std::uint32_t dtype = 0;
  std::uint8_t dimensions = 0;
  MemoryOrder order = MemoryOrder::c;
  bool built = false;
  bool scalar = false;
  std::uint64_t extents = 0;  // the shape, in `PickleNodes::extents`
  std::uint64_t data = 0;     // offset of the elements in the input; of an object array: the payload's list
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
  std::deque<ListNode> lists;                       // and dicts
  std::deque<std::vector<ListNode::Piece>> pieces;  // of each list that has several
  std::deque<DtypeNode> dtypes;
  std::deque<ArrayNode> arrays;
  std::deque<StorageNode> storages;
  std::deque<TensorNode> tensors;
  std::deque<std::complex<double>> complexes;

  /// `count` extents from `begin`.
  Shape shape(std::uint64_t begin, std::size_t count) const;

  /// The shape of an array, and its strides in bytes.
  Shape shape(const ArrayNode& array) const { return shape(array.extents, array.dimensions); }
  Shape strides(const ArrayNode& array) const;

  /// Item `index` of a list, or of a dict, whose keys and values take turns.
  Value list_item(const ListNode& list, std::uint64_t index) const;
};

/// The strides in bytes of an array in C or Fortran order, whose size in bytes was checked.
Shape strides_of(const Shape& shape, std::int64_t itemsize, MemoryOrder order);

/// The number of an `integer` or `long_integer`.
std::int64_t integer_of(const PickleInput& input, Value value);

/// The number of a `real`.
double real_of(const PickleInput& input, Value value);

/// The bytes of a `text` (UTF-8, or Latin-1 if `is_latin1`), `bytes` or `no_bytes`.
std::string_view characters_of(const PickleInput& input, Value value);

/// Whether a text was decoded where it lies, since it stood for bytes too.
bool is_latin1(const PickleInput& input, Value text);

}  // namespace wick::detail
