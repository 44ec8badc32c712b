// SPDX-License-Identifier: MIT
#include "inspected_json.hpp"

#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/leaf_fields.hpp>

#include "array_text.hpp"
#include "json_text.hpp"

#include <fmt/format.h>

namespace wick::tools {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const ElementSummary& elements) {
  Json kinds = Json::array();
  for (const ElementSummary::Kind& kind : elements.kinds()) {
    Json object = {{"type", kind.type}, {"count", kind.count}};
    if (!kind.dtype.empty()) object["dtype"] = kind.dtype;
    const bool alike = kind.shapes.least() == kind.shapes.most();
    if (kind.has_shape && alike) object["shape"] = kind.shapes.least();
    if (kind.has_length && alike) object["length"] = kind.shapes.least()[0];
    if ((kind.has_shape || kind.has_length) && !alike) {
      object["least"] = kind.has_shape ? Json(kind.shapes.least()) : Json(kind.shapes.least()[0]);
      object["most"] = kind.has_shape ? Json(kind.shapes.most()) : Json(kind.shapes.most()[0]);
    }
    kinds.push_back(std::move(object));
  }
  return kinds;
}

Json json_of(const std::vector<DtypeField>& fields) {
  Json list = Json::array();
  for (const DtypeField& field : fields)
    list.push_back(
        {{"name", field.name}, {"dtype", field.dtype.descr}, {"offset", field.offset}, {"shape", field.shape}});
  return list;
}

/// What the dtype says beside its characters.
void add_dtype(Json& object, const Dtype& dtype, const std::string& path) {
  if (has_fields(dtype)) object["fields"] = json_of(leaf_fields(dtype, path));
  if (dtype.kind == 'M' || dtype.kind == 'm') object["unit"] = to_string(datetime_unit(dtype));
  if (dtype.kind == 'S') object["characters"] = dtype.itemsize;
  if (dtype.kind == 'U') object["characters"] = dtype.itemsize / 4;
}

void add_array(Json& object, const InspectedArray& array, const std::string& path) {
  if (array.header) {
    const NpyHeader& header = *array.header;
    object["version"] = fmt::format("{}.{}", header.major, header.minor);
    object["dtype"] = header.dtype.descr;
    object["shape"] = header.shape;
    object["fortran_order"] = header.fortran_order;
    object["payload_offset"] = header.payload_offset;
    object["payload_bytes"] = header.payload_bytes;
    object["loadable"] = is_loadable(header.dtype);
    add_dtype(object, header.dtype, path);
  }
  if (array.elements) object["elements"] = json_of(*array.elements);
  if (!array.error.empty()) object["error"] = array.error;
}

Json json_of(const InspectedMember& member, const std::string& path) {
  Json object = {{"name", npz_key(member.member.name)}};
  add_array(object, member, path);
  object["method"] = to_string(member.member.method);
  object["bytes"] = member.member.bytes;
  object["compressed_bytes"] = member.member.compressed_bytes;
  return object;
}

}  // namespace

std::string json_line(const InspectedFile& file) {
  Json object = {{"path", file.path}};
  add_array(object, file, file.path);
  if (file.members) {
    object["members"] = Json::array();
    for (const InspectedMember& member : *file.members) object["members"].push_back(json_of(member, file.path));
  }
  return json_text(object);
}

}  // namespace wick::tools
