// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

namespace wick::detail {

/// Where input iterators over batches stand: at a batch that is fetched when it is first looked at, or at the end. A
/// batch whose fetching threw counts as passed: the next step, of whatever kind, goes on with the batch after it.
/// Thread safety: one thread at a time.
template <typename Batch>
class BatchCursor {
 public:
  /// Stands before the next batch.
  void restart() {
    current_.reset();
    before_ = true;
    failed_ = false;
  }

  /// Stands at the end.
  void stop() {
    current_.reset();
    before_ = failed_ = false;
  }

  /// The batch; nullopt at the end. `fetch()` gives the next one as an optional, and may throw.
  template <typename Fetch>
  std::optional<Batch>& arrive(const Fetch& fetch) {
    if (!before_) return current_;
    current_.reset();  // Its memory may be what the next batch needs.
    failed_ = true;
    current_ = fetch();
    before_ = failed_ = false;
    return current_;
  }

  /// To the batch after.
  template <typename Fetch>
  void advance(const Fetch& fetch) {
    if (!failed_) arrive(fetch);
    before_ = true;
    arrive(fetch);
  }

 private:
  std::optional<Batch> current_;
  bool before_ = false;
  bool failed_ = false;
};

}  // namespace wick::detail
