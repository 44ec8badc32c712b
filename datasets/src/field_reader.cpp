// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/exception_reason.hpp>
#include <wick/datasets/detail/isolated.hpp>
#include <wick/datasets/detail/place_of.hpp>
#include <wick/datasets/field_reader.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/error.hpp>
#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/npy_error.hpp>

#include "pipeline.hpp"
#include "sample_read.hpp"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <utility>

namespace wick {
namespace {

// Ours name the transform and the file themselves; of others' exceptions we say which transform threw.
std::string reason_for(const Transform* running, const std::string& where) {
  try {
    throw;
  } catch (const NpyError& error) {
    const std::string reason = error.what();
    const std::string place = error.path() + ": ";
    return where.starts_with(error.path()) && reason.starts_with(place) ? reason.substr(place.size()) : reason;
  } catch (const Error& error) {
    return error.what();
  } catch (...) {
    const auto reason = detail::exception_reason();
    return running == nullptr ? reason : fmt::format("{}: {}", running->name(), reason);
  }
}

// To be called in a handler.
[[noreturn]] void throw_sample_error(const Field& field, std::int64_t index, const Transform* running) {
  const std::string where = detail::place_of(*field.source, index);
  std::throw_with_nested(SampleError(index, field.name, where, reason_for(running, where)));
}

void require_index(const Field& field, std::int64_t index) {
  const auto size = field.source->size();
  if (index >= 0 && index < size) return;
  throw SampleError(index, field.name, "", fmt::format("no such sample: there are {}, counted from 0", size));
}

std::shared_ptr<const detail::Pipeline> compile(const Field& field) {
  if (!field.source) throw Error(fmt::format("field \"{}\": the source is null", field.name));
  try {
    return std::make_shared<const detail::Pipeline>(field.transforms);
  } catch (const Error& error) {
    throw Error(fmt::format("field \"{}\": {}", field.name, error.what()));
  }
}

}  // namespace

// The array that samples are believed to be while all are alike, so that reading one takes no look at its header first.
struct FieldReader::Guess {
  std::atomic<const ArrayInfo*> array{nullptr};  // set once
  std::atomic<bool> holds{true};

  ~Guess() { delete array.load(); }

  const ArrayInfo* get() const noexcept { return holds ? array.load() : nullptr; }

  void propose(const ArrayInfo& info) {
    if (array.load() != nullptr || !holds) return;
    auto fresh = std::make_unique<const ArrayInfo>(info);
    const ArrayInfo* other = nullptr;
    if (array.compare_exchange_strong(other, fresh.get())) fresh.release();
  }
};

// The times of a field become int64, which says nothing of the unit: so all samples must count in one.
class FieldReader::Times {
 public:
  void require_one_unit(const Dtype& dtype) {
    if (dtype.kind != 'M' && dtype.kind != 'm') return;
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = dtype;
    if (same_time_unit(dtype, *first_)) return;
    throw Error(
        fmt::format("dtype '{}' counts in another unit than the '{}' of samples before: one unit expected; in "
                    "Python: a.astype(...)",
                    dtype.descr, first_->descr));
  }

 private:
  std::mutex mutex_;

  // Guarded by mutex_.
  std::optional<Dtype> first_;
};

FieldReader::FieldReader(Field field)
    : field_(std::move(field)),
      pipeline_(compile(field_)),
      guess_(std::make_shared<Guess>()),
      times_(std::make_shared<Times>()) {}

bool FieldReader::can_infer() const noexcept { return pipeline_->can_infer(); }

std::optional<SampleInfo> FieldReader::info(std::int64_t index) const {
  require_index(field_, index);
  std::optional<SampleInfo> info;
  try {
    detail::isolated([&] {
      ArrayInfo array = field_.source->info(index);
      times_->require_one_unit(array.dtype);
      if (auto tensor = pipeline_->infer(array)) info = SampleInfo{std::move(array), *std::move(tensor)};
    });
  } catch (...) {
    throw_sample_error(field_, index, nullptr);
  }
  return info;
}

bool FieldReader::read_into(const SampleKey& key, const SampleInfo& info, const StridedTarget& target, Scratch& scratch,
                            StageTimes* times) const {
  require_index(field_, key.index);
  const Transform* running = nullptr;
  bool as_believed = false;
  try {
    detail::isolated([&] {
      detail::SampleRead read(*field_.source, *pipeline_, key, info.array, scratch, times, running);
      as_believed = read.into(info.tensor, target);
    });
  } catch (...) {
    throw_sample_error(field_, key.index, running);
  }
  return as_believed;
}

at::Tensor FieldReader::read(const SampleKey& key, Scratch& scratch, StageTimes* times) const {
  require_index(field_, key.index);
  const Transform* running = nullptr;
  std::optional<at::Tensor> tensor;
  const auto read_as = [&](const ArrayInfo& array) {
    tensor = detail::SampleRead(*field_.source, *pipeline_, key, array, scratch, times, running).tensor();
  };
  try {
    detail::isolated([&] {
      if (const ArrayInfo* guess = guess_->get()) {
        read_as(*guess);
        if (!tensor) guess_->holds = false;
      }
      if (!tensor) {
        const ArrayInfo array = field_.source->info(key.index);
        times_->require_one_unit(array.dtype);
        guess_->propose(array);
        read_as(array);
      }
      if (!tensor) throw Error("the array's dtype or shape changed while it was being read");
    });
  } catch (...) {
    throw_sample_error(field_, key.index, running);
  }
  return *std::move(tensor);
}

}  // namespace wick
