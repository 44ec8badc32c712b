// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace wick::detail {

/// What workers have found out about the few dtypes that come along; what is in it stays and does not move.
/// Thread safety: all methods may be called from any number of threads at once and take no lock.
template <typename T>
class KnownList {
 public:
  KnownList() = default;
  ~KnownList() {
    for (const Entry* entry = first_.load(); entry != nullptr;) delete std::exchange(entry, entry->next);
  }
  KnownList(const KnownList&) = delete;
  KnownList& operator=(const KnownList&) = delete;

  /// The value added last of those that suit; null if none does.
  template <typename F>
  const T* find_if(F&& suits) const {
    for (const Entry* entry = first_.load(); entry != nullptr; entry = entry->next) {
      if (suits(entry->value)) return &entry->value;
    }
    return nullptr;
  }

  /// Adds a value, unless the list is full: it is for what saves work, not for what is needed.
  void add(T value) {
    if (count_.fetch_add(1) >= most) return;
    auto entry = std::make_unique<Entry>(Entry{std::move(value), first_.load()});
    while (!first_.compare_exchange_weak(entry->next, entry.get())) {
    }
    entry.release();
  }

 private:
  static constexpr std::size_t most = 64;

  struct Entry {
    T value;
    const Entry* next;
  };

  std::atomic<const Entry*> first_{nullptr};
  std::atomic<std::size_t> count_{0};
};

}  // namespace wick::detail
