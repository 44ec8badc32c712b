// SPDX-License-Identifier: MIT
//
// Reads every array of a folder that arrays.py made, in every way, and compares each with the bytes that NumPy says it
// has. Writes it again in several ways, for arrays.py to compare.

#include <wick/datasets/element_of.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/error.hpp>
#include <wick/loader/data_loader.hpp>
#include <wick/transforms/element_type.hpp>

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

using wick::NumpyArray;
using wick::Shape;

// One line of the index.
struct Case {
  std::string path;   // without `.npy` and `.raw`
  std::string dtype;  // kind and size
  Shape shape;
  std::string raw;
};

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw wick::Error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Case> read_index(const std::string& folder) {
  std::vector<Case> cases;
  std::ifstream index(folder + "/index");
  for (std::string line; std::getline(index, line);) {
    std::istringstream words(line);
    Case entry;
    words >> entry.path >> entry.dtype;
    entry.path.insert(0, folder + "/");
    for (std::int64_t extent = 0; words >> extent;) entry.shape.push_back(extent);
    entry.raw = content(entry.path + ".raw");
    cases.push_back(entry);
  }
  return cases;
}

// Bytes that have an order: those of one number or character.
std::size_t part_bytes(const wick::Dtype& dtype) {
  if (dtype.kind == 'U') return 4;
  return static_cast<std::size_t>(dtype.kind == 'c' ? dtype.itemsize / 2 : dtype.itemsize);
}

// An array's elements in C order, little-endian, one element at a time: slow, and with no line in common with the
// library.
std::string raw_elements(const NumpyArray& array) {
  const auto& dtype = array.dtype();
  const auto part = part_bytes(dtype);
  std::string raw;
  for (std::int64_t i = 0; i < array.size(); ++i) {
    const std::byte* element = array.data();
    std::int64_t rest = i;
    for (std::size_t axis = array.shape().size(); axis-- > 0;) {
      element += rest % array.shape()[axis] * array.strides()[axis];
      rest /= array.shape()[axis];
    }
    std::string bytes(reinterpret_cast<const char*>(element), static_cast<std::size_t>(dtype.itemsize));
    if (dtype.byteorder == '>') {
      for (std::size_t begin = 0; begin < bytes.size(); begin += part)
        std::reverse(&bytes[begin], &bytes[begin] + part);
    }
    raw += bytes;
  }
  return raw;
}

// A LibTorch without uint16, uint32 and uint64 has their values in a wider integer: cut to `size` bytes, they are the
// same.
std::string narrowed(const std::string& raw, std::size_t wide, std::size_t size) {
  std::string result;
  for (std::size_t i = 0; i < raw.size(); i += wide) result += raw.substr(i, size);
  return result;
}

// The size that the dtype's name says: of strings, the number of characters.
std::int64_t size_of(const Case& entry) { return std::stoi(entry.dtype.substr(1)); }

bool is_text(const Case& entry) { return entry.dtype[0] == 'S' || entry.dtype[0] == 'U'; }

// Not so are bytes without a meaning, structures, and long doubles, whose bits here are any at all.
bool is_tensor(const Case& entry) { return entry.dtype[0] != 'V' && entry.dtype != "f16" && entry.dtype != "c32"; }

std::string raw_tensor(const Case& entry, const at::Tensor& tensor, Shape shape) {
  if (is_text(entry)) shape.push_back(size_of(entry));
  if (tensor.sizes() != at::IntArrayRef(shape)) throw wick::Error("the tensor has another shape");
  const auto raw = raw_elements(wick::to_numpy(tensor));
  const auto wide = static_cast<std::size_t>(tensor.element_size());
  return is_text(entry) ? raw : narrowed(raw, wide, std::min(wide, static_cast<std::size_t>(size_of(entry))));
}

std::string raw_tensor(const Case& entry, const at::Tensor& tensor) { return raw_tensor(entry, tensor, entry.shape); }

std::string raw_array(const Case& entry, const NumpyArray& array) {
  if (array.shape() != entry.shape) throw wick::Error("the array has another shape");
  return raw_elements(array);
}

