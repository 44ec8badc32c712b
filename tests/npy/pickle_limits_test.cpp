// SPDX-License-Identifier: MIT
//
// Pickles that ask for more work or memory than a file of their size may.

#include <wick/npy/object_array.hpp>

#include "pickle_memory.hpp"
#include "pickle_writer.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include <support/prelude.hpp>

namespace {

std::atomic<std::size_t> allocated = 0;
std::atomic<std::size_t> most_allocated = 0;

void note(std::size_t bytes) {
  const auto now = allocated += bytes;
  if (now > most_allocated) most_allocated = now;
}

}  // namespace

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  void* memory = std::malloc(size > 0 ? size : 1);
  if (memory != nullptr) note(::malloc_usable_size(memory));
  return memory;
}

void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept {
  allocated -= ::malloc_usable_size(memory);
  std::free(memory);
}

// All the other forms, so that no library's own ones take part.
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return operator new(size, std::nothrow); }
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { operator delete(memory); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { operator delete(memory); }

namespace wick {
namespace test {

std::size_t most_bytes_allocated_by(const std::function<void()>& run) {
  const std::size_t before = allocated;
  most_allocated = before;
  run();
  return most_allocated - before;
}

}  // namespace test

namespace {

using Catch::Matchers::ContainsSubstring;
using namespace test::pickle;

std::string repeated(const std::string& opcodes, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += opcodes;
  return all;
}

TEST_CASE("no pickle takes memory out of proportion to its file", "[npy]") {
  const auto opcodes = GENERATE(as<std::string>{}, "N", "]", "}", ")", "(", "]\x94", "N\x85", "N\x85\x94", "]\x94h\x01",
                                "(N]e", "K\x01", "U\x01x", "]]e", "]N", "Na", "]Na", "}NNs");
  const std::size_t size = GENERATE(1'000, 60'000, 1'000'000);
  const auto memoized = repeated(opcodes, size);
  for (const auto& prefix : {std::string(), mark, empty_list + mark, empty_list, list({none}) + "\x94"}) {
    const auto file = npy(proto(4) + prefix + memoized + stop);
    CAPTURE(opcodes, prefix, size);
    std::string refusal;
    const auto bytes = test::most_bytes_allocated_by([&] { refusal = refusal_of(file); });
    CHECK_FALSE(refusal.empty());
    CHECK(bytes <= (size < 70'000 ? 2 * file.size() + (1 << 20) : 9 * file.size() + (1 << 20)));
  }
}

// As Python's pickler writes them: each list goes to the memo, and a thousand are appended at a time.
TEST_CASE("200,000 lists of one int, and as many None, are within the default limits", "[npy]") {
  const auto element = GENERATE(as<std::string>{},
                                "]\x94K\x01"
                                "a",
                                "N");
  std::string pickle =
      proto(4) + blank_array() + mark + integer(1) + shape({200'000}) + object_dtype() + no + empty_list;
  for (int i = 0; i < 200; ++i) pickle += mark + repeated(element, 1000 * element.size()) + "e";
  const auto file = npy(pickle + "t" + build + stop, "(200000,)");
  CHECK(refusal_of(file).empty());
}

TEST_CASE("memo numbers follow each other", "[npy]") {
  CHECK_THAT(refusal_of_element(none + put(0xFFFFFFFF)),
             ContainsSubstring("puts under 4294967295 in the memo, where 0 is next"));
  CHECK_THAT(refusal_of_element(none + put(2)), ContainsSubstring("puts under 2"));
  CHECK_THAT(refusal_of_element(get(0)), ContainsSubstring("fetches 0 from the memo, where only 0 are"));
  CHECK_THAT(refusal_of_element(get(0xFFFFFFFF)), ContainsSubstring("fetches 4294967295"));
  // Python 2 counts from 1, so that 0 may be left out, but not fetched.
  CHECK(describe(read_element(tuple({none + put(1), get(1)}))) == "tuple of 2");
  CHECK_THAT(refusal_of_element(tuple({none + put(1), get(0)})), ContainsSubstring("fetches 0, which was never put"));
}

TEST_CASE("a container that contains itself is refused", "[npy]") {
  CHECK_THAT(refusal_of_element(empty_list + put(0) + get(0) + "a"), ContainsSubstring("contains itself"));
  CHECK_THAT(refusal_of_element(empty_dict + put(0) + none + get(0) + "s"), ContainsSubstring("contains itself"));
  CHECK_THAT(refusal_of_element(empty_list + put(0) + get(0) +
                                "\x85"
                                "a"),
             ContainsSubstring("contains itself"));
  const auto array =
      blank_array() + put(0) + tuple({integer(1), shape({1}), object_dtype(), no, list({get(0)})}) + build;
  CHECK_THAT(refusal_of_element(array), ContainsSubstring("contains itself"));
}

TEST_CASE("nesting is bounded", "[npy]") {
  const auto nested = [](int levels) {
    std::string opcodes = none;
    for (int i = 0; i < levels; ++i) opcodes += "\x85";
    return opcodes;
  };
  CHECK(describe(read_element(nested(31))) == "tuple of 1");
  CHECK_THAT(refusal_of_element(nested(32)), ContainsSubstring("more than 32 levels"));
  CHECK_THAT(refusal_of_element(nested(20'000)), ContainsSubstring("more than 32 levels"));
  CHECK(refusal_of(file_of(nested(32)), {.max_nesting = 33}).empty());
  // A limit that a stack could not bear is not taken at its word.
  CHECK_THAT(refusal_of(file_of(nested(20'000)), {.max_nesting = 1 << 30}), ContainsSubstring("more than 200 levels"));
  // The deepest path counts, whichever is visited first.
  const auto shared = tuple({nested(20) + put(0), tuple({tuple({nested(10), get(0)})})});
  CHECK(refusal_of_element(shared).empty());
  std::string deep = get(0);
  for (int i = 0; i < 12; ++i) deep += "\x85";
  CHECK_THAT(refusal_of_element(tuple({nested(20) + put(0), deep})), ContainsSubstring("more than 32 levels"));
}

TEST_CASE("a thousand million elements by way of ten shared lists are refused", "[npy]") {
  std::string laughs = list({none}) + put(0);
  for (std::uint32_t i = 1; i <= 10; ++i) {
    laughs += "\x85" + put(2 * i - 1) + empty_list + mark;
    for (int n = 0; n < 10; ++n) laughs += get(2 * i - 1);
    laughs += "e" + put(2 * i);
  }
  CHECK_THAT(refusal_of_element(mark + laughs + "t"), ContainsSubstring("by way of shared ones"));
}

TEST_CASE("dtypes that double with each level are refused", "[npy]") {
  std::string opcodes = dtype("V0", "|", {none, none, none, integer(0)}) + put(0);
  for (std::uint32_t i = 0; i < 40; ++i) {
    const auto fields = dict({text("a"), tuple({get(i), integer(0)}), text("b"), tuple({get(i), integer(0)})});
    opcodes += dtype("V0", "|", {none, tuple({text("a"), text("b")}), fields, integer(0)}) + put(i + 1);
  }
  const auto file = file_of(mark + opcodes + "t");
  std::string refusal;
  CHECK(test::most_bytes_allocated_by([&] { refusal = refusal_of(file); }) < 2 * file.size() + (1 << 20));
  CHECK_THAT(refusal, ContainsSubstring("fields take more than 65536 bytes"));
}

TEST_CASE("work that is repeated by way of the memo is bounded", "[npy]") {
  // One long text, encoded, and one storage, loaded, over and over.
  const auto letters = text(std::string(200'000, 'a')) + put(0);
  const auto again = encode + put(1) + get(0) + text("latin1") + put(2) + "\x86" + put(3) + "R";
  CHECK_THAT(refusal_of_element(mark + letters + again + repeated(get(1) + get(3) + "R", 200'000) + "t"),
             ContainsSubstring("more work than a file of this size needs"));
  const auto stream = storage_stream(global("torch", "ByteStorage"), 0, "");
  const auto load = global("torch.storage", "_load_from_bytes") + put(0) + tuple({bytes(stream)}) + put(1) + "R";
  CHECK_THAT(refusal_of_element(mark + load + repeated(get(0) + get(1) + "R", 200'000) + "t"),
             ContainsSubstring("more work than a file of this size needs"));
}

TEST_CASE("payloads together are no more than the file", "[npy]") {
  const auto data = bytes(std::string(20'000, 'x')) + put(0);
  const auto u1 = dtype("u1", "|");
  CHECK(refusal_of_element(tuple({array(u1, shape({20'000}), data)})).empty());
  CHECK_THAT(refusal_of_element(tuple({array(u1, shape({20'000}), data), array(u1, shape({20'000}), get(0))})),
             ContainsSubstring("more bytes than the file has"));
}

TEST_CASE("every limit can be lowered", "[npy]") {
  const auto file = file_of(list({none, yes, list({none})}));
  CHECK(refusal_of(file).empty());
  CHECK_THAT(refusal_of(file, {.max_operations = 10}), ContainsSubstring("PickleLimits::max_operations"));
  CHECK_THAT(refusal_of(file, {.max_memory = 100}), ContainsSubstring("PickleLimits::max_memory"));
  CHECK_THAT(refusal_of(file, {.max_stack = 5}), ContainsSubstring("PickleLimits::max_stack"));
  CHECK_THAT(refusal_of(file, {.max_nesting = 2}), ContainsSubstring("PickleLimits::max_nesting"));
  CHECK_THAT(refusal_of(file, {.max_elements = 5}), ContainsSubstring("PickleLimits::max_elements"));
  CHECK_THAT(refusal_of(file, {.max_operations = -1}), ContainsSubstring("max_operations"));
}

}  // namespace
}  // namespace wick
