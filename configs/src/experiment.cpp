// SPDX-License-Identifier: MIT
#include <wick/configs/experiment.hpp>

#include "read_collate.hpp"
#include "read_dataset.hpp"
#include "read_loader.hpp"
#include "read_transforms.hpp"
#include "required.hpp"

#include <limits>
#include <map>
#include <optional>

namespace wick {

namespace {

using detail::FieldPlan;
using FieldTransforms = std::vector<std::vector<AnyTransform>>;

/// One list of transforms per field.
FieldTransforms read_all_transforms(const Section& root, const std::vector<FieldPlan>& plans) {
  FieldTransforms transforms(plans.size());
  const std::optional<Section> section = root.section("transforms");
  if (!section) return transforms;
  for (std::size_t i = 0; i < plans.size(); ++i) transforms[i] = detail::read_transforms(*section, plans[i].name);
  section->finish();
  return transforms;
}

std::map<std::string, CollatePtr> read_all_collates(const Section& root, const std::vector<FieldPlan>& plans) {
  std::map<std::string, CollatePtr> collates;
  const std::optional<Section> section = root.section("collate");
  if (!section) return collates;
  for (const FieldPlan& plan : plans)
    if (CollatePtr collate = detail::read_collate(*section, plan.name)) collates[plan.name] = std::move(collate);
  section->finish();
  return collates;
}

LoaderOptions read_loader_options(const Section& root) {
  const std::optional<Section> section = root.section("loader");
  if (!section) return {};
  LoaderOptions options = detail::read_loader(*section);
  section->finish();
  return options;
}

BenchOptions read_bench(const Section& root) {
  BenchOptions options;
  const std::optional<Section> section = root.section("bench");
  if (!section) return options;
  constexpr std::int64_t most = 1'000'000;
  options.warmup = section->integer("warmup", 0, most).value_or(options.warmup);
  options.epochs = section->integer("epochs", 1, most).value_or(options.epochs);
  section->finish();
  return options;
}

}  // namespace

Experiment read_experiment(const Config& config) { return read_experiment(config.root()); }

Experiment read_experiment(const Section& root) {
  root.refuse_misspelt("dataset");
  const Section dataset =
      detail::required(root.section("dataset"), root, "dataset", "fields: {data: {files: folder/}}");
  const std::vector<FieldPlan> plans = detail::read_dataset(dataset);
  dataset.finish();
  FieldTransforms transforms = read_all_transforms(root, plans);
  Experiment experiment;
  auto collates = read_all_collates(root, plans);
  experiment.loader = read_loader_options(root);
  experiment.loader.collate = std::move(collates);
  experiment.bench = read_bench(root);
  experiment.fields = detail::open_fields(dataset, plans);
  for (std::size_t i = 0; i < plans.size(); ++i) experiment.fields[i].transforms = std::move(transforms[i]);
  return experiment;
}

Experiment load_experiment(const std::string& path, const std::vector<std::string>& overrides) {
  const Config config = Config::load(path, overrides);
  Experiment experiment = read_experiment(config);
  config.root().finish();
  return experiment;
}

}  // namespace wick
