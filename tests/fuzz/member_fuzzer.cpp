// SPDX-License-Identifier: MIT
//
// Input: whether the member is deflated (1 byte), its size (4 bytes), its data. The archive around it is made here,
// with the right sum where zlib knows one.

#include <wick/npy/npy_error.hpp>
#include <wick/npy/npz_archive.hpp>

#include "file_text.hpp"
#include "memory_file.hpp"
#include "touch_element.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Member {
  bool deflated;
  std::uint32_t bytes;
  std::string_view data;
};

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

// What zlib inflates to at most as many bytes as the member says it has, or 1 MiB.
std::string inflated(const Member& member) {
  std::string bytes(std::min<std::size_t>(member.bytes, 1 << 20), '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(member.data.data()));
  stream.avail_in = static_cast<uInt>(member.data.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  if (inflateInit2(&stream, -15) == Z_OK) inflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  return bytes;
}

std::uint32_t sum_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string archive_of(const Member& member) {
  const auto sum = member.deflated ? sum_of(inflated(member)) : sum_of(member.data);
  const auto described = number(20, 2) + number(0, 2) + number(member.deflated ? 8 : 0, 2) + number(0, 4) +
                         number(sum, 4) + number(member.data.size(), 4) + number(member.bytes, 4) + number(5, 2) +
                         number(0, 2);
  const auto local = "PK\x03\x04" + described + "x.npy" + std::string(member.data);
  const auto entry = "PK\x01\x02" + number(20, 2) + described + std::string(14, '\0') + "x.npy";
  return local + entry + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) + number(entry.size(), 4) +
         number(local.size(), 4) + number(0, 2);
}

// Anew for each, so that an error in one way to read does not hide the others.
template <typename F>
void attempt(F&& read) {
  try {
    read();
  } catch (const wick::NpyError&) {
  }
}

void read_member(const wick::NpzArchive& archive) {
  wick::NpzScratch scratch;
  attempt([&] { archive.check(0, scratch); });
  attempt([&] {
    archive.find_array(0);  // refuses sizes that cannot be, before the memory for them
    std::vector<std::byte> bytes(static_cast<std::size_t>(archive.members()[0].bytes));
    archive.read_bytes(0, bytes, scratch);
    wick::fuzz::touch_element({wick::parse_object_array(std::move(bytes), "x.npz")});
  });
  attempt([&] {
    const auto array = archive.array(0);
    wick::test::check_sound(array.header, archive.members()[0].bytes);
    std::vector<std::byte> bytes(static_cast<std::size_t>(array.header.payload_bytes) + 128);
    archive.read(array, std::span(bytes).subspan(128), scratch, 128);
    archive.read(array, std::span(bytes).subspan(128), scratch);
    archive.read_at(array, 0, std::span(bytes).first(bytes.size() - 128));
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 5) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::uint32_t bytes = data[1] | data[2] << 8 | data[3] << 16 | std::uint32_t{data[4]} << 24;
  const auto archive = archive_of({.deflated = (data[0] & 1) != 0, .bytes = bytes, .data = input.substr(5)});
  attempt([&] { read_member(wick::NpzArchive(wick::fuzz::memory_file(std::as_bytes(std::span(archive))))); });
  return 0;
}
