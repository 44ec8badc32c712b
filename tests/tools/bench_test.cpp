// SPDX-License-Identifier: MIT
#include "run_wick.hpp"

#include <string>

#include <support/prelude.hpp>

using namespace wick;
using test::json_lines;
using test::Ran;
using test::run_shell;
using test::TempFolder;

namespace {

const std::string throughput = "'" WICK_CONFIGS "/throughput.yaml'";

/// A small data set for configs/throughput.yaml, in data/bench.
void make_data(const TempFolder& folder) {
  REQUIRE(run_shell(folder, "wick make data/bench --count 50 --shape 16,16,3").code == 0);
}

}  // namespace

TEST_CASE("bench measures what make made and prints one JSON object", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  const Ran ran =
      run_shell(folder, "wick bench " + throughput + " loader.batch_size=20 loader.workers=1 bench.epochs=2 --json");
  INFO(ran.errors);
  REQUIRE(ran.code == 0);
  CHECK(ran.errors.empty());
  const auto objects = json_lines(ran.out);
  REQUIRE(objects.size() == 1);
  const auto& object = objects[0];
  CHECK(object["samples"] == 100);
  CHECK(object["batches"] == 6);
  CHECK(object["epochs"].size() == 2);
  CHECK(object["workers"] == 1);
  CHECK(object["bytes"] == 100 * (16 * 16 * 3 + 8));
  CHECK(object["errors"] == 0);
  CHECK(object["config"] == WICK_CONFIGS "/throughput.yaml");
  for (const char* key :
       {"samples_per_second", "bytes_per_second", "time_to_first_batch", "peak_batch_bytes", "cpu_seconds"})
    CHECK(object[key].get<double>() > 0);
  const double waits = object["consumer_wait_fraction"];
  CHECK((waits >= 0 && waits <= 1));
  CHECK_FALSE(object["verdict"].get<std::string>().empty());
  for (const char* stage : {"read", "convert", "collate"})
    for (const char* key : {"p50", "p90", "p99", "max", "total"})
      CHECK(object["stages"][stage][key].get<double>() >= 0);
}

TEST_CASE("bench prints one table for people", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  const Ran ran = run_shell(folder, "wick bench " + throughput + " bench.epochs=1");
  REQUIRE(ran.code == 0);
  CHECK(ran.errors.empty());
  for (const char* part : {"throughput.yaml: 50 samples in 1 batch, 1 epoch, ", "\n  samples/s ", "\n  bytes/s ",
                           "\n  epoch ", "\n  first batch ", "\n  batch memory ", "\n  cpu ", "\n  stage ", "\n  read ",
                           "\n  convert ", "\n  verdict: "})
    CHECK(ran.out.find(part) != std::string::npos);
  CHECK(ran.out.find("consumer") == std::string::npos);  // It does nothing but wait here.
}

TEST_CASE("bench names mistakes of the configuration and exits with 2", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  const auto refusal = [&](const std::string& line) {
    const Ran ran = run_shell(folder, line);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    return ran.errors;
  };
  CHECK(refusal("wick bench " + throughput + " loader.worker=3") ==
        "wick: override 1 (loader.worker=3): loader.worker: unknown key; nearest known: workers\n");
  CHECK(refusal("DATA=elsewhere wick bench " + throughput)
            .find("throughput.yaml:17:17: dataset.data.files: elsewhere/images: ") != std::string::npos);
  CHECK(refusal("wick bench " + throughput + " loader.workers=-1") ==
        "wick: override 1 (loader.workers=-1): loader.workers: -1, expected 0 to 1024, or auto\n");
  CHECK(refusal("wick bench none.yaml").starts_with("wick: none.yaml: "));
  CHECK(refusal("wick bench data").starts_with("wick: data: "));
}

TEST_CASE("bench leaves a section 'train' to the program that trains", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  CHECK(run_shell(folder, "wick bench " + throughput + " train.epochs=3 bench.epochs=1").code == 0);
  CHECK(run_shell(folder, "wick bench " + throughput + " trainer.epochs=3").code == 2);
}

TEST_CASE("bench reads Fashion-MNIST's configuration", "[tools]") {
  const TempFolder folder;
  REQUIRE(run_shell(folder, "wick make data/train --kind rows --count 300 --shape 28,28").code == 0);
  const Ran ran = run_shell(folder, "DATA=data wick bench '" WICK_CONFIGS "/fashion_mnist.yaml' bench.epochs=1 --json");
  INFO(ran.errors);
  REQUIRE(ran.code == 0);
  CHECK(json_lines(ran.out).at(0)["samples"] == 300);
}

