// SPDX-License-Identifier: MIT
#pragma once

// Everything that wick offers. A file that uses one part only builds faster with that part's own header.

#include <wick/configs/config.hpp>
#include <wick/configs/experiment.hpp>
#include <wick/datasets/element_array.hpp>
#include <wick/datasets/file_check.hpp>
#include <wick/datasets/from_numpy.hpp>
#include <wick/datasets/in_memory.hpp>
#include <wick/datasets/load_npy.hpp>
#include <wick/datasets/load_npz.hpp>
#include <wick/datasets/native_array.hpp>
#include <wick/datasets/npy_files.hpp>
#include <wick/datasets/npy_rows.hpp>
#include <wick/datasets/npz_members.hpp>
#include <wick/datasets/npz_rows.hpp>
#include <wick/datasets/numpy_dataset.hpp>
#include <wick/datasets/numpy_field.hpp>
#include <wick/datasets/numpy_view.hpp>
#include <wick/datasets/object_array.hpp>
#include <wick/datasets/sample_error.hpp>
#include <wick/datasets/save_npy.hpp>
#include <wick/datasets/save_npz.hpp>
#include <wick/error.hpp>
#include <wick/loader/accelerator.hpp>
#include <wick/loader/data_loader.hpp>
#include <wick/loader/make_data_loader.hpp>
#include <wick/loader/stack_numpy.hpp>
#include <wick/npy/byteswap.hpp>
#include <wick/npy/datetime_unit.hpp>
#include <wick/npy/ml_dtype.hpp>
#include <wick/npy/npy_header.hpp>
#include <wick/npy/npy_writer.hpp>
#include <wick/npy/npz_archive.hpp>
#include <wick/npy/npz_writer.hpp>
#include <wick/npy/object_array.hpp>
#include <wick/transforms/cast.hpp>
#include <wick/transforms/crop.hpp>
#include <wick/transforms/flip.hpp>
#include <wick/transforms/lambda.hpp>
#include <wick/transforms/normalize.hpp>
#include <wick/transforms/permute.hpp>
#include <wick/transforms/reshape.hpp>
#include <wick/transforms/scale.hpp>
#include <wick/transforms/squeeze.hpp>
