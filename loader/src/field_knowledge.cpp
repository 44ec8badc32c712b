// SPDX-License-Identifier: MIT
#include "field_knowledge.hpp"

#include "checked_layout.hpp"

#include <algorithm>
#include <vector>

namespace wick::detail {
namespace {

bool alike(const SampleInfo& a, const SampleInfo& b) { return a.array == b.array && a.tensor == b.tensor; }

}  // namespace

std::shared_ptr<const SampleInfo> FieldKnowledge::common() const {
  const std::lock_guard lock(mutex_);
  return common_;
}

void FieldKnowledge::learn(std::span<const SampleInfo> samples) {
  const std::lock_guard lock(mutex_);
  if (differ_ || samples.empty()) return;
  if (!common_) common_ = std::make_shared<const SampleInfo>(samples.front());
  differ_ = !std::all_of(samples.begin(), samples.end(), [&](const auto& sample) { return alike(sample, *common_); });
  if (differ_) common_ = nullptr;
}

void FieldKnowledge::found_unlike() {
  const std::lock_guard lock(mutex_);
  differ_ = true;
  common_ = nullptr;
}

void FieldKnowledge::found_untold() {
  const std::lock_guard lock(mutex_);
  untold_ = true;
}

bool FieldKnowledge::untold() const {
  const std::lock_guard lock(mutex_);
  return untold_;
}

std::shared_ptr<const BatchLayout> FieldKnowledge::layout(const Collate& collate, const SampleInfo& common,
                                                          std::size_t count) {
  {
    const std::lock_guard lock(mutex_);
    if (layout_ && layout_->places.size() == count) return layout_;
  }
  const std::vector<TensorInfo> samples(count, common.tensor);
  auto layout = std::make_shared<const BatchLayout>(checked_layout(collate, samples));
  if (!layout->extras.empty()) return layout;  // Its tensors belong to one batch.
  const std::lock_guard lock(mutex_);
  layout_ = layout;
  return layout;
}

}  // namespace wick::detail
