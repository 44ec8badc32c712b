// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>

#include "file_text.hpp"
#include "mutation_file.hpp"
#include "mutation_object_files.hpp"
#include "pickle_memory.hpp"

#include <cstddef>
#include <string>

#include <support/prelude.hpp>

namespace wick {
namespace {

// Reads all that there is. Anything thrown but `NpyError` fails the test.
bool is_read(const std::string& file) {
  bool read = true;
  const auto most = test::most_bytes_allocated_by([&] {
    try {
      test::text_of_object_array(test::exact_bytes(file));
    } catch (const NpyError&) {
      read = false;
    }
  });
  if (most > 2 * file.size() + (1 << 20)) FAIL(most << " bytes allocated for a file of " << file.size());
  return read;
}

TEST_CASE("an object array with opcodes put elsewhere is data or an error", "[npy]") {
  std::uint64_t state = 1;
  const auto below = [&state](std::size_t bound) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  const auto all = test::pickle::files_of_all_kinds();
  const std::string opcodes = "(.cRbQN\x88\x89JKMGXUTCBtaesuqrhj)]}\x80\x85\x86\x87\x8A\x8C\x8E\x93\x94\x95\x96";
  int read = 0;
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
    read += is_read(file);
  }
  CHECK(read > 10);
  CHECK(read < 10'000);
}

}  // namespace
}  // namespace wick
