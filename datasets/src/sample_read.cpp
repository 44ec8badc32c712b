// SPDX-License-Identifier: MIT
#include "sample_read.hpp"

#include <wick/error.hpp>

#include "normalise_bools.hpp"
#include "stopwatch.hpp"
#include "tensor_over.hpp"

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_strided.h>
#include <fmt/format.h>

#include <limits>
#include <span>
#include <utility>

namespace wick::detail {
namespace {

std::string describe(at::ScalarType dtype, std::span<const std::int64_t> shape) {
  const auto element = element_type(dtype);
  return fmt::format("{} {}", element ? element_name(*element) : c10::toString(dtype), to_string(shape));
}

at::TensorOptions on_cpu(at::ScalarType dtype) { return at::TensorOptions(dtype).device(at::kCPU); }

// Headers may promise what nobody has: the sum of payload and tensor must not wrap around to a size that there is.
void require_room(const Shape& shape, std::int64_t payload_bytes, at::ScalarType dtype) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;
  const auto bytes = checked_bytes(shape, static_cast<std::int64_t>(c10::elementSize(dtype)));
  if (!bytes || *bytes > most || payload_bytes > most)
    throw Error(fmt::format("no memory for {}", describe(dtype, shape)));
}

// A tensor that the next step can read, or an `Error` that names what is wrong with the transform's.
at::Tensor usable(at::Tensor tensor) {
  if (!tensor.defined()) throw Error("the result is an undefined tensor");
  if (!tensor.device().is_cpu()) {
    throw Error(
        fmt::format("the result is on {}: a CPU tensor expected; batches are moved as a whole", tensor.device().str()));
  }
  if (tensor.layout() != at::kStrided) throw Error("the result is a sparse tensor: a dense one expected");
  if (!element_type(tensor.scalar_type())) {
    throw Error(fmt::format("the result is of dtype {}: bool, integer, float or complex expected",
                            c10::toString(tensor.scalar_type())));
  }
  return tensor.resolve_conj().resolve_neg();
}

}  // namespace

SampleRead::SampleRead(const Source& source, const Pipeline& pipeline, const SampleKey& key, const ArrayInfo& array,
                       Scratch& scratch, StageTimes* times, const Transform*& running)
    : source_(source),
      pipeline_(pipeline),
      key_(key),
      array_(array),
      scratch_(scratch),
      times_(times),
      running_(running),
      element_(require_element(array.dtype)),
      payload_bytes_(array.bytes()) {}

bool SampleRead::into(const TensorInfo& expected, const StridedTarget& target) {
  if (pipeline_.stages().empty()) return elementwise_into(target);
  const auto result = transformed(pipeline_.can_infer() ? Memory::scratch : Memory::own);
  if (!result) return false;
  const Conversion& last = pipeline_.last().from(*element_type(result->scalar_type()));
  if (last.result_type() != expected.dtype || result->sizes() != at::IntArrayRef(expected.shape)) {
    throw Error(fmt::format("the transforms made {}, expected {}: what a transform infers must be what it makes",
                            describe(last.result_type(), result->sizes()), describe(expected.dtype, expected.shape)));
  }
  convert(last, strided_source(*result), target);
  return true;
}

std::optional<at::Tensor> SampleRead::tensor() {
  if (!pipeline_.stages().empty()) {
    auto result = transformed(Memory::own);
    if (result) result = converted(*std::move(result), pipeline_.last());
    return result;
  }
  at::Tensor result = at::empty(array_.shape, on_cpu(pipeline_.last().from(element_).result_type()));
  if (!elementwise_into(strided_target(result))) return std::nullopt;
  return result;
}

bool SampleRead::elementwise_into(const StridedTarget& target) {
  const Conversion& conversion = pipeline_.last().from(element_);
  const bool in_place = is_tensor_as_it_is(conversion) && !array_.fortran_order && target.type == element_ &&
                        target.shape == array_.shape &&
                        is_contiguous(target.shape, target.strides, element_size(target.type));
  if (in_place) return read_payload(target.data);
  std::byte* data = scratch_.bytes(payload_bytes_).data();
  if (!read_payload(data)) return false;
  convert(conversion, payload(data), target);
  return true;
}

