// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/object_array.hpp>

#include "mutation_object_files.hpp"
#include "object_text.hpp"
#include "pickle_memory.hpp"
#include "pickle_writer.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <support/prelude.hpp>

namespace wick {
namespace {

using namespace test::pickle;

struct Outcome {
  int read = 0;
  int refused = 0;
};

// Reads, and visits all that comes out. Anything thrown but `NpyError` fails the test.
void read_all(const std::string& file, Outcome& outcome) {
  // No capacity to spare, so that the address sanitizer sees a read past the end.
  std::vector<std::byte> bytes(file.size());
  for (std::size_t i = 0; i < file.size(); ++i) bytes[i] = static_cast<std::byte>(file[i]);
  try {
    const auto array = parse_object_array(std::move(bytes), "x.npy");
    test::to_text(ObjectElement{array});
    ++outcome.read;
  } catch (const NpyError&) {
    ++outcome.refused;
  }
}

void read_in_bounds(const std::string& file, Outcome& outcome) {
  const auto bytes = test::most_bytes_allocated_by([&] { read_all(file, outcome); });
  if (bytes > 2 * file.size() + (1 << 20)) FAIL(bytes << " bytes allocated for a file of " << file.size());
}

TEST_CASE("the files that are to be damaged are whole", "[npy]") {
  for (const auto& file : files_of_all_kinds()) CHECK(refusal_of(file) == "");
}

TEST_CASE("an object array with opcodes put elsewhere is data or an error", "[npy]") {
  std::uint64_t state = 1;
  const auto below = [&state](std::size_t bound) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  const auto all = files_of_all_kinds();
  const std::string opcodes = "(.cRbQN\x88\x89JKMGXUTCBtaesuqrhj)]}\x80\x85\x86\x87\x8A\x8C\x8E\x93\x94\x95\x96";
  Outcome outcome;
  for (int round = 0; round < 30'000; ++round) {
    auto file = all[below(all.size())];
    const std::size_t begin = file.find('\x80');
    for (auto changes = 1 + below(3); changes > 0; --changes) {
      const auto& donor = all[below(all.size())];
      const auto piece = below(3) == 0 ? std::string(1, opcodes[below(opcodes.size())])
                                       : donor.substr(begin + below(donor.size() - begin), 1 + below(12));
      if (below(2) == 0) file.erase(begin + below(file.size() - begin), below(12));
      file.insert(begin + below(file.size() - begin + 1), piece);
    }
    read_in_bounds(file, outcome);
  }
  CHECK(outcome.read + outcome.refused == 30'000);
}

}  // namespace
}  // namespace wick
