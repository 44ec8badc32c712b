// SPDX-License-Identifier: MIT
#pragma once

#include <wick/error.hpp>

#include <cstdint>
#include <string>

namespace wick {

/// A sample that could not be loaded: `sample 17, field "data" (train/x_017.npy): byte 128: ...`. The original
/// exception is nested (`std::rethrow_if_nested`) where there is one.
class SampleError : public Error {
 public:
  SampleError(std::int64_t index, std::string field, std::string where, std::string reason);

  std::int64_t index() const noexcept { return index_; }
  const std::string& field() const noexcept { return field_; }

  /// The file, or what the source calls the place.
  const std::string& where() const noexcept { return where_; }
  const std::string& reason() const noexcept { return reason_; }

 private:
  std::int64_t index_;
  std::string field_;
  std::string where_;
  std::string reason_;
};

}  // namespace wick
