// SPDX-License-Identifier: MIT
//
// Good files, cut off at every place and with every bit flipped: what comes out is data, or an NpyError.

#include <support/temp_folder.hpp>
#include <wick/npy/npy_error.hpp>

#include "file_text.hpp"
#include "mutation_npy_files.hpp"
#include "mutation_npz_files.hpp"
#include "mutation_object_files.hpp"
#include "pickle_memory.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <support/prelude.hpp>

namespace wick {
namespace {

using test::MutationFile;
using test::MutationFormat;

// What a file has, each with its name.
using Content = std::map<std::string, std::string>;

// A file that is changed where it is: to write all of it for each bit would take minutes.
class FileOnDisk {
 public:
  explicit FileOnDisk(std::string_view bytes)
      : path_(folder_.write("x", bytes)), descriptor_(::open(path_.c_str(), O_WRONLY | O_CLOEXEC)) {}
  ~FileOnDisk() { ::close(descriptor_); }
  FileOnDisk(const FileOnDisk&) = delete;
  FileOnDisk& operator=(const FileOnDisk&) = delete;

  const std::string& path() const { return path_; }

  void put(std::size_t offset, char byte) const {
    REQUIRE(::pwrite(descriptor_, &byte, 1, static_cast<off_t>(offset)) == 1);
  }
  void cut(std::size_t length) const { REQUIRE(::ftruncate(descriptor_, static_cast<off_t>(length)) == 0); }

 private:
  test::TempFolder folder_;
  std::string path_;
  int descriptor_;
};

Content content_of_npz(const std::string& path) {
  Content content;
  const NpzArchive archive(path);
  for (std::size_t i = 0; i < archive.members().size(); ++i) {
    try {
      content[archive.members()[i].name] = test::text_of_member(archive, i);
    } catch (const NpyError&) {
    }
  }
  return content;
}

// All that can be read of a file, which is in memory and on disk; nothing after an error.
Content content_of(MutationFormat format, std::string_view bytes, const std::string& path) {
  try {
    if (format == MutationFormat::npz) return content_of_npz(path);
    if (format == MutationFormat::object_array) return {{"", test::text_of_object_array(test::exact_bytes(bytes))}};
    test::sound_header(test::exact_bytes(bytes));
    return {{"", test::text_of_npy(path)}};
  } catch (const NpyError&) {
    return {};
  }
}

Content content_in_bounds(MutationFormat format, std::string_view bytes, const std::string& path) {
  Content content;
  const auto most = test::most_bytes_allocated_by([&] { content = content_of(format, bytes, path); });
  if (most > 2 * bytes.size() + (1 << 20)) FAIL(most << " bytes allocated for a file of " << bytes.size());
  return content;
}

std::vector<MutationFile> mutation_files() {
  auto files = test::mutation_npy_files();
  for (const auto& more : {test::mutation_object_files(), test::mutation_npz_files()}) {
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

struct Count {
  int inputs = 0;
  int read = 0;  // something at least
};

Count cut_anywhere(const MutationFile& good) {
  Count count;
  const FileOnDisk disk(good.bytes);
  for (std::size_t length = good.bytes.size(); length-- > 0; ++count.inputs) {
    CAPTURE(good.name, length);
    disk.cut(length);
    const auto content = content_in_bounds(good.format, good.bytes.substr(0, length), disk.path());
    if (length < good.bytes.size() - good.optional_bytes && !content.empty()) FAIL("read without its end");
    count.read += !content.empty();
  }
  return count;
}

// Sums guard the members of an archive: they are as they were, or not read.
bool is_as_before(const Content& found, const Content& original) {
  for (const auto& [name, text] : found) {
    const auto before = original.find(name);
    if (before == original.end() || before->second != text) return false;
  }
  return true;
}

Count flip_every_bit(const MutationFile& good) {
  Count count;
  const FileOnDisk disk(good.bytes);
  const auto original = content_of(good.format, good.bytes, disk.path());
  auto bytes = good.bytes;
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit, ++count.inputs) {
    CAPTURE(good.name, bit, bit / 8);
    const char before = bytes[bit / 8];
    bytes[bit / 8] = static_cast<char>(before ^ (1 << (bit % 8)));
    disk.put(bit / 8, bytes[bit / 8]);
    const auto content = content_in_bounds(good.format, bytes, disk.path());
    if (good.format == MutationFormat::npz && !is_as_before(content, original)) FAIL("wrong data");
    count.read += !content.empty();
    bytes[bit / 8] = before;
    disk.put(bit / 8, before);
  }
  return count;
}

TEST_CASE("files cut off anywhere, or with any bit flipped, are data or an error", "[npy]") {
  const auto files = mutation_files();
  int inputs = 0;
  int read = 0;
  for (const auto& file : files) {
    CAPTURE(file.name);
    REQUIRE_FALSE(content_of(file.format, file.bytes, FileOnDisk(file.bytes).path()).empty());
    for (const auto& count : {cut_anywhere(file), flip_every_bit(file)}) {
      inputs += count.inputs;
      read += count.read;
    }
  }
  WARN("mutation: " << inputs << " inputs of " << files.size() << " files, of which " << read << " were read");
  CHECK(files.size() == 30);
  CHECK(inputs >= 36'000);
  CHECK(read > inputs / 10);
  CHECK(read < inputs / 2);
}

}  // namespace
}  // namespace wick
