// SPDX-License-Identifier: MIT
#pragma once

#include <support/temp_folder.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/load_npz.hpp>

#include <npy/npz_python.hpp>

#include <string>

namespace wick::test {

/// A way to an array that NumPy wrote as `name`.
using Load = NumpyArray (*)(const TempFolder&, const std::string&);

inline NumpyArray loaded(const TempFolder& folder, const std::string& name) {
  return load_npy(folder / (name + ".npy"));
}
inline NumpyArray mapped(const TempFolder& folder, const std::string& name) {
  return map_npy(folder / (name + ".npy"));
}
inline NumpyArray stored(const TempFolder& folder, const std::string& name) {
  return load_npz(folder / "stored.npz", name);
}
inline NumpyArray deflated(const TempFolder& folder, const std::string& name) {
  return load_npz(folder / "deflated.npz")[name];
}

/// Runs a program that puts arrays into `arrays`, and saves each in all those ways. `numbers(name, a)` notes what a
/// tensor of it is to be.
inline void make_arrays(const TempFolder& folder, const std::string& program) {
  run_python(folder, R"(
arrays = {}
def numbers(name, a): np.save('numbers_' + name + '.npy', a)
)" + program + R"(
for name, a in arrays.items(): np.save(name + '.npy', a)
np.savez('stored.npz', **arrays)
np.savez_compressed('deflated.npz', **arrays)
)");
}

/// What NumPy says the numbers are.
inline at::Tensor numbers(const TempFolder& folder, const std::string& name) {
  return copy_numpy(load_npy(folder / ("numbers_" + name + ".npy")));
}

}  // namespace wick::test
