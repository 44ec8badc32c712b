// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/object_array.hpp>

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

// Files whose pickles together use every opcode, callable and state.
std::vector<std::string> files() {
  const auto f4 = dtype("f4", "<");
  const auto fields =
      dict({text("a"), tuple({f4, integer(0)}), text("b"), tuple({dtype("i2", ">"), integer(6), text("t")})});
  const auto structure = dtype("V8", "|", {none, tuple({text("a"), text("b")}), fields, integer(8)});
  const auto metadata = tuple({none, tuple({bytes("us"), integer(25), integer(1), integer(1)})});
  const auto time = call(global("numpy", "dtype"), {text("M8"), no, yes}) +
                    tuple({integer(4), text("<"), none, none, none, integer(-1), integer(-1), integer(0), metadata}) +
                    build;
  const auto floats = storage(storage_stream(global("torch", "FloatStorage"), 6, std::string(24, '\1')));
  const auto untyped = storage(storage_stream(global("torch.storage", "UntypedStorage"), 4, "abcd"));
  const auto hooks = call(global("collections", "OrderedDict"), {});
  const auto second = tensor(floats, 1, shape({2, 2}), shape({1, 2}));
  const auto third = call(global("torch._utils", "_rebuild_tensor_v3"),
                          {untyped, integer(0), shape({2}), shape({1}), no, hooks, global("torch", "uint16")});
  const auto parameter = call(global("torch._utils", "_rebuild_parameter"), {second, yes, hooks});
  const auto payload = call(encode, {text("\xC3\xBF\x01\x02\x03"), text("latin1")});
  const auto buffer = "\x96" + number(6, 8) + "abcdef";
  return {
      npy(proto(2) +
              object_array(
                  {array(f4, shape({1}), payload), call(encode, {text("\xC3\xA9") + put(0), text("latin1")}), get(0)}) +
              stop,
          "(3,)"),
      npy(proto(3) +
              object_array({array(structure, shape({2, 1}), bytes(std::string(16, 'x')), yes),
                            array(time, shape({1}), bytes("12345678"))}) +
              stop,
          "(2,)"),
      npy(proto(4) + "\x95" + number(20, 8) +
              object_array({list({none, integer(-1), real(1.5), text("x"), "K\x01", "M\x01\x01"}),
                            dict({text("k"), tuple({yes, no})}), empty_tuple, "\x8A\x02\x01\x02", "\x8C\x01x\x94",
                            "h" + std::string(1, '\0')}) +
              stop,
          "(6,)"),
      npy(proto(5) +
              object_array({call(global("numpy._core.numeric", "_frombuffer"),
                                 {buffer, dtype("u1", "|"), shape({2, 3}), text("K"), shape({1, 0})}),
                            call(global("builtins", "complex"), {real(0), real(1)}),
                            array(object_dtype(), shape({1, 2}), list({none, yes}))}) +
              stop,
          "(3,)"),
      npy(proto(2) + object_array({second, parameter}) + stop, "(2,)"),
      npy(proto(4) +
              object_array({third, call(global("numpy.core.multiarray", "scalar"), {f4, bytes("abcd")}), "U\x01z",
                            "\x8E" + number(1, 8) + "y"}) +
              stop,
          "(4,)"),
  };
}

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
  for (const auto& file : files()) CHECK(refusal_of(file) == "");
}

TEST_CASE("an object array cut off anywhere is an error", "[npy]") {
  Outcome outcome;
  for (const auto& file : files()) {
    for (std::size_t length = 0; length < file.size(); ++length) read_in_bounds(file.substr(0, length), outcome);
  }
  CHECK(outcome.read == 0);
  CHECK(outcome.refused > 3'000);
}

TEST_CASE("an object array with any bit flipped is data or an error", "[npy]") {
  Outcome outcome;
  for (auto file : files()) {
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      const char original = file[bit / 8];
      file[bit / 8] = static_cast<char>(original ^ (1 << (bit % 8)));
      read_in_bounds(file, outcome);
      file[bit / 8] = original;
    }
  }
  INFO(outcome.read << " read, " << outcome.refused << " refused");
  CHECK(outcome.read + outcome.refused > 24'000);
  CHECK(outcome.read > 1'000);
  CHECK(outcome.refused > 10'000);
}

TEST_CASE("an object array with opcodes put elsewhere is data or an error", "[npy]") {
  std::uint64_t state = 1;
  const auto below = [&state](std::size_t bound) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  const auto all = files();
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
