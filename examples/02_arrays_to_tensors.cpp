// SPDX-License-Identifier: MIT

// Turns NumPy arrays into tensors and back: sharing memory, copying, casting.

#include <wick/wick.hpp>

#include <torch/torch.h>

#include <iostream>
#include <vector>

int main() {
  // Three arrays of three dtypes, as np.save would write them.
  wick::save_npy("a.npy", torch::tensor({1, 2, 3}, torch::kUInt8));
  wick::save_npy("b.npy", torch::tensor({{0.5, 1.5}, {2.5, 300.0}}, torch::kFloat64));
  wick::save_npy("c.npy", torch::tensor({true, false}));
  const std::vector<wick::NumpyArray> arrays = {wick::load_npy("a.npy"), wick::load_npy("b.npy"),
                                                wick::load_npy("c.npy")};

  // [torch.from_numpy(a) for a in arrays]: the tensors share the arrays' memory, and keep it alive.
  const std::vector<torch::Tensor> shared = wick::from_numpy(arrays);
  for (std::size_t i = 0; i < arrays.size(); ++i)
    std::cout << arrays[i].dtype().descr << ' ' << wick::to_string(arrays[i].shape()) << " -> "
              << shared[i].scalar_type() << ' ' << shared[i].sizes() << '\n';

  // [torch.tensor(a) for a in arrays]: memory of their own. Writing shows the difference.
  const std::vector<torch::Tensor> copied = wick::copy_numpy(arrays);
  *arrays[0].data() = std::byte{77};
  std::cout << "after a write to the array: shared " << shared[0][0].item<int>() << ", copied "
            << copied[0][0].item<int>() << '\n';

  // Cast in the same pass. What uint8 cannot hold wraps, as in torch, unless you say otherwise: saturate, or raise.
  std::cout << "300.0 as uint8: wrapped " << wick::copy_numpy(arrays[1], torch::kUInt8)[1][1].item<int>()
            << ", saturated "
            << wick::copy_numpy(arrays[1], torch::kUInt8, wick::OutOfRange::saturate)[1][1].item<int>() << '\n';

  // Back to NumPy: tensor.numpy() shares, and keeps the strides: a transposed tensor is an array in Fortran order.
  const wick::NumpyArray back = wick::to_numpy(shared[1].t());
  std::cout << "back: " << back.dtype().descr << ' ' << wick::to_string(back.shape()) << ", Fortran order "
            << (back.f_contiguous() ? "yes" : "no") << ", the array's memory "
            << (back.data() == arrays[1].data() ? "yes" : "no") << '\n';
}

// Output:
//
//   |u1 (3,) -> Byte [3]
//   <f8 (2, 2) -> Double [2, 2]
//   |b1 (2,) -> Bool [2]
//   after a write to the array: shared 77, copied 1
//   300.0 as uint8: wrapped 44, saturated 255
//   back: <f8 (2, 2), Fortran order yes, the array's memory yes
