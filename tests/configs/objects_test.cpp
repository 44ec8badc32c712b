// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/loader/data_loader.hpp>
#include <wick/npy/npz_writer.hpp>

#include "experiment_data.hpp"

#include <ATen/core/Tensor.h>
#include <npy/pickle_writer.hpp>

#include <span>
#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::read;
using test::refusal;
namespace pickle = test::pickle;

namespace {

// An object array of `count` arrays of float32, of 1, 2, ... zeros.
std::string ragged_file(int count) {
  std::vector<std::string> elements;
  for (int i = 1; i <= count; ++i) {
    const std::string zeros(static_cast<std::size_t>(4 * i), '\0');
    elements.push_back(pickle::array(pickle::dtype("f4", "<"), pickle::shape({i}), pickle::bytes(zeros)));
  }
  return pickle::npy(pickle::proto(4) + pickle::object_array(elements) + pickle::stop,
                     "(" + std::to_string(count) + ",)");
}

}  // namespace

TEST_CASE("fields are the elements of object arrays, in files or in archives", "[configs]") {
  const Data data;
  data.folder.write("o/a.npy", ragged_file(2));
  data.folder.write("o/b.npy", ragged_file(3));
  NpzWriter writer(data.folder / "o/c.npz");
  const auto member = ragged_file(2);
  writer.add_bytes("x.npy", std::as_bytes(std::span(member)));
  writer.finish();
  const std::string root = "\"${WICK_TEST_DATA}/o";
  const auto sources = [&](const std::string& where) { return read("dataset: {a: {" + where + "}}").fields[0].source; };
  CHECK(sources("object: " + root + "\"")->size() == 5);
  CHECK(sources("object: " + root + "/*.npy\"")->info(4).shape == Shape{3});
  CHECK(sources("object: [" + root + "/b.npy\", " + root + "/a.npy\"]")->where(3) == (data.folder / "o/a.npy[0]"));
  CHECK(sources("object: " + root + "\", member: x")->where(1) == (data.folder / "o/c.npz") + "['x.npy'][1]");
  CHECK(refusal("dataset: {a: {object: " + root + "\", member: y}}") ==
        "c.yaml:1:23: dataset.a.object: " + (data.folder / "o/c.npz") + ": no member is called 'y': it has 'x'");
  CHECK(refusal("dataset: {a: {object: \"${WICK_TEST_DATA}/labels.npy\"}}") ==
        "c.yaml:1:23: dataset.a.object: " + (data.folder / "labels.npy") +
            ": dtype <i8: an object array (|O) expected");
}

TEST_CASE("ragged object arrays named in YAML are padded", "[configs]") {
  const Data data;
  data.folder.write("o.npy", ragged_file(4));
  const Experiment experiment = read(
      "dataset: {data: {object: \"${WICK_TEST_DATA}/o.npy\"}}\n"
      "collate: {data: pad}\n"
      "loader: {batch_size: 3, workers: 2}\n");
  DataLoader loader(NumpyDataset(experiment.fields), experiment.loader);
  std::vector<std::int64_t> widths;
  for (const auto& batch : loader.epoch(0)) widths.push_back(batch["data"].size(1));
  CHECK(widths == std::vector<std::int64_t>{3, 4});
}
