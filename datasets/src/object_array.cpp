// SPDX-License-Identifier: MIT
#include <wick/datasets/detail/glob.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/npy/npy_error.hpp>

#include "object_file.hpp"
#include "strided_copy.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

namespace wick {
namespace {

// Without a look at the elements; `read` gives them in C order.
ArrayInfo info_of(const NumpyArray& array) { return {array.dtype(), array.shape(), false}; }

class ObjectElements : public Source {
 public:
  // To be called before anything else is; `arguments` are those of `ObjectFile`.
  template <typename... Arguments>
  void append(const std::string& path, const Arguments&... arguments) {
    const auto first = size_;
    const auto& part = parts_.emplace_back(first, path, arguments...);
    if (__builtin_add_overflow(size_, part.file.size(), &size_))
      throw NpyError(path, "more than 2**63 elements in all");
  }

  std::int64_t size() const override { return size_; }

  ArrayInfo info(std::int64_t index) const override { return info_of(element(index)); }

  void read(std::int64_t index, std::span<std::byte> bytes) const override {
    detail::copy_in_c_order(element(index), bytes.data());
  }

  bool read_expected(std::int64_t index, const ArrayInfo& expected, std::span<std::byte> bytes) const override {
    const auto array = element(index);
    if (info_of(array) != expected) return false;
    detail::copy_in_c_order(array, bytes.data());
    return true;
  }

  std::string where(std::int64_t index) const override {
    const Part& part = part_of(index);
    return part.file.where(index - part.first);
  }

 private:
  struct Part {
    template <typename... Arguments>
    explicit Part(std::int64_t number, const Arguments&... arguments) : first(number), file(arguments...) {}

    std::int64_t first;  // number of the file's first element among those of all files
    detail::ObjectFile file;
  };

  NumpyArray element(std::int64_t index) const {
    const Part& part = part_of(index);
    return part.file.element(index - part.first);
  }

  const Part& part_of(std::int64_t index) const {
    const auto after = std::upper_bound(parts_.begin(), parts_.end(), index,
                                        [](std::int64_t number, const Part& part) { return number < part.first; });
    return *std::prev(after);
  }

  // Constant after the last append.
  std::deque<Part> parts_;  // by `first`; of several with the same one, the last has the element
  std::int64_t size_ = 0;
};

}  // namespace

SourcePtr object_array(const std::string& pattern) { return object_array(detail::find_files(pattern).paths()); }

SourcePtr object_array(const std::vector<std::string>& paths) {
  auto source = std::make_shared<ObjectElements>();
  for (const auto& path : paths) source->append(path);
  return source;
}

SourcePtr object_array(std::initializer_list<const char*> paths) {
  return object_array(std::vector<std::string>(paths.begin(), paths.end()));
}

SourcePtr object_array(const std::string& pattern, std::string_view member) {
  return object_array(detail::find_files(pattern, "*.npz").paths(), member);
}

SourcePtr object_array(const std::vector<std::string>& paths, std::string_view member) {
  auto source = std::make_shared<ObjectElements>();
  for (const auto& path : paths) source->append(path, member);
  return source;
}

SourcePtr object_array(std::initializer_list<const char*> paths, std::string_view member) {
  return object_array(std::vector<std::string>(paths.begin(), paths.end()), member);
}

}  // namespace wick
