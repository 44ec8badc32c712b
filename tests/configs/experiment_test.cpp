// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>

#include "experiment_data.hpp"
#include "message_of.hpp"

#include <string>
#include <vector>

#include <support/prelude.hpp>

using namespace wick;
using test::Data;
using test::dataset;
using test::message_of;
using test::read;
using test::refusal;

namespace {

/// The names of the transforms of field data.
std::vector<std::string> transforms(const std::string& list) {
  const Experiment experiment = read(dataset + "transforms: {data: " + list + "}");
  std::vector<std::string> names;
  for (const AnyTransform& transform : experiment.fields.at(0).transforms) names.push_back(transform->name());
  return names;
}

/// What field data's list of one transform is refused with; it stands at c.yaml:2:21.
std::string transform_refusal(const std::string& item) {
  return refusal(dataset + "transforms: {data: [" + item + "]}");
}

}  // namespace

TEST_CASE("fields come from files, folders, globs, lists and rows", "[configs]") {
  const Data data;
  const std::string root = "\"${WICK_TEST_DATA}/";
  const Experiment experiment = read(
      "dataset:\n"
      "  data: {files: " +
      root +
      "images\"}\n"
      "  again: {files: " +
      root +
      "images/*.npy\"}\n"
      "  list: {files: [" +
      root + "images/2.npy\", " + root +
      "images/0.npy\", x.npy]}\n"
      "  rows: {rows: " +
      root +
      "images.npy\"}\n"
      "  target: {rows: [" +
      root + "labels.npy\"]}\n");
  REQUIRE(experiment.fields.size() == 5);
  CHECK(experiment.fields[0].name == "data");
  CHECK(experiment.fields[2].source->where(0) == data.folder / "images/2.npy");
  CHECK(experiment.fields[3].source->info(1).shape == Shape{4, 6});
  CHECK(experiment.fields[4].source->info(1).shape.empty());
}

TEST_CASE("mistakes in the dataset are named at their place", "[configs]") {
  const Data data;
  CHECK(refusal("loader: {seed: 1}") == "c.yaml:1:1: dataset: missing, expected fields: {data: {files: folder/}}");
  CHECK(refusal("dataset: {}") == "c.yaml:1:10: dataset: no fields, expected at least one: data: {files: folder/}");
  CHECK(refusal("dataset: {data: x.npy}") ==
        "c.yaml:1:17: dataset.data: expected where the arrays come from: {files: ...}, {rows: ...}, {npz: "
        "..., member: ...} or {object: ...}");
  CHECK(refusal("dataset: {data: {}}") ==
        "c.yaml:1:17: dataset.data: no source, expected {files: ...}, {rows: ...}, {npz: ..., member: ...} or {object: "
        "...}");
  CHECK(refusal("dataset: {data: {files: a, rows: b}}") ==
        "c.yaml:1:17: dataset.data: both files and rows, expected {files: ...}, {rows: ...}, {npz: ..., member: ...} "
        "or {object: ...}");
  CHECK(refusal("dataset: {data: {file: a}}") == "c.yaml:1:18: dataset.data.file: unknown key; nearest known: files");
  CHECK(refusal("dataset: {data: {files: }}") ==
        "c.yaml:1:18: dataset.data.files: no value, expected a list of texts; or leave the key out");
  CHECK(refusal("dataset: {data: {files: []}}") ==
        "c.yaml:1:25: dataset.data.files: an empty list, expected at least one file");
  CHECK(refusal("dataset: {data: {files: ''}}") ==
        "c.yaml:1:25: dataset.data.files: an empty path, expected a file, a folder or a glob");
  CHECK(refusal("dataset: {data: {rows: a, npz: b, member: x}}") ==
        "c.yaml:1:17: dataset.data: both rows and npz, expected {files: ...}, {rows: ...}, {npz: ..., member: ...} or "
        "{object: ...}");
  CHECK(refusal("dataset: {data: {npz: a.npz}}") ==
        "c.yaml:1:17: dataset.data.member: missing, expected the array's name: {npz: a/*.npz, member: x}");
  CHECK(refusal("dataset: {data: {npz: a.npz, member}}") ==
        "c.yaml:1:30: dataset.data.member: no value, expected text; or leave the key out");
  CHECK(refusal("dataset: {data: {member: x}}") ==
        "c.yaml:1:17: dataset.data: no source, expected {files: ...}, {rows: ...}, {npz: ..., member: ...} or {object: "
        "...}");
  CHECK(refusal("dataset: {data: {files: a.npz, member: x}}") ==
        "c.yaml:1:40: dataset.data.member: files are no archives, expected npz (one sample per archive) or rows in "
        "place of files");
  CHECK(refusal("dataset: {data: {npz: a.npz, membr: x}}") ==
        "c.yaml:1:30: dataset.data.membr: unknown key; nearest known: member");
  CHECK(refusal("dataset: {data: {npz: [], member: x}}") ==
        "c.yaml:1:23: dataset.data.npz: an empty list, expected at least one file");
  CHECK(refusal("dataset: {data: {object: none.npy}}").starts_with("c.yaml:1:26: dataset.data.object: none.npy: "));
  CHECK(refusal("dataset: {data: {object: a.npy, files: b}}").starts_with("c.yaml:1:17: dataset.data: both files and"));
  CHECK(refusal("dataset: {data: {files: a, shape: 3}}") ==
        "c.yaml:1:28: dataset.data.shape: unknown key; known: dtype, field, files, member, npz, object, rows");
  CHECK(refusal("dataset: {data: {files: none/*.npy}}").starts_with("c.yaml:1:25: dataset.data.files: none/*.npy: "));
  CHECK(refusal("dataset: {data: {rows: none.npy}}").starts_with("c.yaml:1:24: dataset.data.rows: none.npy: "));
  CHECK(refusal("dataset: {data: {npz: none/*.npz, member: x}}")
            .starts_with("c.yaml:1:23: dataset.data.npz: none/*.npz: no file matches"));
  CHECK(refusal("dataset: {data: {rows: none.npz, member: x}}")
            .starts_with("c.yaml:1:24: dataset.data.rows: none.npz: "));
  CHECK(refusal("dataset:\n  data: {files: \"${WICK_TEST_DATA}/images\"}\n  target: {rows: "
                "\"${WICK_TEST_DATA}/more.npy\"}\n") ==
        "c.yaml:3:11: dataset.target: 4 samples, expected 3 as in 'data'");
}

