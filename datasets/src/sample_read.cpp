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

// As scratch is.
std::int64_t aligned(std::int64_t bytes) { return (bytes + 63) / 64 * 64; }

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
      form_(pipeline.form_of(array.dtype)),
      payload_bytes_(array.bytes()) {
  if (form_.characters) text_shape_ = form_.shape(array.shape);
}

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
  at::Tensor result = at::empty(shape(), on_cpu(pipeline_.last().from(form_.element).result_type()));
  if (!elementwise_into(strided_target(result))) return std::nullopt;
  return result;
}

bool SampleRead::elementwise_into(const StridedTarget& target) {
  const Conversion& conversion = pipeline_.last().from(form_.element);
  const bool in_place = is_tensor_as_it_is(conversion) && !array_.fortran_order && target.type == form_.element &&
                        target.shape == shape() &&
                        is_contiguous(target.shape, target.strides, element_size(target.type));
  if (in_place) return read_payload(target.data);
  const auto numbers = read_numbers(scratch_.bytes(numbers_bytes()).data());
  if (!numbers) return false;
  convert(conversion, *numbers, target);
  return true;
}

bool SampleRead::read_payload(std::byte* target) {
  const std::span bytes(target, static_cast<std::size_t>(payload_bytes_));
  const Stopwatch stopwatch(times_ ? &times_->read : nullptr);
  if (!source_.read_expected(key_.index, array_, bytes)) return false;
  if (times_) times_->bytes += payload_bytes_;
  if (form_.element == ElementType::boolean) normalise_bools(bytes);
  return true;
}

// Bytes of memory that `read_numbers` needs: the payload and, if it must be decoded, what it becomes.
std::int64_t SampleRead::numbers_bytes() const {
  if (!form_.decoded) return payload_bytes_;
  const auto dtype = scalar_type(form_.element).value();
  require_room(array_.shape, payload_bytes_, dtype);
  return aligned(payload_bytes_) + TensorInfo{dtype, array_.shape}.bytes();
}

// Reads the payload into `data`, which is aligned as scratch is, and makes the numbers of it that conversions take.
std::optional<StridedSource> SampleRead::read_numbers(std::byte* data) {
  if (!read_payload(data)) return std::nullopt;
  const std::byte* numbers = data;
  if (form_.decoded) {
    const Stopwatch stopwatch(times_ ? &times_->convert : nullptr);
    std::byte* decoded = data + aligned(payload_bytes_);
    form_.decode(array_.dtype, {data, static_cast<std::size_t>(payload_bytes_)}, decoded, "");
    numbers = decoded;
  }
  return StridedSource{numbers, form_.element, form_.swapped, shape(), strides()};
}

const Shape& SampleRead::shape() const noexcept { return form_.characters ? text_shape_ : array_.shape; }

// Of the numbers, in bytes.
std::vector<std::int64_t> SampleRead::strides() const {
  const auto itemsize = form_.decoded ? element_size(form_.element) : array_.dtype.itemsize;
  return form_.strides(contiguous_strides(array_.shape, itemsize, array_.fortran_order));
}

bool SampleRead::is_tensor_as_it_is(const Conversion& conversion) const {
  return conversion.is_identity() && !form_.swapped && !form_.decoded;
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
  const Conversion& conversion = pipeline_.stages().front().before.from(form_.element);
  return is_tensor_as_it_is(conversion) ? payload_tensor(memory) : converted_payload(memory, conversion);
}

std::optional<at::Tensor> SampleRead::payload_tensor(Memory memory) {
  const auto dtype = *scalar_type(form_.element);
  if (memory == Memory::own) {
    auto in_elements = strides();
    for (auto& stride : in_elements) stride /= element_size(form_.element);
    at::Tensor tensor = at::empty_strided(shape(), in_elements, on_cpu(dtype));
    if (!read_payload(static_cast<std::byte*>(tensor.data_ptr()))) return std::nullopt;
    return tensor;
  }
  std::byte* data = scratch_.bytes(payload_bytes_).data();
  if (!read_payload(data)) return std::nullopt;
  return tensor_over(data, dtype, shape(), strides(), nullptr);
}

std::optional<at::Tensor> SampleRead::converted_payload(Memory memory, const Conversion& conversion) {
  const TensorInfo info{conversion.result_type(), shape()};
  const bool in_scratch = memory == Memory::scratch;
  require_room(info.shape, payload_bytes_, info.dtype);
  const auto tensor_place = aligned(numbers_bytes());
  std::byte* data = scratch_.bytes(in_scratch ? tensor_place + info.bytes() : numbers_bytes()).data();
  const auto numbers = read_numbers(data);
  if (!numbers) return std::nullopt;
  at::Tensor tensor;
  if (in_scratch) {
    const auto strides = contiguous_strides(info.shape, element_size(*element_type(info.dtype)));
    tensor = tensor_over(data + tensor_place, info.dtype, info.shape, strides, nullptr);
  } else {
    tensor = at::empty(info.shape, on_cpu(info.dtype));
  }
  convert(conversion, *numbers, strided_target(tensor));
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
