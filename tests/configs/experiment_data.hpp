// SPDX-License-Identifier: MIT
#pragma once

#include <support/temp_folder.hpp>
#include <wick/configs/experiment.hpp>
#include <wick/datasets/save_npy.hpp>

#include "message_of.hpp"

#include <stdlib.h>

#include <string>
#include <vector>

namespace wick::test {

/// Three images of uint8 (4, 6), in files and in rows, and three labels, relative to the folder that
/// `${WICK_TEST_DATA}` names.
struct Data {
  Data() {
    for (const char* name : {"images/0.npy", "images/1.npy", "images/2.npy"}) save(name, "u1", {4, 6});
    save("images.npy", "u1", {3, 4, 6});
    save("labels.npy", "i8", {3});
    save("more.npy", "i8", {4});
    ::setenv("WICK_TEST_DATA", folder.path().c_str(), 1);
  }
  ~Data() { ::unsetenv("WICK_TEST_DATA"); }

  void save(const std::string& name, const char* code, const Shape& shape) const {
    folder.write(name);
    save_npy(folder / name, NumpyArray::empty(native_dtype(code), shape));
  }

  TempFolder folder;
};

/// A data set of one field.
inline const std::string dataset = "dataset: {data: {files: \"${WICK_TEST_DATA}/images\"}}\n";

/// The experiment that `text` describes.
inline Experiment read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return read_experiment(Config::parse(text, "c.yaml", overrides));
}

/// What `text` is refused with.
inline std::string refusal(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return message_of([&] { read(text, overrides); });
}

}  // namespace wick::test
