// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include "exit_code.hpp"
#include "standard_output.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <torch/version.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace wick::tools {

namespace {

constexpr const char* general_examples =
    "Examples:\n"
    "  wick make data/bench                       a data set to try things on\n"
    "  wick inspect data/bench                    what is in it\n"
    "  wick check data/bench                      whether all of it is sound\n"
    "  wick bench configs/throughput.yaml         how fast it loads\n"
    "  wick convert data/bench/images all.npy     many small files as the rows of one\n"
    "\n"
    "wick VERB --help tells more about a verb.\n"
    "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 interrupted.";

constexpr const char* bench_examples =
    "Settings are keys of the file by their paths; values are YAML. They win over the file.\n"
    "A section 'train' in the file is left to the training program.\n"
    "Ctrl-C ends it with exit code 130 after what was measured so far; --json then has \"interrupted\": true.\n"
    "\n"
    "Examples:\n"
    "  wick bench configs/throughput.yaml\n"
    "  wick bench configs/throughput.yaml loader.workers=8 loader.batch_size=128 bench.epochs=5 --json\n"
    "  DATA=/mnt/nvme/images wick bench configs/throughput.yaml";

constexpr const char* check_examples =
    "Reads everything, and names all files that\n"
    "  cannot be read, are cut off or damaged (CRC), or whose pickle is refused;\n"
    "  have NaN or infinite values, in object arrays too;\n"
    "  are unlike the others of their folder, in dtype or shape, or as members of one\n"
    "  name in its archives: what more than half have, and three at least, is right.\n"
    "Bytes behind an array are a note. Exit code 1 if anything is wrong.\n"
    "\n"
    "Examples:\n"
    "  wick check data/bench\n"
    "  wick check data/scans --ragged --allow-nan\n"
    "  find data -name '*.npz' | wick check - --json";

constexpr const char* convert_examples =
    "One IN that is a file: its array. Several, a folder (all its .npy; its .npz with\n"
    "--member) or a glob in quotes: an array whose row i is file i, in order of name, byte\n"
    "by byte, or as given. All must be alike; of object arrays every element is a row.\n"
    "OUT is x.npy; or a folder, new or empty, for the rows of one IN or the elements of its\n"
    "object array, each in a file: OUT/000000.npy, ...\n"
    "The result is in C order and this machine's byte order, in structures too. Nothing in\n"
    "an object array is executed. OUT has its name when it is complete; Ctrl-C leaves\n"
    "nothing of it and ends with exit code 130.\n"
    "\n"
    "Examples:\n"
    "  wick convert fortran.npy plain.npy --dtype float32\n"
    "  wick convert data/images rows.npy                    10^6 small files as rows of one\n"
    "  wick convert rows.npy data/images/                   and back\n"
    "  wick convert 'data/**/*.npz' x.npy --member x\n"
    "  wick convert points.npy y.npy --field p.y\n"
    "  wick convert objects.npy tensor.npy --cat 0          an object array of ndarrays or torch tensors\n"
    "  wick convert jax.npy x.npy --view bfloat16 --dtype float32";

constexpr const char* inspect_examples =
    "Reads headers only, and of object arrays the pickle, as data: nothing in it is\n"
    "executed. A folder is summed up with all folders below it; with --json every file\n"
    "gets a line.\n"
    "Goes on after a bad file, and then ends with exit code 1.\n"
    "\n"
    "Examples:\n"
    "  wick inspect x.npy\n"
    "  wick inspect archive.npz\n"
    "  wick inspect data/bench data/fashion_mnist/train\n"
    "  wick inspect 'data/**/labels.npy'\n"
    "  find data -name '*.npy' | wick inspect - --json";

constexpr const char* make_examples =
    "Writes OUT/images/000000.npy, ... (files) or OUT/images.npy (rows), and OUT/labels.npy.\n"
    "The same arguments give the same data set.\n"
    "\n"
    "Examples:\n"
    "  wick make data/bench\n"
    "  wick make data/rows --kind rows --count 60000 --shape 28,28\n"
    "  wick make data/scans --count 200 --shape 64,256,256 --dtype int16 --ragged 0.3 --classes 0";

std::string check_workers(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value >= 1 && value <= 1024 ? "" : fmt::format("'{}', expected an integer from 1 to 1024", text);
}

void add_bench(CLI::App& app, BenchArguments& arguments) {
  CLI::App* verb = app.add_subcommand("bench", "Measure how fast an experiment's data loads");
  verb->add_option("CONFIG", arguments.config, "Experiment file (YAML)")->required()->type_name("");
  verb->add_option("SETTINGS", arguments.overrides, "key.path=value ...")->type_name("");
  verb->add_flag("--json", arguments.json, "Print one JSON object");
  verb->footer(bench_examples);
}

void add_check(CLI::App& app, CheckArguments& arguments) {
  CLI::App* verb = app.add_subcommand("check", "Read whole data sets and name what is wrong");
  verb->add_option("PATHS", arguments.paths,
                   "Files, folders and globs in quotes; - reads a list of them, one a line, from standard input")
      ->required()
      ->type_name("");
  verb->add_flag("--ragged", arguments.ragged, "Extents may differ, numbers of dimensions may not");
  verb->add_flag("--allow-nan", arguments.allow_nan, "NaN and infinite values are right");
  verb->add_option("--workers", arguments.workers, "Threads; as many as cores if not given")
      ->type_name("N")
      ->check(check_workers);
  verb->add_flag("--json", arguments.json, "Print one JSON object per bad file, one a line, and one of sums");
  verb->footer(check_examples);
}

void add_convert(CLI::App& app, ConvertArguments& arguments) {
  CLI::App* verb = app.add_subcommand("convert", "Turn NumPy files of any kind into plain .npy");
  verb->add_option("IN", arguments.inputs, "Files .npy or .npz, folders and globs in quotes")
      ->required()
      ->type_name("");
  verb->add_option("OUT", arguments.out, "File x.npy, or a folder: the last word")->type_name("");
  verb->add_option("--member", arguments.member, "Array of an archive (.npz) that has several")->type_name("NAME");
  verb->add_option("--field", arguments.field, "Field of a structured array: y, or p.y in a nested one")
      ->type_name("NAME");
  verb->add_option("--view", arguments.view, "What bytes without a type (V2, V1) are: bfloat16, float8_e5m2, ...")
      ->type_name("DTYPE");
  verb->add_option("--dtype", arguments.dtype, "Cast, to a dtype as in YAML: float32")->type_name("DTYPE");
  verb->add_option("--out-of-range", arguments.out_of_range,
                   "What --dtype does to values that it cannot hold: wrap (as torch), saturate or raise")
      ->type_name("POLICY");
  CLI::Option* stack = verb->add_flag("--stack", arguments.stack, "Make rows of the elements of object arrays");
  verb->add_option("--cat", arguments.cat, "Join the elements of object arrays along this dimension")
      ->type_name("DIM")
      ->excludes(stack);
  verb->add_flag("--force", arguments.force, "Replace OUT if it is a file");
  verb->footer(convert_examples);
}

/// CLI11 gives all words to the first option that takes several.
void take_out(ConvertArguments& arguments) {
  if (arguments.inputs.size() < 2) throw CLI::RequiredError("OUT");
  arguments.out = arguments.inputs.back();
  arguments.inputs.pop_back();
}

void add_inspect(CLI::App& app, InspectArguments& arguments) {
  CLI::App* verb = app.add_subcommand("inspect", "Say what .npy and .npz files hold");
  verb->add_option("PATHS", arguments.paths,
                   "Files, folders and globs in quotes; - reads a list of them, one a line, from standard input")
      ->required()
      ->type_name("");
  verb->add_flag("--json", arguments.json, "Print one JSON object per file, one a line");
  verb->footer(inspect_examples);
}

/// `224,224,3`.
std::vector<std::int64_t> parse_shape(const std::string& text) {
  std::vector<std::int64_t> shape;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    std::int64_t extent = 0;
    const auto [stop, error] = std::from_chars(text.data() + start, text.data() + end, extent);
    if (error != std::errc() || stop != text.data() + end)
      throw CLI::ValidationError("--shape", fmt::format("'{}', expected extents with commas between: 224,224,3", text));
    shape.push_back(extent);
    start = end + 1;
  }
  return shape;
}

