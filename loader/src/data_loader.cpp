// SPDX-License-Identifier: MIT
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/batch_memory.hpp>
#include <wick/loader/data_loader.hpp>

#include "loader_core.hpp"
#include "make_context.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wick {
namespace {

using detail::SampleOrder;

SampleOrder order_of(SamplerPtr sampler) {
  if (!sampler) throw Error("loader: the sampler is null");
  if (sampler->size() < 0)
    throw Error(fmt::format("loader: the sampler's size is {}; at least 0 expected", sampler->size()));
  struct Position {
    std::uint64_t epoch = 0;
    std::int64_t position = 0;
  };
  const auto at = std::make_shared<Position>();
  const std::int64_t size = sampler->size();
  return {.begin =
              [at](std::uint64_t epoch) {
                *at = {epoch, 0};
              },
          .next = [at, sampler, size](std::int64_t batch_size) -> std::optional<std::vector<std::int64_t>> {
            const std::int64_t count = std::min(batch_size, size - at->position);
            if (count <= 0) return std::nullopt;
            std::vector<std::int64_t> indices;
            for (std::int64_t i = 0; i < count; ++i) indices.push_back(sampler->index(at->epoch, at->position + i));
            at->position += count;
            return indices;
          },
          .size = size};
}

SamplerPtr default_sampler(const NumpyDataset& dataset, const LoaderOptions& options) {
  const auto size = static_cast<std::int64_t>(*dataset.size());
  return options.shuffle ? shuffle_sampler(size, options.seed) : sequential_sampler(size);
}

void refuse_shuffle(const LoaderOptions& options) {
  if (options.shuffle)
    throw Error("loader: shuffle is on, and there is a sampler: the order is the sampler's; turn shuffle off");
}

std::shared_ptr<detail::LoaderCore> make_core(const NumpyDataset& dataset, SampleOrder order,
                                              const LoaderOptions& options) {
  auto resolved = resolve(options);
  auto context = detail::make_context(dataset, resolved);
  auto core = std::make_shared<detail::LoaderCore>(std::move(context), std::move(order), std::move(resolved),
                                                   static_cast<std::int64_t>(*dataset.size()));
  core->reserve_memory();
  return core;
}

}  // namespace

DataLoader::DataLoader(const NumpyDataset& dataset, LoaderOptions options)
    : core_(make_core(dataset, order_of(default_sampler(dataset, options)), options)) {}

DataLoader::DataLoader(const NumpyDataset& dataset, SamplerPtr sampler, LoaderOptions options) {
  refuse_shuffle(options);
  core_ = make_core(dataset, order_of(std::move(sampler)), options);
}

DataLoader::DataLoader(const NumpyDataset& dataset, TorchOrder order, LoaderOptions options) {
  refuse_shuffle(options);
  core_ = make_core(dataset, {.begin = std::move(order.begin), .next = std::move(order.next)}, options);
}

DataLoader::DataLoader(DataLoader&&) noexcept = default;
DataLoader& DataLoader::operator=(DataLoader&&) noexcept = default;
DataLoader::~DataLoader() = default;

Epoch DataLoader::epoch(std::uint64_t epoch) { return Epoch(core_, core_->begin_epoch(epoch)); }
std::optional<std::int64_t> DataLoader::samples() const { return core_->samples(); }
std::optional<std::int64_t> DataLoader::batches() const { return core_->batches(); }
const ResolvedLoaderOptions& DataLoader::options() const noexcept { return core_->options(); }
Statistics DataLoader::statistics() const { return core_->statistics(); }
void DataLoader::reset_statistics() { core_->reset_statistics(); }

}  // namespace wick
