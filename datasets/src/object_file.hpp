// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>
#include <wick/npy/object_array.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace wick::detail {

/// An object array in a file, or in a member of an archive, that is read when its first element is asked for.
/// Thread safety: any number of threads; those that come while one reads wait for it.
class ObjectFile {
 public:
  /// Reads the header. Throws `NpyError`: not readable, not an object array.
  explicit ObjectFile(std::string path);
  ObjectFile(std::string path, std::string_view member);

  /// Number of elements.
  std::int64_t size() const noexcept { return size_; }

  /// What messages call element `index`.
  std::string where(std::int64_t index) const;

  /// Element `index`, as `element_view`. Throws `NpyError`: not one that is an array; for every element, if the file
  /// cannot be read or has changed.
  NumpyArray element(std::int64_t index) const;

 private:
  void load() const;

  // Constant after construction.
  std::string path_;
  std::string place_;  // of the array, for messages
  std::optional<std::string> member_;
  Shape shape_;
  std::int64_t size_ = 0;

  // Set by `load`, once; constant from then on.
  mutable std::once_flag loaded_;
  mutable std::optional<ObjectArray> array_;
  mutable std::string failure_;  // why there is no array
};

}  // namespace wick::detail