TEST_CASE("a misspelt key that must be there is named, before what is missing without it", "[configs]") {
  const Data data;
  for (const char* key : {"datset", "Dataset", "datasets"})
    CHECK(refusal("loader: {seed: 1}\n" + std::string(key) + ": {data: {files: a}}") ==
          "c.yaml:2:1: " + std::string(key) + ": unknown key; nearest known: dataset");
  CHECK(refusal("datset: {data: {files: a}}", {"dataset.data.files=b"}) ==
        "c.yaml:1:1: datset: unknown key; nearest known: dataset");
  CHECK(refusal("dataset: {data: {row: a}}") == "c.yaml:1:18: dataset.data.row: unknown key; nearest known: rows");
  CHECK(refusal("dataset: {data: {file: a}}", {"dataset.data.rows=b"}) ==
        "c.yaml:1:18: dataset.data.file: unknown key; nearest known: files");
  CHECK_NOTHROW(read(dataset + "datasets: {of: mine}"));  // Its owner may read it later.
}

TEST_CASE("a section without content is legal, a value without content is not", "[configs]") {
  const Data data;
  CHECK_NOTHROW(read(dataset + "transforms:\ncollate:\nloader:\nbench:\n"));
  CHECK_NOTHROW(read(dataset + "transforms:\n  data:\n"));
  CHECK(refusal(dataset + "loader: {batch_size: 16, shuffle}") ==
        "c.yaml:2:26: loader.shuffle: no value, expected true or false; or leave the key out");
  CHECK(refusal(dataset + "bench: {warmup, epochs: 1}") ==
        "c.yaml:2:9: bench.warmup: no value, expected an integer; or leave the key out");
  CHECK(refusal(dataset + "collate: {data}") ==
        "c.yaml:2:11: collate.data: no value, expected text; or leave the key out");
  CHECK(refusal(dataset + "loader: {}", {"loader={last_batch}"}) ==
        "override 1 (loader={last_batch}): loader.last_batch: no value, expected keep, drop; or leave the key out");
  CHECK_NOTHROW(read(dataset + "loader: {shuffle: true}", {"loader.shuffle="}));
}

TEST_CASE("all keys are checked before files are looked for", "[configs]") {
  CHECK(refusal("dataset: {data: {files: none/*.npy}}\nloader: {batch_sise: 3}") ==
        "c.yaml:2:10: loader.batch_sise: unknown key; nearest known: batch_size");
}

