// SPDX-License-Identifier: MIT
#include <ATen/ops/empty.h>
#include <lent_storage.hpp>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

#include <support/prelude.hpp>

using wick::detail::LentStorage;

namespace {

at::Tensor tensor(std::int64_t bytes) { return at::empty({bytes}, at::kByte); }

}  // namespace

TEST_CASE("Bytes of a tensor count until its last view is gone", "[device]") {
  LentStorage lent;
  CHECK(lent.in_use() == 0);
  std::optional<at::Tensor> whole = tensor(100), other = tensor(7);
  lent.add(*whole, 128);
  lent.add(*other, 7);
  CHECK(lent.in_use() == 135);
  std::optional<at::Tensor> view = whole->slice(0, 10, 20);
  whole.reset();
  CHECK(lent.in_use() == 135);
  other.reset();
  CHECK(lent.in_use() == 128);
  view.reset();
  CHECK(lent.in_use() == 0);
}

TEST_CASE("The peak is the most that was held at once, and begins anew with what is held", "[device]") {
  LentStorage lent;
  CHECK(lent.peak() == 0);
  for (int i = 0; i < 3; ++i) lent.add(tensor(10), 10);  // Gone at once.
  CHECK(lent.peak() <= 10);
  const at::Tensor held = tensor(4);
  {
    const at::Tensor a = tensor(10), b = tensor(20);
    lent.add(a, 10);
    lent.add(b, 20);
    lent.add(held, 4);
  }
  CHECK(lent.peak() == 34);
  lent.reset_peak();
  CHECK(lent.peak() == 4);
}

TEST_CASE("Tensors may go, also on other threads, when nobody counts any more", "[device]") {
  at::Tensor later = tensor(5);
  {
    LentStorage lent;
    lent.add(later, 5);
    CHECK(lent.in_use() == 5);
  }
  std::thread([gone = std::move(later)] {}).join();
}

TEST_CASE("Tensors are counted from several threads at once", "[device]") {
  LentStorage lent;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const at::Tensor mine = tensor(3);
        lent.add(mine, 3);
        if (lent.in_use() < 3 || lent.in_use() > 12) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(lent.in_use() == 0);
  CHECK(lent.peak() <= 12);
}
