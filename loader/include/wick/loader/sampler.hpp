// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

namespace wick {

/// Names the samples of an epoch. A pure function, so that any position of any epoch can be asked for at once, which is
/// what makes resuming cheap. Derive from it to make your own. Thread safety: constant; called on the consumer's
/// thread.
class Sampler {
 public:
  virtual ~Sampler() = default;

  /// Samples per epoch.
  virtual std::int64_t size() const = 0;

  /// The dataset's index of the sample at `position` of `epoch`; `position` is in [0, size()).
  virtual std::int64_t index(std::uint64_t epoch, std::int64_t position) const = 0;
};

using SamplerPtr = std::shared_ptr<const Sampler>;

/// 0, 1, ..., size - 1 in every epoch. Throws `Error` on a negative size; its `index`, on a position that does not
/// exist.
SamplerPtr sequential_sampler(std::int64_t size);

/// Every index once per epoch, in an order drawn from (seed, epoch). No memory: a permutation by a Feistel network with
/// cycle walking (Black and Rogaway 2002), identical on every compiler and machine.
SamplerPtr shuffle_sampler(std::int64_t size, std::uint64_t seed);

}  // namespace wick
