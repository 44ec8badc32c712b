// SPDX-License-Identifier: MIT
#include "element_summary.hpp"

#include "units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <complex>
#include <variant>

namespace wick::tools {

namespace {

/// What one element adds.
struct Facts {
  std::string type;
  std::string dtype = {};
  Shape shape = {};
  bool has_shape = false;
  bool has_length = false;
};

struct Tell {
  Facts operator()(const ObjectNdarray& array) const {
    if (array.is_scalar) return {"scalar", array.dtype.descr};
    return {"ndarray", array.dtype.descr, array.shape, true};
  }
  Facts operator()(const ObjectTensor& tensor) const { return {"tensor", tensor.dtype, tensor.sizes, true}; }
  Facts operator()(const ObjectArray& array) const { return {"ndarray", "|O", array.shape(), true}; }
  Facts operator()(const ObjectList& list) const {
    return {list.is_tuple() ? "tuple" : "list", {}, {list.size()}, false, true};
  }
  Facts operator()(const ObjectDict& dict) const { return {"dict", {}, {dict.size()}, false, true}; }

  template <typename T>
  Facts operator()(const T& value) const {
    return {describe(ObjectElement{value})};
  }
};

}  // namespace

std::string ElementSummary::Kind::text() const {
  std::string text = fmt::format("{} {}", count_text(count), type);
  if (!dtype.empty()) text += fmt::format(" {:.60}", dtype);
  if (has_shape) text += " " + shapes.text();
  if (!has_length) return text;
  const std::int64_t least = shapes.least()[0], most = shapes.most()[0];
  return text + (least == most ? fmt::format(" of {}", least) : fmt::format(" of {}..{}", least, most));
}

ElementSummary::ElementSummary(const ObjectArray& array) {
  for (std::int64_t i = 0; i < array.size(); ++i) add(array.element(i));
  places_.clear();
  std::stable_sort(kinds_.begin(), kinds_.end(), [](const Kind& a, const Kind& b) { return a.count > b.count; });
}

void ElementSummary::add(const ObjectElement& element) {
  const Facts facts = std::visit(Tell{}, element.value);
  const auto [place, is_new] = places_.emplace(std::tuple(facts.type, facts.dtype, facts.shape.size()), kinds_.size());
  if (is_new)
    kinds_.push_back(
        {.type = facts.type, .dtype = facts.dtype, .has_shape = facts.has_shape, .has_length = facts.has_length});
  Kind& kind = kinds_[place->second];
  ++kind.count;
  kind.shapes.add(facts.shape);
}

std::vector<std::string> ElementSummary::lines() const {
  constexpr std::size_t most = 10;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::min(most, kinds_.size()); ++i) lines.push_back(kinds_[i].text());
  if (kinds_.size() > most)
    lines.push_back(fmt::format("... and {} more kinds (--json names all)",
                                count_text(static_cast<std::int64_t>(kinds_.size() - most))));
  return lines;
}

}  // namespace wick::tools
