// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/example_roles.hpp>
#include <wick/datasets/detail/isolated.hpp>
#include <wick/datasets/detail/worker_guard.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/scratch.hpp>
#include <wick/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>

namespace wick {
namespace {

void require_fields(const std::vector<Field>& fields) {
  if (fields.empty()) throw Error("NumpyDataset: no fields: one at least expected");
  for (auto field = fields.begin(); field != fields.end(); ++field) {
    if (field->name.empty()) throw Error("NumpyDataset: a field has an empty name");
    const bool twice =
        std::any_of(fields.begin(), field, [&](const Field& other) { return other.name == field->name; });
    if (twice) throw Error(fmt::format("NumpyDataset: two fields are named \"{}\"", field->name));
    if (!field->source) throw Error(fmt::format("NumpyDataset: field \"{}\": the source is null", field->name));
    const auto size = field->source->size();
    const auto expected = fields.front().source->size();
    if (size != expected) {
      throw Error(
          fmt::format("NumpyDataset: field \"{}\" has {} samples, field \"{}\" has {}: all must have the same number",
                      field->name, size, fields.front().name, expected));
    }
  }
}

std::optional<std::size_t> position(const std::vector<Field>& fields, std::string_view name) {
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& other) { return other.name == name; });
  if (field == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(field - fields.begin());
}

detail::ExampleRoles roles_of(const std::vector<Field>& fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  return detail::example_roles(names);
}

}  // namespace

struct NumpyDataset::Parts {
  explicit Parts(std::vector<Field> given) : fields(std::move(given)), roles(roles_of(fields)) {
    for (const Field& field : fields) readers.emplace_back(field);
  }

  std::vector<Field> fields;
  detail::ExampleRoles roles;
  std::vector<FieldReader> readers;
};

struct NumpyDataset::Shared {
  std::atomic<std::uint64_t> epoch{0};
  std::atomic<std::uint64_t> seed{0};
  ScratchPool scratch;
};

NumpyDataset::NumpyDataset(std::vector<Field> fields) : shared_(std::make_shared<Shared>()) {
  require_fields(fields);
  parts_ = std::make_shared<const Parts>(std::move(fields));
}

NumpyDataset& NumpyDataset::transform(std::string_view field, std::vector<AnyTransform> transforms) {
  std::vector<Field> fields = parts_->fields;
  const auto place = position(fields, field);
  if (!place) {
    std::vector<std::string> names;
    for (const Field& known : fields) names.push_back(known.name);
    throw Error(fmt::format("NumpyDataset: no field \"{}\": there are {}", field, fmt::join(names, ", ")));
  }
  auto& all = fields[*place].transforms;
  all.insert(all.end(), transforms.begin(), transforms.end());
  parts_ = std::make_shared<const Parts>(std::move(fields));
  return *this;
}

const std::vector<Field>& NumpyDataset::fields() const noexcept { return parts_->fields; }

const std::vector<FieldReader>& NumpyDataset::readers() const noexcept { return parts_->readers; }

void NumpyDataset::set_epoch(std::uint64_t epoch) { shared_->epoch = epoch; }

void NumpyDataset::set_seed(std::uint64_t seed) { shared_->seed = seed; }

NumpyDataset::Size NumpyDataset::size() const {
  return static_cast<std::size_t>(parts_->fields.front().source->size());
}

torch::data::Example<> NumpyDataset::read(std::size_t index) const {
  const detail::WorkerGuard guard;
  const auto scratch = shared_->scratch.lease();
  const SampleKey key{shared_->seed, shared_->epoch, static_cast<std::int64_t>(index)};
  const auto& [data, target] = parts_->roles;
  torch::data::Example<> example;
  example.data = parts_->readers[data].read(key, *scratch, nullptr);
  if (target) example.target = parts_->readers[*target].read(key, *scratch, nullptr);
  return example;
}

torch::data::Example<> NumpyDataset::get(size_t index) { return read(index); }

std::vector<torch::data::Example<>> NumpyDataset::get_batch(c10::ArrayRef<size_t> indices) {
  std::vector<torch::data::Example<>> examples(indices.size());
  std::vector<std::exception_ptr> errors(indices.size());
  const auto read_one = [&](std::size_t i) {
    try {
      examples[i] = read(indices[i]);
    } catch (...) {
      errors[i] = std::current_exception();
    }
  };
  detail::isolated([&] {
    // Of its own: a caller's that is cancelled would leave samples out without a word.
    tbb::task_group_context context(tbb::task_group_context::isolated);
    tbb::parallel_for(std::size_t{0}, indices.size(), read_one, context);
  });
  for (const auto& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return examples;
}

}  // namespace wick
