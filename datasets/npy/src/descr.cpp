// SPDX-License-Identifier: MIT
#include "descr.hpp"

#include <wick/npy/npy_error.hpp>
#include <wick/npy/shape.hpp>

#include "dtype_code.hpp"
#include "python_repr.hpp"

#include <fmt/format.h>

#include <limits>
#include <string>
#include <unordered_set>
#include <utility>

namespace wick::detail {
namespace {

using Kind = Literal::Kind;

// A descr as Python prints it.
std::string repr(const Dtype& dtype) {
  const bool literal = dtype.descr.starts_with('[') || dtype.descr.starts_with('(');
  return literal ? dtype.descr : python_repr(dtype.descr);
}

bool is_empty_tuple(const Literal& literal) { return literal.kind == Kind::tuple && literal.items.empty(); }

// NumPy's `dtype.type is void and dtype.names is None`.
bool is_void(const Literal& type) {
  if (type.kind == Kind::tuple) return !is_empty_tuple(type.items[1]) || is_void(type.items[0]);
  const auto dtype = type.kind == Kind::text ? parse_dtype_code(type.text) : std::nullopt;
  return dtype && dtype->kind == 'V';
}

class Reader {
 public:
  explicit Reader(std::string_view path) : path_(path) {}

  Dtype dtype(const Literal& literal) {
    if (literal.kind == Kind::text) return code(literal);
    if (literal.kind == Kind::list) return structure(literal);
    fail(literal,
         fmt::format("{} is no dtype: a string such as '<f4' or a list of fields expected", kind_name(literal.kind)));
  }

 private:
  [[noreturn]] void fail(const Literal& where, std::string_view fact) const {
    throw NpyError(path_, where.offset, fmt::format("descr: {}", fact));
  }

  Dtype code(const Literal& literal) const {
    auto dtype = parse_dtype_code(literal.text);
    if (!dtype) {
      fail(literal,
           fmt::format("{:.60} is no dtype that NumPy writes: byte order, kind and size expected, such as '<f4'",
                       python_repr(literal.text)));
    }
    return *std::move(dtype);
  }

  Dtype structure(const Literal& list) {
    Dtype result;
    result.structured = true;
    result.descr += '[';
    std::unordered_set<std::string_view> names;
    for (const Literal& item : list.items) {
      if (item.kind != Kind::tuple || item.items.size() < 2 || item.items.size() > 3) {
        fail(item, "a field is (name, dtype) or (name, dtype, shape)");
      }
      Dtype field = field_dtype(item.items[1]);
      const std::string name = field_name(item, names);
      const std::string shape = item.items.size() == 3 ? repeat(field, item.items[2]) : std::string();
      add_bytes(result, field, item);
      if (result.descr.size() > 1) result.descr += ", ";
      result.descr += fmt::format("({}, {}{}{})", name, repr(field), shape.empty() ? "" : ", ", shape);
    }
    result.descr += ']';
    return result;
  }

  // In a field a sub-array may stand too: ('<f8', (5,)).
  Dtype field_dtype(const Literal& literal) {
    if (literal.kind != Kind::tuple) return dtype(literal);
    if (literal.items.size() != 2) fail(literal, "a sub-array is (dtype, shape)");
    Dtype element = field_dtype(literal.items[0]);
    const std::string shape = repeat(element, literal.items[1]);
    element.descr = fmt::format("({}, {})", repr(element), shape);
    element.kind = 'V';
    element.byteorder = '|';
    element.structured = false;
    return element;
  }

  // Checks the name, or (title, name), and returns it as Python prints it. Nameless bytes are padding.
  std::string field_name(const Literal& field, std::unordered_set<std::string_view>& names) const {
    const Literal& literal = field.items[0];
    const bool titled = literal.kind == Kind::tuple && literal.items.size() == 2;
    const Literal& name = titled ? literal.items[1] : literal;
    if (name.kind != Kind::text || (titled && literal.items[0].kind != Kind::text)) {
      fail(literal, "a field's name is a string, or a tuple of title and name");
    }
    if (!is_padding(field) && !names.insert(name.text).second) {
      fail(literal, fmt::format("the field {:.60} occurs twice", python_repr(name.text)));
    }
    if (!titled) return python_repr(name.text);
    const Literal& title = literal.items[0];
    if (!names.insert(title.text).second) {
      fail(title, fmt::format("the title {:.60} occurs twice", python_repr(title.text)));
    }
    return fmt::format("({}, {})", python_repr(title.text), python_repr(name.text));
  }

  // Multiplies the size of `element` by the shape; returns the shape as Python prints it.
  std::string repeat(Dtype& element, const Literal& literal) const {
    Shape shape;
    if (literal.kind == Kind::integer) {
      shape.push_back(literal.integer);
    } else if (literal.kind == Kind::tuple && literal.items.size() <= max_dimensions) {
      for (const Literal& extent : literal.items) {
        if (extent.kind != Kind::integer)
          fail(extent, fmt::format("an extent is {}: an int expected", kind_name(extent.kind)));
        shape.push_back(extent.integer);
      }
    } else {
      fail(literal, fmt::format("the shape of a sub-array is a tuple of at most {} ints", max_dimensions));
    }
    const auto bytes = checked_bytes(shape, element.itemsize);
    if (!bytes || *bytes > max_itemsize) {
      fail(literal, fmt::format("a sub-array of shape {} is negative or more than 2**31 - 1 bytes", to_string(shape)));
    }
    element.itemsize = *bytes;
    return to_string(shape);
  }

  void add_bytes(Dtype& structure, const Dtype& field, const Literal& where) const {
    structure.itemsize += field.itemsize;
    structure.has_object |= field.has_object;
    if (structure.itemsize > max_itemsize) fail(where, "a structure of more than 2**31 - 1 bytes");
  }

  static constexpr std::int64_t max_itemsize = std::numeric_limits<std::int32_t>::max();

  std::string_view path_;
};

}  // namespace

bool is_padding(const Literal& field) {
  const Literal& name = field.items[0];
  if (name.kind != Kind::text || !name.text.empty()) return false;
  if (field.items.size() == 3 && !is_empty_tuple(field.items[2])) return true;
  return is_void(field.items[1]);
}

Dtype parse_descr(const Literal& descr, std::string_view path) { return Reader(path).dtype(descr); }

}  // namespace wick::detail
