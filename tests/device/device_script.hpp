// SPDX-License-Identifier: MIT
#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace wick::test {

/// What a `ScriptedAccelerator` is to do, and what it did. Copies are of the same script; it outlives the accelerator.
/// Thread safety: any thread.
class DeviceScript {
 public:
  /// Which of the works that wait is done next.
  enum class Next { first, last };

  /// Whether the consumer's stream is the CPU, which waits for a batch at its delivery; or a stream that goes on, as
  /// CUDA's do: what is in a batch can be looked at after `finish`.
  enum class Consumer { waits, goes_on };

  explicit DeviceScript(int devices, Next next, Consumer consumer)
      : state_(std::make_shared<State>(devices, next, consumer)) {}

  /// The device does nothing until `go` is called, or for `go(n)` until n more works are done.
  void stop() const { go(0); }
  void go(std::int64_t works = unlimited) const {
    state_->change([works](State& state) { state.allowed = works; });
  }

  /// Lets the device do everything that was enqueued, and returns when that is done.
  void finish() const {
    go();
    state_->await([](const State& state) { return state.waiting.empty() && state.settled == state.enqueued; });
  }

  /// Enqueuing work number n, counted from 0, throws; or doing it fails.
  void refuse(std::int64_t n) const {
    state_->change([n](State& state) { state.refused.insert(n); });
  }
  void fail(std::int64_t n) const {
    state_->change([n](State& state) { state.failing.insert(n); });
  }

  /// Returns when `works` works at least were enqueued, or done.
  void await(std::int64_t works) const {
    state_->await([works](const State& state) { return state.enqueued >= works; });
  }
  void await_done(std::int64_t works) const {
    state_->await([works](const State& state) { return state.done >= works; });
  }

  std::int64_t enqueued() const { return state_->read(&State::enqueued); }
  std::int64_t done() const { return state_->read(&State::done); }

  /// Page-locked bytes that exist, the most that did at once, and how often some were made.
  std::int64_t locked_bytes() const { return state_->read(&State::locked_bytes); }
  std::int64_t peak_locked_bytes() const { return state_->read(&State::peak_locked_bytes); }
  std::int64_t locked_calls() const { return state_->read(&State::locked_calls); }

  /// The dtypes of the tensors that were made on the device, and the devices of the streams.
  std::vector<at::ScalarType> made() const { return state_->read(&State::made); }
  std::vector<c10::DeviceIndex> streams() const { return state_->read(&State::streams); }

 protected:
  static constexpr std::int64_t unlimited = std::int64_t{1} << 60;

  // Work that was enqueued.
  struct Work {
    std::function<void()> run;
    std::int64_t number = 0;
    bool done = false;
    std::string error;
  };

  struct State;

  // Memory of the caching allocator. A block is given out again when its tensors are gone and no copy reads it.
  struct Block {
    std::shared_ptr<State> state;  // While it is held: tensors may outlive the accelerator.
    std::int64_t bytes;
    std::unique_ptr<std::byte[]> data;
    bool held = true;
    int copies = 0;

    static void release(Block* block) {
      const auto state = std::move(block->state);
      state->change([block](State&) { block->held = false; });
    }
  };

  struct State {
    State(int device_total, Next order, Consumer stream) : devices(device_total), next(order), consumer(stream) {}

    const int devices;
    const Next next;
    const Consumer consumer;

    mutable std::mutex mutex;
    std::condition_variable changed;

    // Guarded by mutex.
    std::deque<std::shared_ptr<Work>> waiting;
    std::set<std::int64_t> refused, failing;
    std::int64_t allowed = unlimited, enqueued = 0, done = 0;
    std::int64_t settled = 0;  // Done or refused.
    std::int64_t locked_bytes = 0, peak_locked_bytes = 0, locked_calls = 0;
    std::vector<at::ScalarType> made;
    std::vector<c10::DeviceIndex> streams;
    std::deque<Block> blocks;
    std::vector<std::unique_ptr<std::byte[]>> released;  // Staging memory, spoilt: who still reads it gets that.
    bool over = false;

    void change(const std::function<void(State&)>& how) {
      const std::lock_guard lock(mutex);
      how(*this);
      changed.notify_all();
    }
    template <typename T>
    T read(T State::*what) const {
      const std::lock_guard lock(mutex);
      return this->*what;
    }
    template <typename Condition>
    void await(const Condition& condition) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return condition(*this); });
    }

    // The device's thread.
    void do_work() {
      std::unique_lock lock(mutex);
      for (;;) {
        changed.wait(lock, [this] { return over || (allowed > 0 && !waiting.empty()); });
        if (waiting.empty() || allowed == 0) return;
        const auto work = next == Next::first ? waiting.front() : waiting.back();
        next == Next::first ? waiting.pop_front() : waiting.pop_back();
        --allowed;
        const bool fails = failing.contains(work->number);
        lock.unlock();
        std::string error = fails ? "the device lost work " + std::to_string(work->number) : std::string();
        try {
          if (!fails) work->run();
        } catch (const std::exception& exception) {
          error = exception.what();
        }
        work->run = nullptr;
        lock.lock();
        work->error = std::move(error);
        work->done = true;
        ++done;
        ++settled;
        changed.notify_all();
      }
    }

    // Guarded by mutex.
    void lock_bytes(std::int64_t bytes) {
      locked_bytes += bytes;
      peak_locked_bytes = std::max(peak_locked_bytes, locked_bytes);
      ++locked_calls;
    }

    std::byte* take_staging(std::int64_t bytes) {
      change([bytes](State& state) { state.lock_bytes(bytes); });
      return new std::byte[static_cast<std::size_t>(bytes)];
    }
    void release_staging(std::byte* data, std::int64_t bytes) {
      std::memset(data, 0xDD, static_cast<std::size_t>(bytes));
      change([data, bytes](State& state) {
        state.locked_bytes -= bytes;
        state.released.emplace_back(data);
      });
    }

    Block* take_block(std::int64_t bytes) {
      const std::lock_guard lock(mutex);
      for (Block& block : blocks)
        if (!block.held && block.copies == 0 && block.bytes == bytes) {
          block.held = true;
          return &block;
        }
      lock_bytes(bytes);
      return &blocks.emplace_back(
          Block{nullptr, bytes, std::make_unique<std::byte[]>(static_cast<std::size_t>(bytes))});
    }
  };

  const std::shared_ptr<State> state_;
};

/// Lets a stopped device do its works, one at a time and with pauses, on a thread of its own for as long as it lives.
class LettingGo {
 public:
  explicit LettingGo(const DeviceScript& script) : thread_([this, script] { run(script); }) {}
  LettingGo(const LettingGo&) = delete;
  LettingGo& operator=(const LettingGo&) = delete;
  ~LettingGo() {
    over_ = true;
    thread_.join();
  }

 private:
  void run(const DeviceScript& script) const {
    while (!over_) {
      for (int pause = 0; pause < 20; ++pause) std::this_thread::yield();
      script.go(1);
    }
    script.go();
  }

  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace wick::test