TEST_CASE("bench fails at a bad sample, and says how to go on without", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  folder.write("data/bench/images/000007.npy", "broken");
  const Ran ran = run_shell(folder, "wick bench " + throughput);
  CHECK(ran.code == 1);
  CHECK(ran.out.empty());
  CHECK(ran.errors.starts_with("wick: sample 7, field \"data\" (data/bench/images/000007.npy): "));
  CHECK(ran.errors.ends_with("\nwick: loader.on_error=skip goes on without such samples\n"));
  const Ran skipping = run_shell(folder, "wick bench " + throughput + " loader.on_error=skip bench.epochs=2 --json");
  REQUIRE(skipping.code == 0);
  CHECK(json_lines(skipping.out).at(0)["samples"] == 98);
  CHECK(json_lines(skipping.out).at(0)["errors"] == 2);
}

TEST_CASE("bench fails if no sample could be loaded, and says why", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  REQUIRE(run_shell(folder, "for f in data/bench/images/*; do echo broken > $f; done").code == 0);
  const std::string line = "wick bench " + throughput + " bench.epochs=1 loader.on_error=skip loader.max_errors=1000";
  const Ran ran = run_shell(folder, line);
  CHECK(ran.code == 1);
  CHECK(ran.out.find("\n  first errors\n    ") != std::string::npos);
  CHECK(ran.errors.starts_with("wick: no sample could be loaded (50 errors); the first: "));
  const Ran json = run_shell(folder, line + " --json");
  CHECK(json.code == 1);
  CHECK(json_lines(json.out).at(0)["first_errors"].size() == 5);
  const Ran few = run_shell(folder, "wick bench " + throughput + " loader.on_error=skip loader.max_errors=3");
  CHECK(few.code == 1);
  CHECK(few.errors.ends_with("\nwick: more than loader.max_errors=3 samples failed: raise it, or mend the files\n"));
}

TEST_CASE("bench fails if an epoch has no batch, and says why", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  const std::string line = "wick bench " + throughput + " loader.last_batch=drop loader.batch_size=";
  const Ran ran = run_shell(folder, line + "51");
  CHECK(ran.code == 1);
  CHECK(ran.out.empty());
  CHECK(ran.errors ==
        "wick: nothing to load: 50 samples, fewer than loader.batch_size=51, with loader.last_batch=drop\n");
  CHECK(run_shell(folder, line + "50 bench.epochs=1").code == 0);
}

TEST_CASE("bench says that the limit is below one batch", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  const Ran ran =
      run_shell(folder, "wick bench " + throughput + " loader.memory=1 bench.epochs=1 loader.batch_size=10");
  CHECK(ran.code == 0);
  CHECK(ran.out.find("  batches, each larger than that alone\n") != std::string::npos);
}

TEST_CASE("bench names a misspelt section before it misses one", "[tools]") {
  const TempFolder folder;
  folder.write("c.yaml", "datset: {data: {files: data}}\n");
  const Ran ran = run_shell(folder, "wick bench c.yaml");
  CHECK(ran.code == 2);
  CHECK(ran.errors == "wick: c.yaml:1:1: datset: unknown key; nearest known: dataset\n");
}

TEST_CASE("bench stops between batches at Ctrl-C, says what it measured, and exits with 130", "[tools]") {
  const TempFolder folder;
  make_data(folder);
  // A million epochs last longer than the wait for the command to be ready for signals.
  const auto interrupt = [&](const std::string& flags) {
    return run_shell(folder, "set -m; '" WICK_COMMAND "' bench " + throughput +
                                 " bench.warmup=0 bench.epochs=1000000 " + flags +
                                 " &\nuntil (( 0x$(awk '/SigCgt/ {print $2}' /proc/$!/status) & 2 )); do :; done\n"
                                 "kill -INT $!; wait $!");
  };
  const Ran ran = interrupt("");
  CHECK(ran.code == 130);
  CHECK(ran.out.empty());
  CHECK(ran.errors.starts_with("wick: interrupted; measured so far:\n"));
  CHECK(ran.errors.find("samples/s") != std::string::npos);
  const Ran json = interrupt("--json");
  CHECK(json.code == 130);
  CHECK(json.errors == "wick: interrupted\n");
  CHECK(json_lines(json.out).at(0)["interrupted"] == true);
}
