// SPDX-License-Identifier: MIT
#include "convert_output.hpp"

#include <wick/configs/config_error.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/error.hpp>

#include "for_each_sample.hpp"
#include "row_file.hpp"
#include "sample_path.hpp"
#include "units.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

namespace wick::tools {

namespace {

namespace fs = std::filesystem;

void check_file(const ConvertArguments& arguments, const std::vector<std::string>& inputs) {
  const std::string& out = arguments.out;
  if (!out.ends_with(".npy"))
    throw ConfigError(fmt::format("OUT: '{}', expected a file x.npy, or a folder with a slash at its end", out));
  std::error_code error;
  if (!fs::exists(fs::symlink_status(out, error))) return;
  if (!arguments.force) throw Error(fmt::format("{}: there already; --force replaces it, or name another file", out));
  for (const std::string& input : inputs) {
    if (fs::equivalent(out, input, error)) throw Error(fmt::format("{}: IN and OUT at once; name another OUT", out));
  }
}

void check_folder(const ConvertArguments& arguments) {
  const std::string& out = arguments.out;
  if (arguments.force) throw ConfigError("--force: only a file is replaced, expected a new or empty folder");
  std::error_code error;
  const fs::path folder = out.ends_with('/') ? fs::path(out).parent_path() : fs::path(out);
  if (!fs::exists(folder, error)) return;
  if (!fs::is_directory(folder, error)) throw Error(fmt::format("{}: a file, expected a folder or nothing", out));
  if (!fs::is_empty(folder, error) || error) throw Error(fmt::format("{}: not empty; name another folder", out));
}

void check_space(const std::string& path, std::int64_t bytes) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  const auto space = fs::space(folder.empty() ? "." : folder, error);
  if (error || space.available >= static_cast<std::uintmax_t>(bytes)) return;
  throw Error(fmt::format("{}: it takes {}, and {} are free", path, bytes_text(static_cast<double>(bytes)),
                          bytes_text(static_cast<double>(space.available))));
}

/// Takes files away again unless `keep` is called.
class NewFiles {
 public:
  NewFiles(const std::string& folder, std::int64_t count) : folder_(folder), count_(count) {
    std::error_code error;
    made_folder_ = fs::create_directories(folder, error);
    if (error) throw Error(fmt::format("{}: {}", folder, error.message()));
  }

  ~NewFiles() {
    if (kept_) return;
    std::error_code error;
    for (std::int64_t i = 0; i < count_; ++i) fs::remove(path(i), error);
    if (made_folder_) fs::remove(folder_, error);
  }
  NewFiles(const NewFiles&) = delete;
  NewFiles& operator=(const NewFiles&) = delete;

  std::string path(std::int64_t index) const { return sample_path(folder_, index, count_); }

  void keep() { kept_ = true; }

 private:
  const std::string folder_;
  const std::int64_t count_;
  bool made_folder_ = false;
  bool kept_ = false;
};

}  // namespace

bool is_folder(const std::string& out) {
  std::error_code error;
  return out.ends_with('/') || fs::is_directory(out, error);
}

void check_output(const ConvertArguments& arguments, const std::vector<std::string>& inputs) {
  is_folder(arguments.out) ? check_folder(arguments) : check_file(arguments, inputs);
}

bool write_array(const std::string& path, const ArrayPieces& array) {
  check_space(path, ArrayInfo{array.dtype, array.shape}.bytes());
  RowFile file(path, array.dtype, array.shape);
  const std::int64_t piece_bytes = array.elements * array.dtype.itemsize;
  const bool done = for_each_sample(array.count, array.what, [&](std::int64_t i) {
    const NumpyArray piece = array.read(i);
    file.write_at(i * piece_bytes, {piece.data(), static_cast<std::size_t>(piece.nbytes())});
  });
  if (done) file.commit();
  return done;
}

std::optional<std::int64_t> write_files(const std::string& folder, const Source& source,
                                        const PieceConversion& conversion) {
  NewFiles files(folder, source.size());
  std::atomic<std::int64_t> bytes = 0;
  const bool done = for_each_sample(source.size(), "files", [&](std::int64_t i) {
    const NumpyArray array = conversion.run(source.array(i));
    save_npy(files.path(i), array);
    bytes += array.nbytes();
  });
  if (!done) return std::nullopt;
  files.keep();
  return bytes.load();
}

}  // namespace wick::tools
