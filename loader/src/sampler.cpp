// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
#include <wick/loader/sampler.hpp>

#include "permutation.hpp"

#include <fmt/format.h>

namespace wick {
namespace {

std::int64_t checked_size(std::int64_t size) {
  if (size < 0) throw Error(fmt::format("sampler: size is {}; at least 0 expected", size));
  return size;
}

std::int64_t checked_position(std::int64_t position, std::int64_t size) {
  if (position < 0 || position >= size)
    throw Error(fmt::format("sampler: position {} of an epoch of {} samples", position, size));
  return position;
}

class SequentialSampler : public Sampler {
 public:
  explicit SequentialSampler(std::int64_t size) : size_(checked_size(size)) {}

  std::int64_t size() const override { return size_; }
  std::int64_t index(std::uint64_t, std::int64_t position) const override { return checked_position(position, size_); }

 private:
  std::int64_t size_;
};

class ShuffleSampler : public Sampler {
 public:
  ShuffleSampler(std::int64_t size, std::uint64_t seed) : size_(checked_size(size)), seed_(seed) {}

  std::int64_t size() const override { return size_; }

  std::int64_t index(std::uint64_t epoch, std::int64_t position) const override {
    const detail::Permutation permutation(static_cast<std::uint64_t>(size_), seed_, epoch);
    return static_cast<std::int64_t>(permutation(static_cast<std::uint64_t>(checked_position(position, size_))));
  }

 private:
  std::int64_t size_;
  std::uint64_t seed_;
};

}  // namespace

SamplerPtr sequential_sampler(std::int64_t size) { return std::make_shared<const SequentialSampler>(size); }

SamplerPtr shuffle_sampler(std::int64_t size, std::uint64_t seed) {
  return std::make_shared<const ShuffleSampler>(size, seed);
}

}  // namespace wick
