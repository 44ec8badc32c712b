// SPDX-License-Identifier: MIT

// Object arrays, whose elements are torch tensors or arrays of any shape, become tensors: stacked, end to end, as the
// tiles of an image; and padded, batch by batch. Their pickle is read as data, and nothing in it is executed.
//
//   examples/object_arrays.py                                          writes data/object_arrays
//   example_08_object_arrays [FOLDER]

#include <wick/wick.hpp>

#include <torch/torch.h>

#include <fstream>
#include <iostream>
#include <string>

/// Writes an image (H, W) of uint8 in a format that every viewer knows.
void write_pgm(const std::string& path, const torch::Tensor& image) {
  std::ofstream file(path, std::ios::binary);
  file << "P5\n" << image.size(1) << ' ' << image.size(0) << "\n255\n";
  file.write(static_cast<const char*>(image.data_ptr()), image.numel());
}

/// What np.save wrote of an array of dtype object.
void show_tensors(const std::string& path) {
  const wick::ObjectArray tiles = wick::read_object_array(path);
  std::cout << tiles.size() << " elements, the first a " << wick::describe(tiles.element(0)) << '\n';

  // torch.stack(list(array)), torch.cat(list(array), 1), and torchvision's make_grid. One pass over the bytes each.
  const torch::Tensor stacked = wick::stack_numpy(tiles, torch::kFloat32);
  std::cout << "stack: " << stacked.scalar_type() << ' ' << stacked.sizes() << ", mean " << stacked.mean().item<float>()
            << '\n';
  std::cout << "cat:   " << wick::cat_numpy(tiles, 1).sizes() << '\n';
  const torch::Tensor image = wick::grid_numpy(tiles, /*columns=*/8, /*padding=*/2, /*value=*/96);
  std::cout << "grid:  " << image.sizes() << " in tiles.pgm\n";
  write_pgm("tiles.pgm", image);
}

/// Arrays of different shapes, eight in each file. A file is read when the first of them is needed.
void load_ragged(const std::string& pattern) {
  const wick::NumpyDataset dataset({{"data", wick::object_array(pattern)}});
  wick::DataLoader loader(dataset, {.batch_size = 10, .collate = {{"data", wick::pad()}}});
  for (const auto& batch : loader.epoch(0)) {
    const torch::Tensor lengths = batch["data.lengths"];
    std::cout << "batch " << batch["data"].sizes() << ", its first sample " << lengths[0][0].item<int>() << " x "
              << lengths[0][1].item<int>() << '\n';
  }
}

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : "data/object_arrays";
  try {
    show_tensors(folder + "/tiles.npy");
    load_ragged(folder + "/cuts/*.npy");
  } catch (const wick::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

// Output:
//
//   24 elements, the first a tensor uint8 (28, 28)
//   stack: Float [24, 28, 28], mean 66.9502
//   cat:   [28, 672]
//   grid:  [92, 242] in tiles.pgm
//   batch [10, 28, 28], its first sample 15 x 28
//   batch [10, 28, 28], its first sample 28 x 21
//   batch [4, 28, 28], its first sample 28 x 26