TEST_CASE("every transform is read, with and without parameters", "[configs]") {
  const Data data;
  CHECK(transforms("[]").empty());
  const auto names = transforms(
      "[{cast: float32}, {cast: {dtype: half, out_of_range: saturate}}, {scale: 0.5}, {normalize: {mean: [0, 1], std: "
      "[1, 2]}},"
      " {normalize: {mean: 0.5, std: 2, dim: -1}}, {permute: [1, 0]}, {reshape: [-1]}, {squeeze: 0}, squeeze, "
      "{squeeze: }, "
      "{unsqueeze: 0},"
      " flip, {flip: {dim: 0}}, {flip: 1}, random_flip, {random_flip: {p: 0.1, dim: 0}}, {random_flip: 0.3},"
      " {crop: {size: [2, 2]}}, {crop: {size: [2], offset: [1]}}, {crop: [2, 2]}, {random_crop: {size: [2, 2], "
      "padding: 1}},"
      " {random_crop: [2]}]");
  CHECK(names.size() == 22);
  CHECK(names[0] == "Cast(float32)");
}

TEST_CASE("parameters of transforms may be fractions", "[configs]") {
  const Data data;
  CHECK(transforms("[{scale: 1/255}]") == transforms("[{scale: 0.00392156862745098}]"));
  CHECK(transforms("[{normalize: {mean: [1/2, -1/4], std: [1/4, 1]}}]").size() == 1);
  CHECK(transform_refusal("{scale: 1 / 255}") ==
        "c.yaml:2:29: transforms.data.0.scale: '1 / 255', expected a number: write 1/255");
  CHECK(transform_refusal("{scale: 1/0}") ==
        "c.yaml:2:29: transforms.data.0.scale: '1/0', expected a number: division by zero");
  CHECK(transform_refusal("{normalize: {mean: [1/2, 1/x], std: 1}}") ==
        "c.yaml:2:46: transforms.data.0.normalize.mean.1: '1/x', expected a number");
}

TEST_CASE("dtypes go by NumPy's and by torch's names", "[configs]") {
  const Data data;
  for (const char* name :
       {"bool", "uint8",    "int8",    "int16", "short",   "int32",  "int",       "int64",  "long",       "float16",
        "half", "bfloat16", "float32", "float", "float64", "double", "complex64", "cfloat", "complex128", "cdouble"}) {
    INFO(name);
    CHECK(transforms("[{cast: " + std::string(name) + "}]").size() == 1);
  }
}

TEST_CASE("an unknown dtype is answered with all that there are, each by one name", "[configs]") {
  const Data data;
  const std::string message = transform_refusal("{cast: float23}");
  CHECK(message.starts_with(
      "c.yaml:2:28: transforms.data.0.cast: 'float23', expected a dtype: bool, uint8, int8, int16, int32, int64, "));
  CHECK(message.ends_with("float16, bfloat16, float32, float64, complex64, complex128; nearest: float32"));
  CHECK(transform_refusal("{cast: flaot}").ends_with(", complex128; nearest: float"));
  CHECK(transform_refusal("{cast: zzzz}").ends_with(", complex128"));
}

TEST_CASE("mistakes in transforms are named at their place", "[configs]") {
  const Data data;
  CHECK(transform_refusal("{cats: float32}") ==
        "c.yaml:2:28: transforms.data.0.cats: unknown transform; nearest known: cast");
  CHECK(transform_refusal("{cast: float32, scale: 2}") ==
        "c.yaml:2:21: transforms.data.0: a mapping of 2 keys, expected one transform per item of the list");
  CHECK(transform_refusal("cast") == "c.yaml:2:21: transforms.data.0.cast: missing, expected a dtype: float32");
  CHECK(transform_refusal("{cast: {dtype: uint8, out_of_range: clamp}}") ==
        "c.yaml:2:57: transforms.data.0.cast.out_of_range: 'clamp', expected wrap, saturate, raise");
  CHECK(transform_refusal("{normalize: {mean: [1]}}") ==
        "c.yaml:2:33: transforms.data.0.normalize.std: missing, expected a number per channel");
  CHECK(transform_refusal("{normalize: {mean: [1], std: [0]}}")
            .starts_with("c.yaml:2:33: transforms.data.0.normalize: "));
  CHECK(transform_refusal("{normalize: {mean: [1], sdt: [1]}}")
            .starts_with("c.yaml:2:33: transforms.data.0.normalize.std: missing"));
  CHECK(transform_refusal("{normalize: {mean: [1], std: [1], dims: 0}}") ==
        "c.yaml:2:55: transforms.data.0.normalize.dims: unknown key; nearest known: dim");
  CHECK(transform_refusal("{random_flip: {p: 1.5}}") ==
        "c.yaml:2:39: transforms.data.0.random_flip.p: 1.5, expected 0 to 1");
  CHECK(transform_refusal("{crop: {size: [0]}}") ==
        "c.yaml:2:36: transforms.data.0.crop.size.0: 0, expected at least 1");
  CHECK(refusal(dataset + "transforms: {data: {cast: float32}}") ==
        "c.yaml:2:20: transforms.data: a mapping, expected a list");
  CHECK(refusal(dataset + "transforms: {date: [flip]}") ==
        "c.yaml:2:14: transforms.date: unknown key; nearest known: data");
}

