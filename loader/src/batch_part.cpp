// SPDX-License-Identifier: MIT
#include "batch_part.hpp"

#include <wick/datasets/detail/place_of.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/transforms/conversion.hpp>

#include "checked_layout.hpp"

#include <ATen/ops/empty.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>

namespace wick::detail {
namespace {

constexpr std::int64_t cover_bytes = 1 << 20;

TensorInfo info_of(const at::Tensor& tensor) { return {tensor.scalar_type(), tensor.sizes().vec()}; }

}  // namespace

BatchPart::BatchPart(BatchContext& context, std::size_t field, const BatchPlan& plan)
    : context_(context),
      field_(field),
      plan_(plan),
      way_(context.fields[field].way()),
      must_run_(!way_.reader.can_infer() || way_.knowledge.untold()) {
  if (!must_run_ && !context.fields[field].collate->ragged()) common_ = way_.knowledge.common();
}

// Measure.

void BatchPart::begin_measure() {
  const std::size_t count = plan_.indices.size();
  if (must_run_) {
    whole_.resize(count);
    whole_bytes_.resize(count);
  } else {
    infos_.resize(count);
  }
}

bool BatchPart::measure(std::size_t position, Scratch& scratch, StageTimes& times) {
  if (must_run_) {
    const std::int64_t bytes_before = times.bytes;
    whole_[position] = reader().read(key(position), scratch, &times);
    whole_bytes_[position] = times.bytes - bytes_before;
    return true;
  }
  auto info = reader().info(plan_.indices[position]);
  if (info)
    infos_[position] = *std::move(info);
  else
    way_.knowledge.found_untold();
  return info.has_value();
}

// Lay out.

void BatchPart::lay_out() {
  try {
    layout_ = make_layout();
    check_extras();
  } catch (const CollateError&) {
    throw;
  } catch (const std::exception& error) {
    std::throw_with_nested(Error(fmt::format("field \"{}\": {}", reader().field().name, error.what())));
  }
}

std::shared_ptr<const BatchLayout> BatchPart::make_layout() {
  const Collate& collate = *context_.fields[field_].collate;
  if (common_) return way_.knowledge.layout(collate, *common_, plan_.indices.size());
  std::vector<TensorInfo> samples;
  for (const auto& info : infos_) samples.push_back(info.tensor);
  for (const auto& tensor : whole_) samples.push_back(info_of(tensor));
  auto layout = std::make_shared<const BatchLayout>(checked_layout(collate, samples));
  way_.knowledge.learn(infos_);
  return layout;
}

// The batch's tensors are told apart by name.
void BatchPart::check_extras() const {
  for (const auto& extra : layout_->extras)
    for (const auto& other : context_.fields)
      if (other.whole.reader.field().name == reader().field().name + "." + extra.first)
        throw Error(fmt::format("collate {} adds a tensor \"{}\", which is also the name of a field; rename the field",
                                context_.fields[field_].collate->name(), other.whole.reader.field().name));
}

bool BatchPart::needs_host() const noexcept {
  if (way_.on_device.is_empty()) return false;
  const auto differs = [this](const SampleInfo& info) { return info.tensor.dtype != infos_.front().tensor.dtype; };
  const auto whole_differs = [this](const at::Tensor& tensor) {
    return tensor.scalar_type() != whole_.front().scalar_type();
  };
  if (!std::ranges::any_of(infos_, differs) && !std::ranges::any_of(whole_, whole_differs)) return false;
  context_.fields[field_].dtypes_differ = true;
  return true;
}

std::int64_t BatchPart::allocate() {
  if (layout_->batch.bytes() == 0) return 0;
  const std::int64_t bytes = std::max(layout_->batch.bytes(), context_.fields[field_].buffer_bytes);
  memory_ = context_.memory->allocate(bytes);
  return context_.memory->capacity(bytes);
}

// Cover.

std::int64_t BatchPart::cover_chunks() const noexcept {
  return layout_->fill ? (layout_->batch.bytes() + cover_bytes - 1) / cover_bytes : 0;
}

void BatchPart::cover(std::int64_t chunk) const {
  const at::ScalarType dtype = layout_->batch.dtype;
  const ElementType type = element_type(dtype).value();
  const std::int64_t size = element_size(type), per_chunk = cover_bytes / size;
  const std::int64_t count = std::min(per_chunk, layout_->batch.count() - chunk * per_chunk);
  const std::array<ElementwiseStep, 1> cast = {CastStep{dtype, OutOfRange::raise}};
  const StridedSource value{.data = reinterpret_cast<const std::byte*>(&*layout_->fill),
                            .type = ElementType::float64,
                            .swapped = false,
                            .shape = {count},
                            .strides = {0}};
  Conversion(ElementType::float64, cast)
      .run(value, {.data = memory_.get() + chunk * cover_bytes, .type = type, .shape = {count}, .strides = {size}});
}

// Read.

bool BatchPart::read(std::size_t position, Scratch& scratch, StageTimes* times) {
  if (whole_.empty()) return read_source(position, scratch, times);
  place_whole(position, times);
  return true;
}

bool BatchPart::read_source(std::size_t position, Scratch& scratch, StageTimes* times) {
  const SampleInfo& info = common_ ? *common_ : infos_[position];
  if (reader().read_into(key(position), info, target(position, info.tensor), scratch, times)) return true;
  if (common_) {
    way_.knowledge.found_unlike();
    return false;
  }
  const auto& field = reader().field();
  const std::int64_t index = plan_.indices[position];
  throw SampleError(index, field.name, place_of(*field.source, index), "it changed while it was being read");
}

void BatchPart::place_whole(std::size_t position, StageTimes* times) {
  const auto begin = std::chrono::steady_clock::now();
  at::Tensor& tensor = whole_[position];
  const StridedSource source = strided_source(tensor);
  Conversion(source.type, {}).run(source, target(position, info_of(tensor)));
  tensor.reset();
  if (times) times->convert += std::chrono::steady_clock::now() - begin;
}

SampleKey BatchPart::key(std::size_t position) const noexcept {
  return {context_.seed, plan_.epoch, plan_.indices[position]};
}

StridedTarget BatchPart::target(std::size_t position, const TensorInfo& sample) const {
  const Place& place = layout_->places[position];
  const ElementType type = element_type(sample.dtype).value();
  const std::int64_t size = element_size(type);
  StridedTarget target{.data = memory_ && sample.count() > 0 ? memory_.get() + place.offset * size : memory_.get(),
                       .type = type,
                       .shape = sample.shape,
                       .strides = place.strides};
  for (auto& stride : target.strides) stride *= size;
  return target;
}

std::int64_t BatchPart::source_bytes() const {
  if (common_) return common_->array.bytes() * static_cast<std::int64_t>(plan_.indices.size());
  std::int64_t total = 0;
  for (const auto& info : infos_) total += info.array.bytes();
  for (const std::int64_t bytes : whole_bytes_) total += bytes;
  return total;
}

std::int64_t BatchPart::device_bytes() const {
  try {
    return way_.on_device.infer(layout_->batch).bytes();
  } catch (const Error& error) {
    std::throw_with_nested(Error(fmt::format("field \"{}\": {}", reader().field().name, error.what())));
  }
}

// Deliver.

void BatchPart::deliver(NamedTensors& tensors, NamedTensors& extras) {
  const auto& name = reader().field().name;
  const auto& batch = layout_->batch;
  tensors.emplace_back(name, memory_ ? context_.memory->tensor(std::move(memory_), batch)
                                     : at::empty(batch.shape, at::TensorOptions(batch.dtype)));
  for (const auto& extra : layout_->extras) extras.emplace_back(name + "." + extra.first, extra.second);
}

}  // namespace wick::detail
