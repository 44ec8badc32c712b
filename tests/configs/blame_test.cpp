// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>

#include "experiment_data.hpp"
#include "message_of.hpp"

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::dataset;
using test::message_of;
using test::refusal;

namespace {

const std::string two_fields =
    "dataset:\n  data: {files: \"${WICK_TEST_DATA}/images\"}\n  target: {rows: \"${WICK_TEST_DATA}/labels.npy\"}\n";

}  // namespace

TEST_CASE("ranges that an override leaves are its fault", "[configs]") {
  const Data data;
  CHECK(refusal(dataset + "loader: {workers: 2}", {"loader.workers=-1"}) ==
        "override 1 (loader.workers=-1): loader.workers: -1, expected 0 to 1024, or auto");
  CHECK(refusal(dataset + "loader: {workers: -1}", {"loader.seed=1"}) ==
        "c.yaml:2:19: loader.workers: -1, expected 0 to 1024, or auto");
}

TEST_CASE("files that an override names are its fault", "[configs]") {
  const Data data;
  CHECK(refusal(dataset, {"dataset.data.files=none.npy"})
            .starts_with("override 1 (dataset.data.files=none.npy): dataset.data.files: none.npy: "));
  CHECK(refusal("dataset: {data: {rows: [\"${WICK_TEST_DATA}/images.npy\"]}}", {"dataset.data.rows.0=none.npy"})
            .starts_with("override 1 (dataset.data.rows.0=none.npy) at c.yaml:1:24: dataset.data.rows: none.npy: "));
}

TEST_CASE("sizes that an override makes differ are its fault, whichever field it changed", "[configs]") {
  const Data data;
  const std::string more = "rows=${WICK_TEST_DATA}/more.npy";
  CHECK(refusal(two_fields, {"dataset.target." + more}) ==
        "override 1 (dataset.target." + more + ") at c.yaml:3:11: dataset.target: 4 samples, expected 3 as in 'data'");
  CHECK(refusal(two_fields, {"loader.seed=1", "dataset.data.files=", "dataset.data." + more}) ==
        "override 2 (dataset.data.files=) at c.yaml:2:9: dataset.data: 4 samples, expected 3 as in 'target'");
}

TEST_CASE("what an override adds to or takes from a mapping of the file is its fault", "[configs]") {
  const Data data;
  CHECK(refusal(dataset, {"dataset.data.rows=x.npy"}) ==
        "override 1 (dataset.data.rows=x.npy) at c.yaml:1:17: dataset.data: both files and rows, expected {files: "
        "...}, {rows: ...}, "
        "{npz: ..., member: ...} or {object: ...}");
  CHECK(refusal(dataset, {"dataset.data.files="}) ==
        "override 1 (dataset.data.files=) at c.yaml:1:17: dataset.data: no source, expected {files: ...}, {rows: ...}, "
        "{npz: ..., member: ...} or {object: ...}");
  CHECK(refusal(dataset, {"dataset="}) ==
        "override 1 (dataset=): dataset: missing, expected fields: {data: {files: folder/}}");
  CHECK(refusal(dataset + "collate: {data: {pad: {}}}", {"collate.data.cat={}"}) ==
        "override 1 (collate.data.cat={}) at c.yaml:2:17: collate.data: a mapping of 2 keys, expected one collate: "
        "{pad: {value: 0}}");
  CHECK(refusal(dataset + "loader: {workers: }", {"loader.workers.x=1"}) ==
        "override 1 (loader.workers.x=1) at c.yaml:2:10: loader.workers: a mapping, expected an integer, or auto");
}

TEST_CASE("parameters that an override spoils are its fault, others the file's", "[configs]") {
  const Data data;
  const std::string normalize = dataset + "transforms: {data: [{normalize: {mean: [1], std: [1]}}]}";
  CHECK(refusal(normalize, {"transforms.data.0.normalize.std=[0]"})
            .starts_with(
                "override 1 (transforms.data.0.normalize.std=[0]) at c.yaml:2:33: transforms.data.0.normalize: "));
  CHECK(
      refusal(normalize, {"transforms.data.0.normalize.std="}) ==
      "override 1 (transforms.data.0.normalize.std=): transforms.data.0.normalize.std: missing, expected a number per "
      "channel");
  CHECK(refusal(dataset + "transforms: {data: [{normalize: {mean: [1]}}]}", {"transforms.data.0.normalize.dim=0"}) ==
        "c.yaml:2:33: transforms.data.0.normalize.std: missing, expected a number per channel");
  CHECK(refusal(dataset + "transforms: {data: [{normalize: {mean: [1], std: [0]}}]}", {"loader.seed=1"})
            .starts_with("c.yaml:2:33: transforms.data.0.normalize: "));
}

TEST_CASE("a section tells whether an override changed a key", "[configs]") {
  const Section root = Config::parse("a: {b: {c: 1}}\nd: 1", "c.yaml", {"a.b.c=2"}).root();
  CHECK(root.is_overridden("a"));
  CHECK_FALSE(root.is_overridden("d"));
  CHECK_FALSE(root.is_overridden("absent"));
  CHECK(root.where("a") == "override 1 (a.b.c=2) at c.yaml:1:4: a");
  CHECK(root.where("d") == "c.yaml:2:4: d");
}