// Without uint64 a LibTorch has no place for the values above 2**63 - 1; wick then says so.
bool has_no_place(const Case& entry) {
  if (!is_tensor(entry)) return true;
  if (entry.dtype != "u8" || wick::tensor_type(wick::ElementType::uint64) != at::kLong) return false;
  for (std::size_t i = 7; i < entry.raw.size(); i += 8) {
    if ((entry.raw[i] & 0x80) != 0) return true;
  }
  return false;
}

// from_numpy shares memory, which takes an element type that this LibTorch has, in this machine's byte order.
std::string raw_shared(const Case& entry, const NumpyArray& array) {
  const auto element = wick::element_of(array.dtype());
  if (array.dtype().is_swapped() || !is_tensor(entry) || (element && !wick::scalar_type(*element))) return entry.raw;
  return raw_tensor(entry, wick::from_numpy(array));
}

// The batches of a loader, one after the other. A batch's shape is that of its samples after their number.
std::string raw_batches(const Case& entry, wick::SourcePtr source, const Shape& sample, std::int64_t batch_size) {
  const auto samples = source->size();
  std::int64_t loaded = 0;
  std::string raw;
  wick::DataLoader loader(wick::NumpyDataset({{"data", std::move(source)}}), {.batch_size = batch_size, .workers = 2});
  for (auto& batch : loader.epoch(0)) {
    Shape shape = sample;
    shape.insert(shape.begin(), batch.size());
    raw += raw_tensor(entry, batch["data"], shape);
    loaded += batch.size();
  }
  if (loaded != samples) throw wick::Error("the loader gave another number of samples");
  return raw;
}

std::string raw_file_batch(const Case& entry, const std::string& path) {
  if (has_no_place(entry)) return entry.raw;
  return raw_batches(entry, wick::npy_files({path.c_str()}), entry.shape, 1);
}

// In batches of 3, so that one has several rows and the last is smaller. A 0-d array has no rows.
std::string raw_row_batches(const Case& entry, const std::string& path) {
  if (entry.shape.empty() || has_no_place(entry)) return entry.raw;
  const auto rows = wick::npy_rows({path.c_str()});
  if (rows->size() != entry.shape.front()) throw wick::Error("the file has another number of rows");
  return raw_batches(entry, rows, {entry.shape.begin() + 1, entry.shape.end()}, 3);
}

// All of STRUCTURE in arrays.py but its byte order: bytes of an element.
constexpr std::size_t structure_bytes = 11;

struct StructureField {
  const char* name;
  std::size_t offset, bytes;
  Shape shape;
};

const StructureField structure_fields[] = {{"a", 0, 1, {}}, {"b", 1, 8, {2}}, {"c.d", 9, 2, {}}};

std::string raw_field(const Case& entry, const StructureField& field, const wick::Dtype& dtype) {
  std::string raw;
  const auto part = part_bytes(dtype);
  for (std::size_t i = field.offset; i < entry.raw.size(); i += structure_bytes) {
    std::string bytes = entry.raw.substr(i, field.bytes);
    for (std::size_t k = 0; dtype.byteorder == '>' && k < bytes.size(); k += part)
      std::reverse(&bytes[k], &bytes[k] + part);
    raw += bytes;
  }
  return raw;
}

// Each field of a structure, as samples of a loader.
std::string raw_field_batches(const Case& entry, const std::string& path) {
  if (entry.dtype != "V11" || entry.shape.empty() || entry.raw.empty()) return entry.raw;
  for (const StructureField& field : structure_fields) {
    const auto source = wick::numpy_field(wick::npy_rows({path.c_str()}), field.name);
    const auto dtype = source->info(0).dtype;
    Shape sample(entry.shape.begin() + 1, entry.shape.end());
    sample.insert(sample.end(), field.shape.begin(), field.shape.end());
    Case of_field = entry;
    of_field.dtype = dtype.descr.substr(1);
    if (raw_batches(of_field, source, sample, 3) != raw_field(entry, field, dtype)) return field.name;
  }
  return entry.raw;
}

