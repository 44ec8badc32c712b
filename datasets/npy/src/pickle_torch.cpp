// SPDX-License-Identifier: MIT
#include "pickle_torch.hpp"

#include "pickle_machine.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wick::detail {
namespace {

// The pickle of the number 0x1950a86a20f9469cfc6c, protocol 2.
constexpr std::string_view magic("\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.", 15);

constexpr std::int64_t protocol_version = 1001;

class StorageStream {
 public:
  StorageStream(PickleContext& context, std::size_t begin, std::size_t end)
      : context_{.input = {context.input.bytes.first(end), context.input.path},
                 .nodes = nodes_,
                 .budget = context.budget,
                 .offset = begin},
        position_(begin) {}

  StorageNode read() {
    skip_magic();
    const auto version = context_.integer(next_pickle(), "the protocol of a torch stream");
    if (version != protocol_version)
      context_.fail(fmt::format("protocol {} of a torch stream: 1001 expected", version));
    check_machine(next_pickle());
    const auto storage = describe(next_pickle());
    check_keys(next_pickle());
    return find_elements(storage);
  }

 private:
  struct Description {
    std::uint32_t type;
    std::uint64_t count;
  };

  void skip_magic() {
    const auto there = context_.input.size() - position_;
    if (there < magic.size() || context_.input.text(position_, magic.size()) != magic) {
      context_.fail("bytes that do not begin as torch writes a storage");
    }
    position_ += magic.size();
  }

  Value next_pickle() {
    PickleMachine machine(context_, position_, PickleRole::storage);
    const Value value = machine.run();
    position_ = machine.end();
    return value;
  }

  void check_machine(Value facts) {
    if (!facts.is(ValueKind::dict)) context_.fail_kind(facts, "the machine of a torch stream", "a dict");
    const auto little = context_.find(facts, "little_endian");
    if (!little || !context_.flag(*little, "little_endian")) {
      context_.fail("a torch stream of a big-endian machine cannot be read: save it again elsewhere");
    }
  }

  // ('storage', type, key, location, count, None)
  Description describe(Value id) {
    const auto& tuple = context_.tuple(id, "a torch storage");
    if (tuple.count != 6 || context_.text(context_.item(tuple, 0), "a persistent id") != "storage") {
      context_.fail("a torch storage is ('storage', type, key, location, count, None)");
    }
    const Value type = context_.item(tuple, 1);
    const auto& known = context_.global(type, "the type of a torch storage");
    if (known.global != Global::torch_storage) context_.fail(fmt::format("a torch storage of type {}", known.name));
    key_ = context_.text(context_.item(tuple, 2), "the key of a torch storage");
    context_.text(context_.item(tuple, 3), "the location of a torch storage");
    const auto count = context_.integer(context_.item(tuple, 4), "the size of a torch storage");
    if (count < 0) context_.fail(fmt::format("a torch storage of {} elements", count));
    if (!context_.item(tuple, 5).is(ValueKind::none)) context_.fail("a torch storage that is a view of another one");
    return {static_cast<std::uint32_t>(type.payload()), static_cast<std::uint64_t>(count)};
  }

  void check_keys(Value keys) {
    if (!keys.is(ValueKind::list)) context_.fail_kind(keys, "the keys of a torch stream", "a list");
    const auto& list = nodes_.lists[keys.payload()];
    if (list.size != 1 || context_.text(nodes_.list_item(list, 0), "the key of a torch storage") != key_) {
      context_.fail("a torch stream with the elements of another storage");
    }
  }

  StorageNode find_elements(const Description& storage) {
    const auto& known = known_global(storage.type);
    const auto there = context_.input.size() - position_;
    const auto stated = there < 8 ? 0 : context_.input.little_endian(position_, 8);
    const auto itemsize = static_cast<std::uint64_t>(known.torch_itemsize);
    if (there < 8 || stated != storage.count || stated != (there - 8) / itemsize || (there - 8) % itemsize != 0) {
      context_.input.fail(position_, fmt::format("pickle: a {}.{} of {} elements: their count, and {} bytes each, "
                                                 "expected; {} bytes found, which say {} elements",
                                                 known.module, known.name, storage.count, itemsize, there, stated));
    }
    context_.spend_payload(there - 8);
    return {.type = storage.type, .data = position_ + 8, .length = there - 8};
  }

  PickleNodes nodes_;
  PickleContext context_;
  std::size_t position_;
  std::string_view key_;
};

}  // namespace

Value load_storage(PickleContext& context, Value bytes) {
  const auto blob = context.bytes(bytes, "a torch storage");
  if (blob.empty()) context.fail("a torch storage of no bytes");
  const auto begin =
      static_cast<std::size_t>(reinterpret_cast<const std::byte*>(blob.data()) - context.input.bytes.data());
  // What the nested pickles take is freed with the stream.
  const auto memory = context.budget.memory;
  const auto storage = StorageStream(context, begin, begin + blob.size()).read();
  context.budget.memory = memory;
  context.spend_memory(sizeof(StorageNode));
  context.nodes.storages.push_back(storage);
  return {ValueKind::storage, context.nodes.storages.size() - 1};
}

}  // namespace wick::detail
