// SPDX-License-Identifier: MIT

// What a project that uses wick might do: write an array, read it back in batches. Fails if a value is not what it was.

#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/loader/data_loader.hpp>

#include <ATen/core/Tensor.h>
#include <ATen/ops/arange.h>

#include <cstdio>

int main() {
  const at::Tensor rows = at::arange(10).reshape({5, 2});
  wick::save_npy("rows.npy", rows);

  wick::NumpyDataset dataset({{"data", wick::npy_rows("rows.npy")}});
  wick::DataLoader loader(dataset, {.batch_size = 3});
  std::int64_t samples = 0;
  for (auto& batch : loader.epoch(0)) {
    if (!batch["data"].equal(rows.narrow(0, samples, batch.size()))) return 1;
    samples += batch.size();
  }
  std::printf("%d samples in %d batches\n", static_cast<int>(samples), static_cast<int>(loader.batches().value()));
  return samples == 5 ? 0 : 1;
}