// A way to the elements of a `.npy` file. Gives them in C order, little-endian.
struct Way {
  const char* name;
  std::function<std::string(const Case&, const std::string& path)> read;
};

const std::vector<Way> ways = {
    {"load_npy", [](const Case& entry, const std::string& path) { return raw_array(entry, wick::load_npy(path)); }},
    {"map_npy", [](const Case& entry, const std::string& path) { return raw_array(entry, wick::map_npy(path)); }},
    {"copy_numpy(load_npy)",
     [](const Case& entry, const std::string& path) {
       return has_no_place(entry) ? entry.raw : raw_tensor(entry, wick::copy_numpy(wick::load_npy(path)));
     }},
    {"copy_numpy(map_npy)",
     [](const Case& entry, const std::string& path) {
       return has_no_place(entry) ? entry.raw : raw_tensor(entry, wick::copy_numpy(wick::map_npy(path)));
     }},
    {"from_numpy(load_npy)",
     [](const Case& entry, const std::string& path) { return raw_shared(entry, wick::load_npy(path)); }},
    {"from_numpy(map_npy)",
     [](const Case& entry, const std::string& path) { return raw_shared(entry, wick::map_npy(path)); }},
    {"DataLoader(npy_files)", raw_file_batch},
    {"DataLoader(npy_rows)", raw_row_batches},
    {"DataLoader(numpy_field(npy_rows))", raw_field_batches},
};

NumpyArray with(const NumpyArray& array, Shape shape, std::vector<std::int64_t> strides, std::int64_t offset = 0) {
  return NumpyArray(array.dtype(), std::move(shape), std::move(strides), array.data() + offset, array.owner());
}

NumpyArray transposed(const NumpyArray& array) {
  return with(array, {array.shape().rbegin(), array.shape().rend()},
              {array.strides().rbegin(), array.strides().rend()});
}

NumpyArray backwards(const NumpyArray& array) {
  if (array.size() == 0 || array.ndim() == 0) return array;
  auto strides = array.strides();
  strides[0] = -strides[0];
  return with(array, array.shape(), strides, (array.shape()[0] - 1) * array.strides()[0]);
}

NumpyArray sliced(const NumpyArray& array) {
  if (array.ndim() == 0) return array;
  auto shape = array.shape();
  auto strides = array.strides();
  shape[0] = (shape[0] + 1) / 2;
  strides[0] *= 2;
  return with(array, shape, strides);
}

void write_again(const Case& entry) {
  const auto array = wick::load_npy(entry.path + ".npy");
  wick::save_npy(entry.path + ".same.npy", array);
  wick::save_npy(entry.path + ".transposed.npy", transposed(array));
  wick::save_npy(entry.path + ".backwards.npy", backwards(array));
  wick::save_npy(entry.path + ".sliced.npy", sliced(array));
  if (!has_no_place(entry)) wick::save_npy(entry.path + ".tensor.npy", wick::copy_numpy(array));
}

// Returns how many ways failed, and says which.
int check(const Case& entry) {
  int failures = 0;
  for (const Way& way : ways) {
    std::string problem;
    try {
      if (way.read(entry, entry.path + ".npy") != entry.raw) problem = "other bytes than NumPy's";
    } catch (const std::exception& error) {
      problem = error.what();
    }
    if (problem.empty()) continue;
    std::cout << way.name << ": " << entry.path << ": " << problem << '\n';
    ++failures;
  }
  return failures;
}

}  // namespace

int main(int argc, char* argv[]) try {
  if (argc != 2) throw wick::Error("usage: conformance_arrays FOLDER");
  const auto cases = read_index(argv[1]);
  int failures = cases.empty() ? 1 : 0;
  for (const Case& entry : cases) failures += check(entry);
  for (const Case& entry : cases) write_again(entry);
  std::cout << cases.size() << " arrays read in " << ways.size() << " ways, " << failures << " failures\n";
  return failures == 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
