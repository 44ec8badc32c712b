// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/transforms/conversion.hpp>

#include "block_pass.hpp"
#include "shape_text.hpp"
#include "stage_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace wick {

struct Conversion::Program {
  ElementType source;
  ElementType result;
  at::ScalarType result_type;
  detail::Stages stages;

  Program(ElementType from, std::span<const ElementwiseStep> steps) : source(from) {
    detail::StageBuilder builder(from);
    builder.add(steps);
    result = builder.type();
    result_type = scalar_type(result).value();
    stages = builder.take();
  }
};

namespace {

void check_channels(const detail::Stage& stage, std::span<const std::int64_t> shape) {
  if (stage.channels() == 1) return;
  const std::int64_t dim = detail::resolve_dim(stage.dim(), shape.size());
  if (dim < 0) {
    throw Error(
        fmt::format("Normalize: shape {} has no dimension {} for the {} means: choose another `dim`, or give one "
                    "mean and one std",
                    detail::shape_text(shape), stage.dim(), stage.channels()));
  }
  if (shape[static_cast<std::size_t>(dim)] != stage.channels()) {
    throw Error(
        fmt::format("Normalize: dimension {} of shape {} has extent {}, but there are {} means: give one per "
                    "channel, or choose another `dim`",
                    stage.dim(), detail::shape_text(shape), shape[static_cast<std::size_t>(dim)], stage.channels()));
  }
}

void check_views(const StridedSource& source, const StridedTarget& target, ElementType from, ElementType to) {
  if (source.type != from || target.type != to) {
    throw Error(fmt::format("Conversion from {} to {}: given {} and {}: make one for these types", element_name(from),
                            element_name(to), element_name(source.type), element_name(target.type)));
  }
  if (source.shape != target.shape) {
    throw Error(fmt::format("Conversion: shape {} cannot be written to shape {}: the shapes must be equal",
                            detail::shape_text(source.shape), detail::shape_text(target.shape)));
  }
  if (source.strides.size() != source.shape.size() || target.strides.size() != target.shape.size()) {
    throw Error(fmt::format("Conversion: shape {} with {} source strides and {} target strides: give one per dimension",
                            detail::shape_text(source.shape), source.strides.size(), target.strides.size()));
  }
}

}  // namespace

Conversion::Conversion(ElementType source, std::span<const ElementwiseStep> steps)
    : program_(std::make_unique<Program>(source, steps)) {}
Conversion::~Conversion() = default;
Conversion::Conversion(Conversion&&) noexcept = default;
Conversion& Conversion::operator=(Conversion&&) noexcept = default;

ElementType Conversion::source_type() const noexcept { return program_->source; }

at::ScalarType Conversion::result_type() const noexcept { return program_->result_type; }

bool Conversion::is_identity() const noexcept { return program_->stages.empty(); }

void Conversion::check(std::span<const std::int64_t> shape) const {
  for (const auto& stage : program_->stages) check_channels(*stage, shape);
}

void Conversion::run(const StridedSource& source, const StridedTarget& target) const {
  check_views(source, target, program_->source, program_->result);
  check(source.shape);
  if (std::find(source.shape.begin(), source.shape.end(), 0) != source.shape.end()) return;
  if (is_identity()) {
    detail::copy_elements(source, target);
  } else {
    detail::run_stages(program_->stages, source, target);
  }
}

}  // namespace wick
