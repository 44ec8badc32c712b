// SPDX-License-Identifier: MIT
#include "inflate_prefix.hpp"

#include <wick/npy/npy_error.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

namespace wick::detail {
namespace {

class Stream {
 public:
  Stream() {
    // Negative: a stream without zlib's own header.
    if (::inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~Stream() { ::inflateEnd(&stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // False if the bytes are not a stream.
  bool feed(std::span<const std::byte> bytes) {
    // zlib does not write there; its declaration is older than const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    const int status = ::inflate(&stream_, Z_SYNC_FLUSH);
    ended_ = status == Z_STREAM_END;
    // Z_BUF_ERROR: nothing could be done, which more bytes mend.
    return ended_ || status == Z_OK || status == Z_BUF_ERROR;
  }

  void put_into(std::span<std::byte> out) {
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
  }
  bool done() const { return ended_ || stream_.avail_out == 0; }
  std::int64_t left() const { return static_cast<std::int64_t>(stream_.avail_out); }

 private:
  z_stream stream_{};
  bool ended_ = false;
};

}  // namespace

std::int64_t inflate_prefix(const File& file, const DeflatedPlace& place, std::span<std::byte> out,
                            std::string_view where) {
  Stream stream;
  stream.put_into(out);
  std::array<std::byte, 4096> buffer;
  std::span<const std::byte> part = place.begin;
  std::int64_t fed = 0;
  while (!stream.done()) {
    if (part.empty()) {
      const auto count = std::min<std::int64_t>(static_cast<std::int64_t>(buffer.size()), place.bytes - fed);
      if (count == 0) throw NpyError(where, "its compressed bytes end before the stream in them");
      const std::span<std::byte> next(buffer.data(), static_cast<std::size_t>(count));
      file.read_at(place.offset + fed, next);
      part = next;
    }
    if (!stream.feed(part)) {
      throw NpyError(
          where,
          fmt::format("its compressed bytes, from byte {} of the file, are damaged: no deflate stream", place.offset));
    }
    fed += static_cast<std::int64_t>(part.size());
    part = {};
  }
  return static_cast<std::int64_t>(out.size()) - stream.left();
}

}  // namespace wick::detail
