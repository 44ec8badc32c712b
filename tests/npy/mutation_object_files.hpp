// SPDX-License-Identifier: MIT
#pragma once

#include "mutation_file.hpp"
#include "pickle_writer.hpp"

#include <string>
#include <vector>

namespace wick::test {

namespace pickle {

/// Object arrays whose pickles together use every opcode, callable and state.
inline std::vector<std::string> files_of_all_kinds() {
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

/// Object arrays as people have them.
inline std::vector<std::string> usual_files() {
  const auto f8 = dtype("f8", "<");
  const auto ragged = array(f8, shape({1}), bytes(std::string(8, 'x')));
  const auto of_lists = list({list({integer(1), integer(2)}), list({}), list({list({real(0.5)}), text("deep")})});
  const auto scalar = [](const std::string& type, const std::string& data) {
    return call(global("numpy.core.multiarray", "scalar"), {type, bytes(data)});
  };
  const auto grid = array(object_dtype(), shape({2, 1}), list({none, list({none})}), yes);
  return {
      npy(proto(2) + object_array({text("one") + put(0), text("\xC3\xA9"), get(0), text("")}) + stop, "(4,)"),
      npy(proto(3) + object_array({of_lists, dict({text("x"), ragged})}) + stop, "(2,)"),
      npy(proto(4) +
              object_array({ragged, array(f8, shape({2, 1}), bytes(std::string(16, 'y')), yes),
                            array(dtype("U1", "<", {none, none, none, integer(4)}), shape({1}), bytes("abcd"))}) +
              stop,
          "(3,)"),
      npy(proto(5) + array(object_dtype(), shape({1, 2}), list({scalar(f8, "01234567"), grid})) + stop, "(1, 2)"),
  };
}

}  // namespace pickle

inline std::vector<MutationFile> mutation_object_files() {
  std::vector<MutationFile> files;
  for (const auto& all : {pickle::files_of_all_kinds(), pickle::usual_files()}) {
    for (const auto& bytes : all) {
      files.push_back({.name = "object array " + std::to_string(files.size()),
                       .format = MutationFormat::object_array,
                       .bytes = bytes});
    }
  }
  return files;
}

}  // namespace wick::test