bool SampleRead::read_payload(std::byte* target) {
  const std::span bytes(target, static_cast<std::size_t>(payload_bytes_));
  const Stopwatch stopwatch(times_ ? &times_->read : nullptr);
  if (!source_.read_expected(key_.index, array_, bytes)) return false;
  if (times_) times_->bytes += payload_bytes_;
  if (element_ == ElementType::boolean) normalise_bools(bytes);
  return true;
}

StridedSource SampleRead::payload(const std::byte* data) const {
  return {data, element_, array_.dtype.is_swapped(), array_.shape,
          contiguous_strides(array_.shape, array_.dtype.itemsize, array_.fortran_order)};
}

bool SampleRead::is_tensor_as_it_is(const Conversion& conversion) const {
  return conversion.is_identity() && !array_.dtype.is_swapped();
}

std::optional<at::Tensor> SampleRead::transformed(Memory memory) {
  auto tensor = first_input(memory);
  if (!tensor) return std::nullopt;
  SampleRandom random(key_);
  const auto& stages = pipeline_.stages();
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (i > 0) tensor = converted(*std::move(tensor), stages[i].before);
    tensor = apply(stages[i].transform, *std::move(tensor), random);
  }
  return tensor;
}

std::optional<at::Tensor> SampleRead::first_input(Memory memory) {
  const Conversion& conversion = pipeline_.stages().front().before.from(element_);
  return is_tensor_as_it_is(conversion) ? payload_tensor(memory) : converted_payload(memory, conversion);
}

std::optional<at::Tensor> SampleRead::payload_tensor(Memory memory) {
  const auto dtype = *scalar_type(element_);
  if (memory == Memory::own) {
    at::Tensor tensor =
        at::empty_strided(array_.shape, contiguous_strides(array_.shape, 1, array_.fortran_order), on_cpu(dtype));
    if (!read_payload(static_cast<std::byte*>(tensor.data_ptr()))) return std::nullopt;
    return tensor;
  }
  std::byte* data = scratch_.bytes(payload_bytes_).data();
  if (!read_payload(data)) return std::nullopt;
  return tensor_over(data, dtype, array_.shape, payload(data).strides, nullptr);
}

std::optional<at::Tensor> SampleRead::converted_payload(Memory memory, const Conversion& conversion) {
  const TensorInfo info{conversion.result_type(), array_.shape};
  const bool in_scratch = memory == Memory::scratch;
  require_room(array_.shape, payload_bytes_, info.dtype);
  const auto tensor_place = (payload_bytes_ + 63) / 64 * 64;  // aligned as scratch is
  std::byte* data = scratch_.bytes(in_scratch ? tensor_place + info.bytes() : payload_bytes_).data();
  if (!read_payload(data)) return std::nullopt;
  at::Tensor tensor;
  if (in_scratch) {
    const auto strides = contiguous_strides(info.shape, element_size(*element_type(info.dtype)));
    tensor = tensor_over(data + tensor_place, info.dtype, info.shape, strides, nullptr);
  } else {
    tensor = at::empty(info.shape, on_cpu(info.dtype));
  }
  convert(conversion, payload(data), strided_target(tensor));
  return tensor;
}

at::Tensor SampleRead::apply(const AnyTransform& transform, at::Tensor tensor, SampleRandom& random) {
  const Stopwatch stopwatch(times_ ? &times_->transform : nullptr);
  running_ = transform.operator->();
  tensor = usable(transform->apply(std::move(tensor), random));
  running_ = nullptr;
  return tensor;
}

at::Tensor SampleRead::converted(at::Tensor tensor, const ConversionCache& run) {
  const Conversion& conversion = run.from(*element_type(tensor.scalar_type()));
  if (conversion.is_identity()) return tensor;
  at::Tensor result = at::empty(tensor.sizes(), on_cpu(conversion.result_type()));
  convert(conversion, strided_source(tensor), strided_target(result));
  return result;
}

void SampleRead::convert(const Conversion& conversion, const StridedSource& source, const StridedTarget& target) {
  const Stopwatch stopwatch(times_ ? &times_->convert : nullptr);
  conversion.run(source, target);
}

}  // namespace wick::detail
