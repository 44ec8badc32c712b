// SPDX-License-Identifier: MIT
//
// Input: an .npz file, of which only the directory and the local headers are read.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "file_text.hpp"
#include "memory_file.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

void find_member(const wick::NpzArchive& archive, std::size_t member) {
  try {
    archive.at(archive.members()[member].name);
    archive.find(wick::npz_key(archive.members()[member].name));
    if (const auto array = archive.find_array(member)) {
      wick::test::check_sound(array->header, archive.members()[member].bytes);
    }
  } catch (const wick::NpyError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const wick::NpzArchive archive(wick::fuzz::memory_file(std::as_bytes(std::span(data, size))));
    for (std::size_t member = 0; member < archive.members().size(); ++member) find_member(archive, member);
    archive.at("a name that is not there");
  } catch (const wick::NpyError&) {
  }
  return 0;
}
