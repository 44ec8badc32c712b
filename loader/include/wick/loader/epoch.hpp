// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch.hpp>
#include <wick/loader/detail/batch_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>

namespace wick {

namespace detail {
class LoaderCore;
}

/// One pass over the data: a range of batches, or `next()` by hand. Ends early by being destroyed or by asking the
/// loader for another epoch; both wait for the reads that are under way, and for nothing else. Thread safety: one
/// thread at a time, the consumer. It may outlive its loader.
class Epoch {
 public:
  /// Input iterator. It waits for a batch when that is first looked at; every operation may then throw what `next`
  /// throws, and the following one goes on.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Batch;
    using difference_type = std::ptrdiff_t;
    using pointer = Batch*;
    using reference = Batch&;

    Batch& operator*() const { return *epoch_->current(); }
    Batch* operator->() const { return &**this; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return !epoch_->current(); }

   private:
    friend class Epoch;
    explicit Iterator(Epoch* epoch) : epoch_(epoch) {}
    Epoch* epoch_;
  };

  Epoch(Epoch&&) noexcept;
  Epoch& operator=(Epoch&&) noexcept;
  ~Epoch();

  /// The next batch; nullopt after the last. Throws `SampleError` for a sample that could not be loaded; call again to
  /// go on, nothing else is lost. Throws `Error` when a batch as a whole could not be made (its collate, no memory),
  /// which the next call passes over; and when the loader has begun another epoch since.
  std::optional<Batch> next();

  /// The batch that is next: a loop that was left, by `break` or an exception, goes on behind where it was.
  Iterator begin();
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class DataLoader;
  Epoch(std::shared_ptr<detail::LoaderCore> core, std::uint64_t ticket);

  std::optional<Batch>& current();

  std::shared_ptr<detail::LoaderCore> core_;
  std::uint64_t ticket_ = 0;
  detail::BatchCursor<Batch> cursor_;
};

}  // namespace wick
