// SPDX-License-Identifier: MIT
#include "block_pass.hpp"

#include "element_copy.hpp"
#include "element_traits.hpp"
#include "strided_cursor.hpp"

#include <algorithm>
#include <limits>

namespace wick::detail {
namespace {

using Order = c10::SmallVector<std::size_t, 8>;

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// Runs shorter than this are gathered into full blocks; longer ones are worth a block of their own.
constexpr std::int64_t long_run = 64;

std::int64_t count_elements(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) count *= extent;
  return count;
}

/// Whether every element is aligned as the loops want it.
bool is_aligned(const std::byte* data, ElementType type, std::span<const std::int64_t> shape,
                std::span<const std::int64_t> strides) {
  const std::int64_t size = element_size(type);
  auto bits = reinterpret_cast<std::uintptr_t>(data);
  for (std::size_t dim = 0; dim < shape.size(); ++dim) {
    if (shape[dim] != 1) bits |= static_cast<std::uintptr_t>(strides[dim]);
  }
  return (bits & static_cast<std::uintptr_t>(size - 1)) == 0;
}

/// Where the elements come from.
class Reader {
 public:
  Reader(const StridedSource& source, const Order& order)
      : data_(source.data),
        size_(element_size(source.type)),
        copy_(element_copy(source.type, source.swapped)),
        in_place_((!source.swapped || swap_size(source.type) == 1) &&
                  is_aligned(source.data, source.type, source.shape, source.strides)),
        cursor_(source.shape, source.strides, order) {}

  /// Elements that can be read where they are.
  std::int64_t direct() const noexcept { return in_place_ && cursor_.stride() == size_ ? cursor_.run() : 0; }

  /// The next `count` elements: where they are, or in `buffer`.
  const std::byte* read(std::int64_t count, std::byte* buffer) {
    if (count <= direct()) {
      const std::byte* at = data_ + cursor_.offset();
      cursor_.advance(count);
      return at;
    }
    gather(count, buffer);
    return buffer;
  }

 private:
  void gather(std::int64_t count, std::byte* to) {
    while (count > 0) {
      const std::int64_t part = std::min(count, cursor_.run());
      copy_(to, size_, data_ + cursor_.offset(), cursor_.stride(), part);
      cursor_.advance(part);
      to += part * size_;
      count -= part;
    }
  }

  const std::byte* data_;
  std::int64_t size_;
  ElementCopy copy_;
  bool in_place_;
  StridedCursor cursor_;
};

/// Where they go.
class Writer {
 public:
  Writer(const StridedTarget& target, const Order& order)
      : data_(target.data),
        size_(element_size(target.type)),
        copy_(element_copy(target.type, false)),
        in_place_(is_aligned(target.data, target.type, target.shape, target.strides)),
        cursor_(target.shape, target.strides, order) {}

  /// Elements that can be written where they belong.
  std::int64_t direct() const noexcept { return in_place_ && cursor_.stride() == size_ ? cursor_.run() : 0; }

  /// Room for the next `count` elements: where they belong, or `buffer`.
  std::byte* room(std::int64_t count, std::byte* buffer) const noexcept {
    return count <= direct() ? data_ + cursor_.offset() : buffer;
  }

  /// Takes `count` elements from what `room` gave.
  void write(std::int64_t count, const std::byte* from) {
    if (from == data_ + cursor_.offset()) {
      cursor_.advance(count);
      return;
    }
    while (count > 0) {
      const std::int64_t part = std::min(count, cursor_.run());
      copy_(data_ + cursor_.offset(), cursor_.stride(), from, size_, part);
      cursor_.advance(part);
      from += part * size_;
      count -= part;
    }
  }

 private:
  std::byte* data_;
  std::int64_t size_;
  ElementCopy copy_;
  bool in_place_;
  StridedCursor cursor_;
};

/// Finds the channel of an element from its number in the order of iteration.
struct ChannelMap {
  std::int64_t channels = 1;
  std::int64_t inner = 1;  ///< Elements in a row that share a channel.

  ChannelMap(const Stage& stage, const std::vector<std::int64_t>& shape, const Order& order)
      : channels(stage.channels()) {
    if (channels == 1) return;
    const auto dim = static_cast<std::size_t>(resolve_dim(stage.dim(), shape.size()));
    for (std::size_t i = order.size(); order[--i] != dim;) inner *= shape[order[i]];
  }

  bool varying() const noexcept { return channels > 1 && inner == 1; }

  /// Elements from number `element` on that one call may treat.
  std::int64_t reach(std::int64_t element) const noexcept {
    if (channels == 1) return unlimited;
    return varying() ? block_elements : inner - element % inner;
  }

  ChannelPosition position(std::int64_t element) const noexcept {
    if (channels == 1) return {};
    return {element / inner % channels, varying()};
  }
};

class BlockPass {
 public:
  BlockPass(const Stages& stages, const StridedSource& source, const StridedTarget& target, const Order& order)
      : stages_(stages), reader_(source, order), writer_(target, order), count_(count_elements(source.shape)) {
    for (const auto& stage : stages_) channels_.emplace_back(*stage, source.shape, order);
  }

  void run() {
    for (std::int64_t done = 0; done < count_;) {
      const std::int64_t size = block_size(done);
      run_block(done, size);
      done += size;
    }
  }

 private:
  std::int64_t block_size(std::int64_t done) const noexcept {
    const std::int64_t in = reader_.direct();
    const std::int64_t out = writer_.direct();
    std::int64_t size = std::min(count_ - done, block_elements);
    // Without anything to buffer, a block may be as long as memory allows.
    if (stages_.size() == 1 && std::min(in, out) >= long_run) size = std::min(in, out);
    if (in >= long_run) size = std::min(size, in);
    if (out >= long_run) size = std::min(size, out);
    for (const ChannelMap& map : channels_) size = std::min(size, map.reach(done));
    return size;
  }

  void run_block(std::int64_t done, std::int64_t size) {
    const std::byte* in = reader_.read(size, buffers_[0]);
    std::byte* out = nullptr;
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      std::byte* buffer = buffers_[(i + 1) % 2];
      out = i + 1 == stages_.size() ? writer_.room(size, buffer) : buffer;
      stages_[i]->run(in, out, size, channels_[i].position(done));
      in = out;
    }
    writer_.write(size, out);
  }

  const Stages& stages_;
  Reader reader_;
  Writer writer_;
  std::int64_t count_;
  c10::SmallVector<ChannelMap, 4> channels_;
  alignas(64) std::byte buffers_[2][block_elements * largest_element];
};

}  // namespace

std::int64_t resolve_dim(std::int64_t dim, std::size_t dimensions) noexcept {
  const auto size = static_cast<std::int64_t>(dimensions);
  if (dim < -size || dim >= size) return -1;
  return dim < 0 ? dim + size : dim;
}

void copy_elements(const StridedSource& source, const StridedTarget& target) {
  const Order order = iteration_order(target.shape, target.strides);
  StridedCursor from(source.shape, source.strides, order);
  StridedCursor to(target.shape, target.strides, order);
  const ElementCopy copy = element_copy(source.type, source.swapped);
  for (std::int64_t left = count_elements(source.shape); left > 0;) {
    const std::int64_t part = std::min(from.run(), to.run());
    copy(target.data + to.offset(), to.stride(), source.data + from.offset(), from.stride(), part);
    from.advance(part);
    to.advance(part);
    left -= part;
  }
}

void run_stages(const Stages& stages, const StridedSource& source, const StridedTarget& target) {
  BlockPass(stages, source, target, iteration_order(target.shape, target.strides)).run();
}

}  // namespace wick::detail