/// CLI11 alone would say "Could not convert", and take -1 for the largest seed.
template <typename T>
std::string check_integer(const std::string& text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  constexpr auto most = std::numeric_limits<T>::max();
  return std::is_signed_v<T> ? fmt::format("'{}', expected an integer in decimal digits: 1000", text)
                             : fmt::format("'{}', expected an integer from 0 to {}", text, most);
}

void add_make(CLI::App& app, MakeArguments& arguments) {
  CLI::App* verb = app.add_subcommand("make", "Generate a data set");
  verb->add_option("OUT", arguments.folder, "Folder to make")->required()->type_name("");
  verb->add_option("--kind", arguments.kind, "files: one array per file; rows: one array of all")->type_name("KIND");
  verb->add_option("--count", arguments.count, "Number of samples")->type_name("N")->check(check_integer<std::int64_t>);
  CLI::Option* shape = verb->add_option_function<std::string>(
      "--shape", [&arguments](const std::string& text) { arguments.shape = parse_shape(text); }, "Shape of a sample");
  shape->type_name("H,W,C");
  verb->add_option("--dtype", arguments.dtype, "NumPy dtype of the samples")->type_name("DTYPE");
  verb->add_option("--content", arguments.content,
                   "image: gradients, texture and noise; noise: does not compress; ramp: from 0 up")
      ->type_name("CONTENT");
  verb->add_option("--ragged", arguments.ragged,
                   "Shrink the first two extents by up to this fraction, each sample its own")
      ->type_name("FRACTION");
  verb->add_option("--classes", arguments.classes, "Number of different labels; 0: no labels")
      ->type_name("N")
      ->check(check_integer<std::int64_t>);
  verb->add_option("--seed", arguments.seed, "Seed of all that is random")
      ->type_name("SEED")
      ->check(check_integer<std::uint64_t>);
  verb->add_flag("--force", arguments.force,
                 "Replace the data set that wick make put in OUT earlier (it left OUT/.wick-make)");
  for (CLI::Option* option : verb->get_options()) {
    const bool takes_value = option->nonpositional() && option->get_items_expected_max() > 0;
    if (takes_value) option->capture_default_str();
  }
  shape->default_str("224,224,3");
  verb->footer(make_examples);
}