TEST_CASE("every collate is read, with and without parameters", "[configs]") {
  const Data data;
  const auto name = [](const std::string& collate) {
    return read(dataset + "collate: {data: " + collate + "}").loader.collate.at("data")->name();
  };
  CHECK(name("stack") == "stack");
  CHECK(name("{stack: }") == "stack");
  for (const char* cat : {"cat", "{cat: {dim: 1}}"}) CHECK(name(cat).starts_with("cat"));
  for (const char* pad : {"pad", "{pad: {value: 0.5}}", "{pad: {}}"}) CHECK(name(pad).starts_with("pad"));
  for (const char* grid : {"grid", "{grid: {columns: 8, padding: 0, value: 1}}"}) CHECK(name(grid).starts_with("grid"));
  CHECK(read(dataset + "collate: {data: stack}", {"collate.data="}).loader.collate.empty());
}

TEST_CASE("mistakes in collates are named at their place", "[configs]") {
  const Data data;
  const auto collate_refusal = [](const std::string& collate) {
    return refusal(dataset + "collate: {data: " + collate + "}");
  };
  CHECK(collate_refusal("stak") == "c.yaml:2:17: collate.data: unknown collate 'stak'; nearest known: stack");
  CHECK(collate_refusal("{pda: {value: 1}}") ==
        "c.yaml:2:23: collate.data.pda: unknown collate 'pda'; nearest known: pad");
  CHECK(collate_refusal("{pad: {valeu: 1}}") ==
        "c.yaml:2:24: collate.data.pad.valeu: unknown key; nearest known: value");
  CHECK(collate_refusal("{stack: {dim: 1}}") == "c.yaml:2:26: collate.data.stack.dim: unknown key");
  CHECK(collate_refusal("{grid: {columns: 0}}") == "c.yaml:2:34: collate.data.grid.columns: 0, expected 1 to 1048576");
  CHECK(collate_refusal("{pad: {}, cat: {}}") ==
        "c.yaml:2:17: collate.data: a mapping of 2 keys, expected one collate: {pad: {value: 0}}");
  CHECK(collate_refusal("{pad: 0}") == "c.yaml:2:23: collate.data.pad: '0', expected a mapping (name: value)");
}

TEST_CASE("options of wick bench are read", "[configs]") {
  const Data data;
  const Experiment experiment = read(dataset + "bench: {warmup: 0, epochs: 7}");
  CHECK(experiment.bench.warmup == 0);
  CHECK(experiment.bench.epochs == 7);
  CHECK(read(dataset).bench.epochs == BenchOptions().epochs);
  CHECK(refusal(dataset + "bench: {epochs: 0}") == "c.yaml:2:17: bench.epochs: 0, expected 1 to 1000000");
}

TEST_CASE("sections of one's own are read by their owner", "[configs]") {
  const Data data;
  const Config config = Config::parse(dataset + "train: {epochs: 3, learning_rate: 1e-3}", "c.yaml");
  read_experiment(config);
  const Section train = *config.root().section("train");
  CHECK(train.integer("epochs", 1) == 3);
  CHECK(message_of([&] { config.root().finish(); }) == "c.yaml:2:20: train.learning_rate: unknown key; known: epochs");
  CHECK(train.number("learning_rate") == 1e-3);
  CHECK_NOTHROW(config.root().finish());
}

TEST_CASE("a file without sections of one's own is loaded at once", "[configs]") {
  const Data data;
  const std::string path = data.folder.write("c.yaml", dataset + "loader: {seed: 1}\n");
  CHECK(load_experiment(path, {"loader.seed=5"}).loader.seed == 5);
  CHECK(message_of([&] { load_experiment(path, {"loder.seed=5"}); }) ==
        "override 1 (loder.seed=5): loder: unknown key; nearest known: loader");
}
