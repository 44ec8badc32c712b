// SPDX-License-Identifier: MIT
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/object_array.hpp>

#include "object_store.hpp"
#include "pickle_budget.hpp"
#include "pickle_check.hpp"
#include "pickle_context.hpp"
#include "pickle_machine.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace wick {
namespace {

using detail::PickleContext;
using detail::Value;
using detail::ValueKind;

void check_header(const NpyHeader& header, std::string_view path) {
  if (header.dtype.kind == 'O') return;
  if (header.dtype.has_object) {
    throw NpyError(path, fmt::format("dtype {:.60}: fields that hold Python objects cannot be read: save the fields as "
                                     "arrays of their own",
                                     header.dtype.descr));
  }
  throw NpyError(path, fmt::format("dtype {:.60}: an object array (|O) expected", header.dtype.descr));
}

// The node of the array that a pickle must be, of the header's shape.
std::uint64_t root_array(PickleContext& context, Value root, const NpyHeader& header) {
  if (!root.is(ValueKind::array)) context.fail_kind(root, "the pickle of an object array", "an ndarray");
  check_elements(context, root);
  const auto& array = context.nodes.arrays[root.payload()];
  if (context.nodes.dtypes[array.dtype].dtype.kind != 'O') context.fail("an ndarray that is no object array");
  const auto shape = context.nodes.shape(array);
  if (shape != header.shape) {
    context.fail(fmt::format("an ndarray of shape {}: {}, as the header says, expected", to_string(shape),
                             to_string(header.shape)));
  }
  return root.payload();
}

}  // namespace

ObjectArray parse_object_array(std::vector<std::byte> file, std::string_view path, const PickleLimits& limits) {
  const auto header = parse_npy_header(file, static_cast<std::int64_t>(file.size()), path);
  check_header(header, path);
  auto store = std::make_shared<detail::ObjectStore>();
  store->path = path;
  store->bytes = std::move(file);
  detail::PickleBudget budget(limits, store->bytes.size());
  PickleContext context{.input = store->input(), .nodes = store->nodes, .budget = budget};
  const auto begin = static_cast<std::size_t>(header.payload_offset);
  const Value root = detail::PickleMachine(context, begin, detail::PickleRole::array).run();
  return ObjectArray(store, root_array(context, root, header));
}

ObjectArray read_object_array(const std::string& path, const PickleLimits& limits) {
  return read_object_array(File(path), limits);
}

ObjectArray read_object_array(const File& file, const PickleLimits& limits) {
  check_header(read_npy_header(file), file.path());
  std::vector<std::byte> bytes(static_cast<std::size_t>(file.size()));
  file.read_at(0, bytes);
  return parse_object_array(std::move(bytes), file.path(), limits);
}

ObjectArray read_object_array(const NpzArchive& archive, std::size_t member, NpzScratch& scratch,
                              const PickleLimits& limits) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(archive.members()[member].bytes));
  archive.read_bytes(member, bytes, scratch);
  return parse_object_array(std::move(bytes), archive.where(member), limits);
}

}  // namespace wick
