// SPDX-License-Identifier: MIT
#pragma once

#include <wick/loader/loader_options.hpp>

#include "batch_context.hpp"

#include <memory>

namespace wick {
class NumpyDataset;
}

namespace wick::detail {

/// What the batches of a loader over this dataset share: its fields with their collates, divided between host and
/// device, and the memory. Throws `Error` on a collate of a field that does not exist.
std::shared_ptr<BatchContext> make_context(const NumpyDataset& dataset, const ResolvedLoaderOptions& options);

}  // namespace wick::detail
