// SPDX-License-Identifier: MIT

// Reads NumPy arrays: the header alone, the whole file, and mapped into memory. Needs no LibTorch.

#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>

#include <cstdio>
#include <filesystem>
#include <numeric>
#include <span>

namespace {

/// In Python: np.save("ramp.npy", np.arange(6, dtype=np.float32).reshape(2, 3))
void write_ramp() {
  const auto array = wick::NumpyArray::empty(wick::native_dtype("f4"), {2, 3});
  const std::span<float> elements = array.elements<float>();
  std::iota(elements.begin(), elements.end(), 0.0F);
  wick::save_npy("ramp.npy", array);
}

}  // namespace

int main() {
  write_ramp();

  // The header says everything but the elements. It is read without them.
  const wick::NpyHeader header = wick::read_npy_header("ramp.npy");
  std::printf("header: %s %s, %lld bytes from byte %lld\n", header.dtype.descr.c_str(),
              wick::to_string(header.shape).c_str(), static_cast<long long>(header.payload_bytes),
              static_cast<long long>(header.payload_offset));

  // As np.load(path): an array with memory of its own. Copies share it, as Python's names do.
  const wick::NumpyArray array = wick::load_npy("ramp.npy");
  std::printf("loaded: %s, strides %s, last element %g\n", wick::to_string(array.shape()).c_str(),
              wick::to_string(array.strides()).c_str(), array.elements<float>().back());

  // As np.load(path, mmap_mode='c'): nothing is read until it is touched, and what you write stays in this process.
  const wick::NumpyArray mapped = wick::map_npy("ramp.npy");
  mapped.elements<float>()[5] = 100;
  std::printf("mapped: last element %g, in the file still %g\n", mapped.elements<float>().back(),
              wick::load_npy("ramp.npy").elements<float>().back());

  // A bad file is an error that names the place, never a crash or wrong elements.
  std::filesystem::resize_file("ramp.npy", 140);
  try {
    wick::load_npy("ramp.npy");
  } catch (const wick::NpyError& error) {
    std::printf("error: %s\n", error.what());
  }
}

// Output:
//
//   header: <f4 (2, 3), 24 bytes from byte 128
//   loaded: (2, 3), strides (12, 4), last element 5
//   mapped: last element 100, in the file still 5
//   error: ramp.npy: byte 128: 24 bytes of data expected, 12 found
