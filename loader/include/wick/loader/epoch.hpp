// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/batch.hpp>

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
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Batch;
    using difference_type = std::ptrdiff_t;
    using pointer = Batch*;
    using reference = Batch&;

    Batch& operator*() const noexcept { return *epoch_->current_; }
    Batch* operator->() const noexcept { return &*epoch_->current_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const noexcept { return !epoch_->current_; }

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

  Iterator begin();
  std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class DataLoader;
  Epoch(std::shared_ptr<detail::LoaderCore> core, std::uint64_t ticket);

  std::shared_ptr<detail::LoaderCore> core_;
  std::uint64_t ticket_ = 0;
  std::optional<Batch> current_;
};

}  // namespace wick
