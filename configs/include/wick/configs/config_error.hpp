// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>

namespace wick {

/// A configuration that cannot be used: `train.yaml:7:15: loader.batch_sise: unknown key; nearest known: batch_size`.
/// Lines and columns count from 1. Overrides are named as `override 2 (loader.workers=x)`, and where a mapping or list
/// of the file is at fault that they changed as `override 1 (dataset.data.rows=x.npy) at train.yaml:3:9`.
class ConfigError : public Error {
 public:
  using Error::Error;
};

}  // namespace wick
