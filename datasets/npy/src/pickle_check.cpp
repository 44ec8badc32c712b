// SPDX-License-Identifier: MIT
#include "pickle_check.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

namespace wick::detail {
namespace {

// What is below a value: how many elements, itself included, and how many levels.
struct Extent {
  std::uint64_t elements : 56 = 0;
  std::uint64_t levels : 8 = 0;
};

// Fits: the budget bounds both.
Extent make_extent(std::uint64_t elements, std::uint64_t levels) {
  Extent extent;
  extent.elements = elements & ((std::uint64_t{1} << 56) - 1);
  extent.levels = levels & 0xFF;
  return extent;
}

class Checker {
 public:
  explicit Checker(PickleContext& context) : context_(context) {
    const auto& nodes = context.nodes;
    context.spend_memory((nodes.tuples.size() + nodes.lists.size()) * sizeof(Extent));
    tuples_.resize(nodes.tuples.size());
    lists_.resize(nodes.lists.size());
  }

  // Recursion is bounded by the limit of nesting.
  Extent check(Value value, std::uint64_t level) {
    switch (value.kind()) {
      case ValueKind::none:
      case ValueKind::boolean:
      case ValueKind::integer:
      case ValueKind::long_integer:
      case ValueKind::real:
      case ValueKind::text:
      case ValueKind::bytes:
      case ValueKind::no_bytes:
      case ValueKind::tensor:
      case ValueKind::complex:
        return make_extent(1, 0);
      case ValueKind::tuple:
        return check_once(tuples_[value.payload()], value, level);
      case ValueKind::list:
      case ValueKind::dict:
        return check_once(lists_[value.payload()], value, level);
      case ValueKind::array:
        return check_array(value, level);
      default:
        context_.fail(fmt::format("an element is {}, outside of an ndarray or a tensor", name_of(value.kind())));
    }
  }

 private:
  Extent check_array(Value value, std::uint64_t level) {
    const auto& array = context_.nodes.arrays[value.payload()];
    if (!array.built) context_.fail("an ndarray never gets its state");
    if (context_.nodes.dtypes[array.dtype].dtype.kind != 'O') return make_extent(1, 0);
    return check({ValueKind::list, array.data}, level);
  }

  // `known` is that of a container, which others may refer to as well.
  Extent check_once(Extent& known, Value container, std::uint64_t level) {
    const auto limit = context_.budget.nesting;
    if (level + known.levels >= limit) {
      context_.fail(
          fmt::format("more than {} levels of lists, tuples, dicts and arrays, or one that contains itself "
                      "(PickleLimits::max_nesting)",
                      limit));
    }
    if (known.elements == 0) known = check_items(container, level);
    return known;
  }

  Extent check_items(Value container, std::uint64_t level) {
    std::uint64_t elements = 1;
    std::uint64_t levels = 0;
    const auto count = count_of(container);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto inner = check(item_of(container, i), level + 1);
      elements += inner.elements;
      if (inner.levels > levels) levels = inner.levels;
      if (elements > context_.budget.elements) {
        context_.fail(
            "more elements, by way of shared ones, than a file of this size has: raise "
            "PickleLimits::max_elements if you trust it");
      }
    }
    return make_extent(elements, levels + 1);
  }

  std::uint64_t count_of(Value container) const {
    if (container.is(ValueKind::tuple)) return context_.nodes.tuples[container.payload()].count;
    return context_.nodes.lists[container.payload()].size;
  }

  Value item_of(Value container, std::uint64_t i) const {
    if (container.is(ValueKind::tuple)) return context_.item(context_.nodes.tuples[container.payload()], i);
    return context_.nodes.list_item(context_.nodes.lists[container.payload()], i);
  }

  PickleContext& context_;
  std::vector<Extent> tuples_;
  std::vector<Extent> lists_;
};

}  // namespace

void check_elements(PickleContext& context, Value root) { Checker(context).check(root, 0); }

}  // namespace wick::detail
