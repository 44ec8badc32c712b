// SPDX-License-Identifier: MIT
#pragma once

#include <wick/datasets/numpy_array.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wick {

/// The arrays of an archive, by name and in the archive's order, as `dict(np.load(path))`:
///
///     const auto arrays = load_npz("a.npz");
///     const NumpyArray& x = arrays["x"];
///     for (const auto& [key, array] : arrays) std::cout << key << ' ' << to_string(array.shape()) << '\n';
///
/// Thread safety: constant after construction.
class NpzArrays {
 public:
  /// A key, which is the member's name without `.npy`, and the array.
  using value_type = std::pair<std::string, NumpyArray>;
  using const_iterator = std::vector<value_type>::const_iterator;

  /// A member that is not among the arrays: its key, and what to say to who asks for it.
  struct LeftOut {
    std::string key;
    std::string reason;
  };

  /// None.
  NpzArrays() = default;

  /// These arrays of the archive `path`, whose name serves messages, and what else is in it.
  NpzArrays(std::string path, std::vector<value_type> arrays, std::vector<LeftOut> left_out = {});

  /// The array called `key`. As by NumPy, `x.npy` is another name of `x` where no key is `x.npy`. Throws `NpyError`
  /// with some of the keys that there are, and if several arrays have that key (NumPy gives one of them). For a member
  /// that was left out it says why.
  const NumpyArray& operator[](std::string_view key) const;

  /// Whether an array, or several, are called `key`.
  bool contains(std::string_view key) const noexcept;

  std::size_t size() const noexcept { return arrays_.size(); }
  bool empty() const noexcept { return arrays_.empty(); }
  /// Members of the archive that are not among the arrays, in its order: Python objects, and what is no array.
  const std::vector<LeftOut>& left_out() const noexcept { return left_out_; }

  const_iterator begin() const noexcept { return arrays_.begin(); }
  const_iterator end() const noexcept { return arrays_.end(); }

 private:
  std::pair<std::size_t, std::size_t> range_of(std::string_view key) const noexcept;
  std::string some_keys() const;
  [[noreturn]] void refuse(std::string_view key) const;

  std::string path_;
  std::vector<value_type> arrays_;
  std::vector<std::uint32_t> by_key_;  // indices, sorted
  std::vector<LeftOut> left_out_;
};

}  // namespace wick
