// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/source.hpp>

#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

namespace wick::test {

/// Lets threads through in the order that a test prescribes: `arrive(x)` returns when x is next.
class Script {
 public:
  explicit Script(std::vector<std::int64_t> order) : order_(std::move(order)) {}

  void arrive(std::int64_t who) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return next_ >= order_.size() || order_[next_] == who; });
    if (next_ < order_.size()) ++next_;
    changed_.notify_all();
  }

 private:
  const std::vector<std::int64_t> order_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
};

/// A door that is closed until it is opened, and counts who stands before it.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  /// Returns when `count` threads have come to the door.
  void await(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// int64 arrays of one shape; every element of array i is i. Reads call `on_read(i)`, which may wait or throw.
class ScriptedSource : public Source {
 public:
  explicit ScriptedSource(std::int64_t size, std::function<void(std::int64_t)> on_read = {}, Shape shape = {3})
      : size_(size), on_read_(std::move(on_read)), shape_(std::move(shape)) {}

  std::int64_t size() const override { return size_; }
  ArrayInfo info(std::int64_t) const override { return {native_dtype("i8"), shape_, false}; }
  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    if (on_read_) on_read_(index);
    for (std::size_t i = 0; i + sizeof index <= bytes.size(); i += sizeof index)
      std::memcpy(bytes.data() + i, &index, sizeof index);
  }
  std::string where(std::int64_t index) const override { return "scripted[" + std::to_string(index) + "]"; }

 private:
  std::int64_t size_;
  std::function<void(std::int64_t)> on_read_;
  Shape shape_;
};

/// A source whose samples `failing` throw.
inline SourcePtr failing_source(std::int64_t size, std::set<std::int64_t> failing) {
  return std::make_shared<ScriptedSource>(size, [failing = std::move(failing)](std::int64_t index) {
    if (failing.contains(index)) throw std::runtime_error("bad sector");
  });
}

}  // namespace wick::test
