// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/save_npz.hpp>
#include <wick/loader/data_loader.hpp>

#include "experiment_data.hpp"

#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>

#include <cstdint>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::read;
using test::refusal;

TEST_CASE("fields come from archives, one sample each or rows", "[configs]") {
  const Data data;
  for (const char* name : {"a/0.npz", "a/1.npz", "a/2.npz"}) {
    data.folder.write(name);
    save_npz(data.folder / name, {{"x", NumpyArray::empty(native_dtype("u1"), {4, 6})},
                                  {"rows", NumpyArray::empty(native_dtype("f4"), {5, 2})}});
  }
  const std::string root = "\"${WICK_TEST_DATA}/a";
  const Experiment experiment =
      read("dataset:\n  glob: {npz: " + root + "/*.npz\", member: x}\n  folder: {npz: " + root +
           "\", member: x.npy}\n  list: {npz: [" + root + "/2.npz\", b, c], member: x}\n");
  REQUIRE(experiment.fields.size() == 3);
  CHECK(experiment.fields[0].source->size() == 3);
  CHECK(experiment.fields[0].source->info(1).shape == Shape{4, 6});
  CHECK(experiment.fields[1].source->where(2) == (data.folder / "a/2.npz") + "['x.npy']");
  CHECK(experiment.fields[2].source->where(0) == (data.folder / "a/2.npz") + "['x.npy']");
  const Experiment rows = read("dataset: {one: {rows: [" + root + "/1.npz\", " + root + "/1.npz\", " + root +
                               "/1.npz\"], member: rows}, all: {rows: " + root + "\", member: rows}}");
  CHECK(rows.fields[0].source->size() == 15);
  CHECK(rows.fields[1].source->info(7).shape == Shape{2});
  CHECK(refusal("dataset: {data: {rows: " + root + "/1.npz\", member: y}}") ==
        "c.yaml:1:24: dataset.data.rows: " + (data.folder / "a/1.npz") +
            ": no member is called 'y': it has 'x', 'rows'");
}

TEST_CASE("archives named in YAML are loaded into batches by many workers", "[configs]") {
  const Data data;
  constexpr std::int64_t samples = 20;
  for (std::int64_t i = 0; i < samples; ++i) {
    const auto name = "b/" + std::to_string(100 + i) + ".npz";
    data.folder.write(name);
    save_npz(data.folder / name, {{"image", at::full({8, 9}, i, at::kByte)}, {"label", at::full({}, 3 * i, at::kLong)}},
             {.method = i % 2 == 0 ? NpzMethod::stored : NpzMethod::deflated});
  }
  save_npz(data.folder / "c.npz", {{"ids", at::arange(samples, at::kInt)}});
  const Experiment experiment = read(
      "dataset:\n"
      "  data: {npz: \"${WICK_TEST_DATA}/b/*.npz\", member: image}\n"
      "  target: {npz: \"${WICK_TEST_DATA}/b\", member: label}\n"
      "  id: {rows: \"${WICK_TEST_DATA}/c.npz\", member: ids}\n"
      "transforms: {data: [{cast: float32}]}\n"
      "loader: {batch_size: 6, workers: 4, shuffle: true, seed: 3}\n");
  DataLoader loader(NumpyDataset(experiment.fields), experiment.loader);
  std::int64_t count = 0;
  std::int64_t sum = 0;
  for (const auto& batch : loader.epoch(0)) {
    const auto id = batch["id"];
    CHECK(batch["data"].sizes() == at::IntArrayRef({id.size(0), 8, 9}));
    CHECK(batch["data"].eq(id.view({-1, 1, 1})).all().item<bool>());
    CHECK(batch["target"].equal(id.to(at::kLong) * 3));
    count += id.size(0);
    sum += id.sum().item<std::int64_t>();
  }
  CHECK(count == samples);
  CHECK(sum == samples * (samples - 1) / 2);
}
