// SPDX-License-Identifier: MIT
#pragma once

#include <wick/npy/file.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_member.hpp>
#include <wick/npy/npz_scratch.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wick {

/// Limits on what an archive may ask of a reader.
struct NpzLimits {
  /// Most members; each costs some 100 bytes of memory.
  std::int64_t max_members = 1 << 20;

  /// Most bytes of one deflated member. That it cannot be more than 1032 times its compressed bytes, which is where
  /// the method ends, is checked too.
  std::int64_t max_inflated_bytes = std::int64_t{1} << 36;

  /// For the headers of the arrays.
  NpyLimits npy = {};
};

/// An array in an archive: what is known before its payload is read.
struct NpzArray {
  /// Which member it is.
  std::size_t member = 0;

  /// As in a file; `payload_offset` counts from the start of the member's (inflated) bytes.
  NpyHeader header;

  /// Where in the file the member's bytes begin, deflated or not.
  std::int64_t data_offset = 0;

  /// Where in the file the payload begins. nullopt: the member is deflated, so it is nowhere.
  std::optional<std::int64_t> payload_in_file = std::nullopt;
};

/// An archive of arrays, an `.npz` file, opened for reading. Owns the file, knows the members by their directory, holds
/// none of their data. Reads what `numpy.load` reads, but for members packed by bzip2 or lzma, and refuses what it
/// refuses. Where it is stricter: a name that two members have cannot be looked up (NumPy takes the later), sizes must
/// be what the directory says they are, archives on several disks, and NUL characters in names. The format: PKWARE's
/// APPNOTE.TXT.
///
/// Errors are `NpyError`. One about a member names it behind the file, `a.npz['x.npy']`, and counts bytes in the
/// member. What is thrown about one member says nothing about the others.
/// Thread safety: any number of threads may call const methods at once; there is no cursor, no cache and no lock.
class NpzArchive {
 public:
  /// Opens the archive and reads its directory: three reads, 70,000 members in some 10 ms. Local headers are not
  /// looked at until a member is read. Throws when it is no zip archive, or its directory is damaged or over a limit.
  explicit NpzArchive(std::string path, const NpzLimits& limits = {});

  const File& file() const noexcept { return file_; }

  /// All members in the order of the directory, folders (`d/`) and what is no array included.
  const std::vector<NpzMember>& members() const noexcept { return members_; }

  /// The index of the member that `numpy.load(path)[name]` means: the one called `name`, else `name.npy`. nullopt if
  /// there is none. Throws if several have that name.
  std::optional<std::size_t> find(std::string_view name) const;

  /// The same, throwing with some of the names that there are.
  std::size_t at(std::string_view name) const;

  /// The array in a member; nullopt if the member does not begin as `.npy` files do, which NumPy gives as bytes. One
  /// read as a rule, and some 2 us more if deflated. No CRC is checked: a damaged member may show in a wrong header.
  std::optional<NpzArray> find_array(std::size_t member) const;

  /// The same, throwing if there is none.
  NpzArray array(std::size_t member) const;

  /// Reads the payload of an array of this archive into `payload`, of `header.payload_bytes` bytes, and checks the
  /// CRC-32 of the whole member. What follows the array in its member is read for that and dropped, as by NumPy.
  ///
  /// Cost: a stored member is read straight to its place. A deflated one is inflated straight to its place if
  /// `NpzWriter` wrote it, or if `headroom` is at least `header.payload_offset`: that many bytes before `payload` are
  /// the caller's too and may be overwritten. Else it is inflated to scratch and copied, which adds the time of a
  /// memcpy (15 to 35 percent for 32 MiB) and the memory of the member. Compressed bytes pass through scratch.
  /// If it throws, `payload` has any content.
  void read(const NpzArray& array, std::span<std::byte> payload, NpzScratch& scratch, std::size_t headroom = 0) const;

  /// Takes bytes of a payload; false ends the reading.
  using Visit = std::function<bool(std::span<const std::byte> elements)>;

  /// Reads the payload of an array part by part, for those who do not need it at once: `visit` gets all elements in the
  /// order of the member, some whole ones at a time. Then checks the CRC-32 of the whole member, unless `visit` ended
  /// it. Takes 256 KiB of memory, or an element's bytes if these are more; for a deflated member, those of the member.
  void read_parts(const NpzArray& array, const Visit& visit, NpzScratch& scratch) const;

  /// Reads a part of the payload, from `offset` in it: some rows. Only of stored members, and without a check of the
  /// CRC, which goes over all of a member: `check` does that.
  void read_at(const NpzArray& array, std::int64_t offset, std::span<std::byte> bytes) const;

  /// Reads all bytes of a member, whatever it is, into `bytes`, of as many as the member has; checks the CRC.
  void read_bytes(std::size_t member, std::span<std::byte> bytes, NpzScratch& scratch) const;

  /// Reads a member to check it: method, place, sizes, CRC. Keeps nothing.
  void check(std::size_t member, NpzScratch& scratch) const;

  /// What errors call a member: `a.npz['x.npy']`.
  std::string where(std::size_t member) const;

 private:
  const NpzMember& readable(std::size_t member) const;
  std::int64_t data_offset(std::size_t member) const;
  void read_stored(const NpzArray& array, std::span<std::byte> payload) const;
  void read_deflated(const NpzArray& array, std::span<std::byte> payload, NpzScratch& scratch,
                     std::size_t headroom) const;
  void visit_stored(const NpzArray& array, std::size_t step, const Visit& visit) const;
  std::uint32_t sum_of_file(std::uint32_t crc, std::int64_t offset, std::int64_t bytes) const;
  void check_sum(std::size_t member, std::uint32_t crc) const;

  // Constant after construction.
  File file_;
  NpzLimits limits_;
  std::vector<NpzMember> members_;
  std::vector<std::int64_t> ends_;      // where the data of each must end
  std::vector<std::uint32_t> by_name_;  // indices, sorted
};

}  // namespace wick
