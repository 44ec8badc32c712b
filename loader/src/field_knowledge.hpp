// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/field_reader.hpp>
#include <wick/loader/collate.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

namespace wick::detail {

/// What a loader learnt of the samples of one field. In most data sets all samples are alike: then a batch is laid out
/// before any of its headers is read. The first sample that is unlike the others ends that for good. Thread safety: any
/// thread.
class FieldKnowledge {
 public:
  /// What every sample is believed to be; null while nothing is known, or if they are known to differ.
  std::shared_ptr<const SampleInfo> common() const;

  /// Takes note of samples whose headers were read.
  void learn(std::span<const SampleInfo> samples);

  /// A sample was not as `common` said.
  void found_unlike();

  /// The transforms did not tell what they make of a sample, though they seemed to: they must run to know.
  void found_untold();
  bool untold() const;

  /// `collate.layout` of `count` samples as `common`. Kept for the next batch, which mostly is as large.
  std::shared_ptr<const BatchLayout> layout(const Collate& collate, const SampleInfo& common, std::size_t count);

 private:
  mutable std::mutex mutex_;

  // Guarded by mutex_.
  bool differ_ = false;
  bool untold_ = false;
  std::shared_ptr<const SampleInfo> common_;
  std::shared_ptr<const BatchLayout> layout_;
};

}  // namespace wick::detail
