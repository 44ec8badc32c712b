// SPDX-License-Identifier: MIT
#include "object_file.hpp"

#include <wick/datasets/detail/exception_reason.hpp>
#include <wick/npy/npy_error.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npz_archive.hpp>

#include "element_view.hpp"

#include <fmt/format.h>

#include <exception>
#include <utility>

namespace wick::detail {
namespace {

// Every element takes a byte of the pickle at least.
std::int64_t checked_size(const NpyHeader& header, const std::string& place) {
  if (header.dtype.kind != 'O') {
    throw NpyError(place, fmt::format("dtype {:.60}: an object array (|O) expected", header.dtype.descr));
  }
  const auto count = checked_count(header.shape);
  if (!count || *count > header.payload_bytes) {
    throw NpyError(
        place, fmt::format("an object array of shape {} in {} bytes", to_string(header.shape), header.payload_bytes));
  }
  return *count;
}

ObjectArray read_member(const std::string& path, std::string_view member) {
  const NpzArchive archive(path);
  NpzScratch scratch;
  return read_object_array(archive, archive.at(member), scratch);
}

}  // namespace

ObjectFile::ObjectFile(std::string path) : path_(std::move(path)), place_(path_) {
  const auto header = read_npy_header(path_);
  size_ = checked_size(header, place_);
  shape_ = header.shape;
}

ObjectFile::ObjectFile(std::string path, std::string_view member) : path_(std::move(path)), member_(member) {
  const NpzArchive archive(path_);
  const auto array = archive.array(archive.at(member));
  place_ = archive.where(array.member);
  size_ = checked_size(array.header, place_);
  shape_ = array.header.shape;
}

std::string ObjectFile::where(std::int64_t index) const { return fmt::format("{}[{}]", place_, index); }

NumpyArray ObjectFile::element(std::int64_t index) const {
  std::call_once(loaded_, [this] { load(); });
  if (!array_) throw NpyError(place_, failure_);
  return element_view(array_->element(index), where(index));
}

// Does not throw: what failed is kept as text, since exceptions are not for several threads.
void ObjectFile::load() const {
  try {
    auto array = member_ ? read_member(path_, *member_) : read_object_array(path_);
    if (array.shape() == shape_) {
      array_ = std::move(array);
    } else {
      failure_ = fmt::format("its shape is {} now: it has changed since it was {}", to_string(array.shape()),
                             to_string(shape_));
    }
  } catch (...) {
    failure_ = exception_reason();
    const auto place = place_ + ": ";
    if (failure_.starts_with(place)) failure_.erase(0, place.size());
  }
}

}  // namespace wick::detail
