// SPDX-License-Identifier: MIT
#include "read_transforms.hpp"

#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/reshape.hpp>
#include <wick/transforms/scale.hpp>
#include <wick/transforms/squeeze.hpp>

#include "dtype_name.hpp"
#include "nearest_name.hpp"
#include "required.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace wick::detail {

namespace {

// Each makes the transform whose parameters stand under `key` of `item`.

OutOfRange read_out_of_range(const Section& section) {
  const std::string word = section.one_of("out_of_range", {"wrap", "saturate", "raise"}).value_or("wrap");
  return word == "wrap" ? OutOfRange::wrap : word == "saturate" ? OutOfRange::saturate : OutOfRange::raise;
}

AnyTransform read_cast(const Section& item, std::string_view key) {
  constexpr const char* expected = "a dtype: float32";
  if (item.kind(key) != ValueKind::mapping) return Cast(required(read_dtype(item, key), item, key, expected));
  const Section section = *item.section(key);
  return Cast(required(read_dtype(section, "dtype"), section, "dtype", expected), read_out_of_range(section));
}

AnyTransform read_scale(const Section& item, std::string_view key) {
  return Scale(required(item.number(key), item, key, "a factor: 1/255"));
}

AnyTransform read_normalize(const Section& item, std::string_view key) {
  const Section section = required(item.section(key), item, key, "{mean: [...], std: [...]}");
  auto mean = required(section.numbers("mean"), section, "mean", "a number per channel");
  auto std = required(section.numbers("std"), section, "std", "a number per channel");
  return Normalize(std::move(mean), std::move(std), section.integer("dim").value_or(0));
}

AnyTransform read_permute(const Section& item, std::string_view key) {
  return Permute(required(item.integers(key), item, key, "the dimensions in their new order: [2, 0, 1]"));
}

AnyTransform read_reshape(const Section& item, std::string_view key) {
  return Reshape(required(item.integers(key, -1), item, key, "a shape: [1, 28, 28]"));
}

AnyTransform read_squeeze(const Section& item, std::string_view key) { return Squeeze(item.integer(key)); }

AnyTransform read_unsqueeze(const Section& item, std::string_view key) {
  return Unsqueeze(required(item.integer(key), item, key, "a dimension: 0"));
}

AnyTransform read_flip(const Section& item, std::string_view key) {
  if (item.kind(key) != ValueKind::mapping) return Flip(item.integer(key).value_or(-1));
  return Flip(item.section(key)->integer("dim").value_or(-1));
}

AnyTransform read_random_flip(const Section& item, std::string_view key) {
  if (item.kind(key) != ValueKind::mapping) return RandomFlip(item.number(key, 0, 1).value_or(0.5));
  const Section section = *item.section(key);
  return RandomFlip(section.number("p", 0, 1).value_or(0.5), section.integer("dim").value_or(-1));
}

AnyTransform read_crop(const Section& item, std::string_view key) {
  constexpr const char* expected = "the extents of the last dimensions: [24, 24]";
  if (item.kind(key) != ValueKind::mapping) return Crop(required(item.integers(key, 1), item, key, expected));
  const Section section = *item.section(key);
  return Crop(required(section.integers("size", 1), section, "size", expected),
              section.integers("offset", 0).value_or(std::vector<std::int64_t>()));
}

AnyTransform read_random_crop(const Section& item, std::string_view key) {
  constexpr const char* expected = "the extents of the last dimensions: [24, 24]";
  if (item.kind(key) != ValueKind::mapping) return RandomCrop(required(item.integers(key, 1), item, key, expected));
  const Section section = *item.section(key);
  return RandomCrop(required(section.integers("size", 1), section, "size", expected),
                    section.integer("padding", 0).value_or(0));
}

using Reader = AnyTransform (*)(const Section&, std::string_view);

constexpr std::pair<std::string_view, Reader> readers[] = {
    {"cast", read_cast},
    {"scale", read_scale},
    {"normalize", read_normalize},
    {"permute", read_permute},
    {"reshape", read_reshape},
    {"squeeze", read_squeeze},
    {"unsqueeze", read_unsqueeze},
    {"flip", read_flip},
    {"crop", read_crop},
    {"random_flip", read_random_flip},
    {"random_crop", read_random_crop},
};

AnyTransform read_transform(const Section& item) {
  const std::vector<std::string> keys = item.keys();
  if (keys.size() != 1)
    item.fail({}, fmt::format("a mapping of {} keys, expected one transform per item of the list", keys.size()));
  std::vector<std::string_view> known;
  for (const auto& [name, read] : readers) {
    if (name == keys[0]) return at_place(item, name, [&, make = read] { return make(item, keys[0]); });
    known.push_back(name);
  }
  item.fail(keys[0], fmt::format("unknown transform{}", name_hint(keys[0], known)));
}

}  // namespace

std::vector<AnyTransform> read_transforms(const Section& transforms, std::string_view field) {
  std::vector<AnyTransform> made;
  for (const Section& item : transforms.sections(field)) made.push_back(read_transform(item));
  return made;
}

}  // namespace wick::detail
