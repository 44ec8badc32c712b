// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/save_npz.hpp>
#include <wick/loader/data_loader.hpp>

#include "experiment_data.hpp"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>

#include <cstdint>
#include <cstring>
#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::read;
using test::refusal;

namespace {

// Element i has k = i and, as bfloat16 in two bytes, w = 2**i; `offset` is where w stands.
NumpyArray structured(std::int64_t count) {
  const Dtype dtype{'V', 4, '|', "[('k', '<u2'), ('p', [('w', '|V2')])]", true};
  const auto array = NumpyArray::empty(dtype, {count});
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint16_t element[] = {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>((127 + i) << 7)};
    std::memcpy(array.data() + 4 * i, element, 4);
  }
  return array;
}

constexpr std::int64_t count = 20;

const std::string root = "${WICK_TEST_DATA}/";

// A data set of one field: `data: {text}`.
std::string data_of(const std::string& text) { return "dataset: {data: {" + text + "}}"; }

}  // namespace

TEST_CASE("fields of structured arrays and dtypes that files do not say are named in YAML", "[configs]") {
  const Data data;
  data.folder.write("s/0.npy");
  save_npy(data.folder / "s/0.npy", structured(count));
  save_npz(data.folder / "s/0.npz", {{"x", structured(count)}}, {.method = NpzMethod::deflated});
  const auto where = GENERATE(as<std::string>(), "rows: \"" + root + "s/0.npy\"", "files: \"" + root + "s\"",
                              "rows: \"" + root + "s/0.npz\", member: x", "npz: \"" + root + "s/*.npz\", member: x");
  CAPTURE(where);
  const Experiment experiment =
      read("dataset:\n  data: {" + where + ", field: p.w, dtype: bfloat16}\n  target: {" + where +
           ", field: k}\ntransforms: {data: [{cast: float32}], target: [{cast: int64}]}\n"
           "loader: {batch_size: 6, workers: 2}\n");
  DataLoader loader(NumpyDataset(experiment.fields), experiment.loader);
  std::int64_t samples = 0;
  for (const auto& batch : loader.epoch(0)) {
    CHECK(batch["data"].equal(batch["target"].to(at::kFloat).exp2()));
    samples += batch["target"].numel();
  }
  CHECK(samples == count);
}

TEST_CASE("mistakes in a field or its dtype are named at their place", "[configs]") {
  const Data data;
  data.folder.write("s.npy");
  save_npy(data.folder / "s.npy", structured(count));
  const std::string rows = "rows: \"" + root + "s.npy\"";
  const std::string place = "c.yaml:1:58: dataset.data.";
  CHECK(refusal(data_of(rows + ", field: p.v")) ==
        place + "field: " + (data.folder / "s.npy") + "[0]: there is no field 'v' in 'p'; there are: 'w'");
  CHECK(refusal(data_of(rows + ", field: ''")) == place + "field: an empty name, expected that of a field: position.x");
  CHECK(refusal(data_of(rows + ", field: [k, p]")).starts_with(place + "field: "));
  CHECK(refusal(data_of(rows + ", fields: k")) ==
        "c.yaml:1:51: dataset.data.fields: unknown key; nearest known: field");
  CHECK(refusal(data_of(rows + ", dtype: bfloat")) ==
        place +
            "dtype: 'bfloat', expected bfloat16, float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, float8_e5m2fnuz; "
            "nearest: bfloat16");
  CHECK(refusal(data_of(rows + ", dtype: float32")).starts_with(place + "dtype: 'float32', expected bfloat16, "));
  CHECK(refusal(data_of(rows + ", dtype")) ==
        "c.yaml:1:51: dataset.data.dtype: no value, expected bfloat16, float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, "
        "float8_e5m2fnuz; or leave the key out");
  CHECK(refusal(data_of(rows + ", dtype: bfloat16"))
            .starts_with(place + "dtype: " + (data.folder / "s.npy") + "[0]: dtype [('k'"));
  CHECK(refusal(data_of("rows: \"" + root + "labels.npy\", field: x"))
            .ends_with("dtype <i8: it has no fields: a structured dtype expected"));
}
