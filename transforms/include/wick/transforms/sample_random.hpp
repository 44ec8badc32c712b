// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace wick {

/// Names one sample of one epoch of one run; everything random about it follows from these three.
struct SampleKey {
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
  std::int64_t index = 0;
};

/// The random numbers of one sample: a counter-based stream (Philox4x32-10, Salmon et al. 2011) keyed by (seed, epoch,
/// index). The same for any number of workers, any order of loading and any machine. Every field of a sample has the
/// same stream, so an image and its mask whose transforms draw alike are cropped and flipped alike.
class SampleRandom {
 public:
  explicit SampleRandom(const SampleKey& key) noexcept;

  /// The next 32 random bits.
  std::uint32_t bits() noexcept;

  /// Uniform in [0, 1), a multiple of 2**-32.
  double uniform() noexcept;

  /// Uniform in [0, bound), without bias. `bound` is at least 1.
  std::int64_t below(std::int64_t bound) noexcept;

 private:
  std::uint64_t key_;
  std::uint64_t stream_;
  std::uint64_t block_ = 0;
  std::uint32_t words_[4] = {};
  int used_ = 4;
};

}  // namespace wick
