// SPDX-License-Identifier: MIT
#include <wick/datasets/sample_error.hpp>

#include <fmt/format.h>

#include <utility>

namespace wick {
namespace {

std::string message(std::int64_t index, const std::string& field, const std::string& where, const std::string& reason) {
  const std::string in_field = field.empty() ? "" : fmt::format(", field \"{}\"", field);
  const std::string at_place = where.empty() ? "" : fmt::format(" ({})", where);
  return fmt::format("sample {}{}{}: {}", index, in_field, at_place, reason);
}

}  // namespace

SampleError::SampleError(std::int64_t index, std::string field, std::string where, std::string reason)
    : Error(message(index, field, where, reason)),
      index_(index),
      field_(std::move(field)),
      where_(std::move(where)),
      reason_(std::move(reason)) {}

}  // namespace wick