bool is_verb(const CLI::App& app, const std::string& word) {
  const auto has_name = [&](const CLI::App* verb) { return verb->get_name() == word; };
  return !app.get_subcommands(has_name).empty();
}

/// Prints what CLI11 has to say: help and version go to standard output, mistakes to standard error.
int answer(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out, mistakes;
  const bool is_mistake = app.exit(error, out, mistakes) != 0;
  if (!is_mistake) {
    print(out.str());
    flush_output();
    return exit_success;
  }
  std::string verb;
  for (const CLI::App* chosen : app.get_subcommands()) verb = chosen->get_name() + " ";
  complain(fmt::format("{}\nwick: see wick {}--help", error.what(), verb));
  return exit_usage;
}

}  // namespace

Command read_command_line(int argc, char** argv) {
  BenchArguments bench;
  CheckArguments check;
  ConvertArguments convert;
  InspectArguments inspect;
  MakeArguments make;
  CLI::App app("wick: NumPy files to LibTorch batches", "wick");
  app.require_subcommand(1);
  app.set_version_flag("--version", fmt::format("wick {}\nLibTorch {}", WICK_VERSION, TORCH_VERSION),
                       "Print versions and exit");
  app.footer(general_examples);
  add_bench(app, bench);
  add_check(app, check);
  add_convert(app, convert);
  add_inspect(app, inspect);
  add_make(app, make);
  if (const std::string word = argc > 1 ? argv[1] : ""; !word.starts_with('-') && !is_verb(app, word)) {
    complain(fmt::format("{}, expected bench, check, convert, inspect or make\nwick: see wick --help",
                         word.empty() ? "no verb" : fmt::format("'{}' is no verb", word)));
    return exit_usage;
  }
  try {
    app.parse(argc, argv);
    if (app.got_subcommand("convert")) take_out(convert);
  } catch (const CLI::ParseError& error) {
    return answer(app, error);
  }
  if (app.got_subcommand("bench")) return bench;
  if (app.got_subcommand("check")) return check;
  if (app.got_subcommand("convert")) return convert;
  if (app.got_subcommand("inspect")) return inspect;
  return make;
}

}  // namespace wick::tools
