// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>
#include <wick/loader/accelerator.hpp>

#include "device_script.hpp"

#include <ATen/ops/empty.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace wick::test {

/// A device that the CPU plays: what is enqueued on it is done on a thread of its own, when and in which order the
/// script says. Its memory is the CPU's. It reads the host memory of a copy only when it does that copy, so that memory
/// which is written or released too early shows in the batch, or to the sanitizers.
class ScriptedAccelerator : public Accelerator, public DeviceScript {
 public:
  explicit ScriptedAccelerator(int devices = 1, Next next = Next::first, Consumer consumer = Consumer::waits)
      : DeviceScript(devices, next, consumer), thread_([state = state_] { state->do_work(); }) {}

  ~ScriptedAccelerator() override {
    state_->change([](State& state) { state.over = true; });
    thread_.join();
  }

  /// A copy of the caller's own from page-locked memory, in flight until the object goes: until then the memory that
  /// `tensor` lies in is not given out again. As LibTorch's allocator finds it: by the context of the tensor's storage.
  class CopyInFlight;
  CopyInFlight copy_from(const at::Tensor& tensor);

  // Accelerator.

  int device_count() override { return state_->devices; }
  c10::DeviceIndex current_device() override { return 0; }

  at::Tensor pinned(std::int64_t bytes) override {
    Block* block = state_->take_block(bytes);
    block->state = state_;
    c10::DataPtr data(
        block->data.get(), block, [](void* context) { Block::release(static_cast<Block*>(context)); },
        c10::Device(c10::kCPU));
    return at::empty({0}, at::kByte)
        .set_(c10::Storage(c10::Storage::use_byte_size_t(), static_cast<std::size_t>(bytes), std::move(data)));
  }

  std::unique_ptr<DeviceStream> stream(c10::DeviceIndex device) override {
    if (device < 0 || device >= state_->devices) throw Error("no such device: " + std::to_string(device));
    state_->change([device](State& state) { state.streams.push_back(device); });
    return std::make_unique<Stream>(state_);
  }

 private:
  class Event : public DeviceEvent {
   public:
    Event(std::shared_ptr<State> state, std::shared_ptr<Work> work)
        : state_(std::move(state)), work_(std::move(work)) {}

    bool done() override {
      const std::lock_guard lock(state_->mutex);
      if (work_->done) check();
      return work_->done;
    }
    void wait() override {
      std::unique_lock lock(state_->mutex);
      state_->changed.wait(lock, [this] { return work_->done; });
      check();
    }
    void block_current_stream(std::span<const at::Tensor>) override {
      if (state_->consumer == Consumer::waits) wait();
    }

   private:
    void check() const {
      if (!work_->error.empty()) throw Error(work_->error);
    }

    std::shared_ptr<State> state_;
    std::shared_ptr<Work> work_;
  };

  class Stream : public DeviceStream {
   public:
    explicit Stream(std::shared_ptr<State> state) : state_(std::move(state)) {}

    std::shared_ptr<std::byte> staging(std::int64_t bytes) override {
      return {state_->take_staging(bytes),
              [state = state_, bytes](std::byte* data) { state->release_staging(data, bytes); }};
    }

    at::Tensor empty(const TensorInfo& info) override {
      state_->change([&info](State& state) { state.made.push_back(info.dtype); });
      at::Tensor tensor = at::empty(info.shape, info.dtype);
      if (tensor.numel() > 0) std::memset(tensor.data_ptr(), 0xCD, tensor.nbytes());
      return tensor;
    }

    // The consumer's stream is the CPU itself.
    std::unique_ptr<DeviceEvent> mark_current_stream() override {
      auto nothing = std::make_shared<Work>();
      nothing->done = true;
      return std::make_unique<Event>(state_, std::move(nothing));
    }

    std::unique_ptr<DeviceEvent> enqueue(std::function<void()> run) override {
      auto work = std::make_shared<Work>();
      work->run = std::move(run);
      bool refused = false;
      state_->change([&](State& state) {
        work->number = state.enqueued++;
        refused = state.refused.contains(work->number);
        if (refused)
          ++state.settled;
        else
          state.waiting.push_back(work);
      });
      if (refused) throw Error("the device refused work " + std::to_string(work->number));
      return std::make_unique<Event>(state_, std::move(work));
    }

   private:
    std::shared_ptr<State> state_;
  };

  std::thread thread_;
};

class ScriptedAccelerator::CopyInFlight {
 public:
  CopyInFlight(std::shared_ptr<State> state, Block* block) : state_(std::move(state)), block_(block) {
    state_->change([this](State&) { ++block_->copies; });
  }
  CopyInFlight(const CopyInFlight&) = delete;
  CopyInFlight& operator=(const CopyInFlight&) = delete;
  ~CopyInFlight() {
    state_->change([this](State&) { --block_->copies; });
  }

  /// What the copy reads, as it is now: first element of the block, as int64.
  std::int64_t first() const {
    std::int64_t value = 0;
    std::memcpy(&value, block_->data.get(), sizeof value);
    return value;
  }

 private:
  std::shared_ptr<State> state_;
  Block* block_;
};

inline ScriptedAccelerator::CopyInFlight ScriptedAccelerator::copy_from(const at::Tensor& tensor) {
  void* context = tensor.storage().data_ptr().get_context();
  Block* found = nullptr;
  state_->change([&](State& state) {
    for (Block& block : state.blocks)
      if (&block == context) found = &block;
  });
  if (!found) throw Error("this tensor does not lie in page-locked memory of the allocator");
  return {state_, found};
}

}  // namespace wick::test
