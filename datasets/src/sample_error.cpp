// SPDX-License-Identifier: MIT
#include <wick/datasets/sample_error.hpp>

#include <fmt/core.h>

#include <utility>

namespace wick {
namespace {

std::string message(std::int64_t index, const std::string& field, const std::string& where, const std::string& reason) {
  std::string text = fmt::format("sample {}", index);
  if (!field.empty()) text += fmt::format(", field \"{}\"", field);
  if (!where.empty()) text += fmt::format(" ({})", where);
  return text + ": " + reason;
}

}  // namespace

SampleError::SampleError(std::int64_t index, std::string field, std::string where, std::string reason)
    : Error(message(index, field, where, reason)),
      index_(index),
      field_(std::move(field)),
      where_(std::move(where)),
      reason_(std::move(reason)) {}

}  // namespace wick
