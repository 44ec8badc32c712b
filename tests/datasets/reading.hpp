// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/in_memory.hpp>

#include <ATen/ops/zeros.h>

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace wick::test {

/// A field "data" of one array in memory.
inline FieldReader reader_of(NumpyArray array, std::vector<AnyTransform> transforms = {}) {
  return FieldReader({"data", in_memory({std::move(array)}), std::move(transforms)});
}

inline at::Tensor read(const FieldReader& reader, std::int64_t index, const SampleKey& base = {}) {
  Scratch scratch;
  return reader.read({base.seed, base.epoch, index}, scratch, nullptr);
}

/// The sample as `read_into` writes it to a tensor of the promised type and shape.
inline at::Tensor read_into(const FieldReader& reader, std::int64_t index) {
  const auto info = reader.info(index);
  if (!info) throw std::logic_error("the field cannot tell what its samples become");
  at::Tensor target = at::zeros(info->tensor.shape, info->tensor.dtype);
  Scratch scratch;
  if (!reader.read_into({0, 0, index}, *info, strided_target(target), scratch, nullptr)) {
    throw std::logic_error("the sample is not what info said");
  }
  return target;
}

}  // namespace wick::test
