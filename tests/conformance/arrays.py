# SPDX-License-Identifier: MIT
"""Lets NumPy write arrays of every kind and compares what wick reads, and what it writes, bit for bit.

arrays.py PROGRAM: PROGRAM is conformance_arrays. It gets a folder with, for each line `name dtype shape...` of its `index`,

    name.npy    the array
    name.raw    its elements in C order, little-endian

reads each array in every way it knows, and writes `name.WAY.npy` in every way of `WRITTEN`.
"""
import io
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np

KINDS = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
KINDS += ["M8[25us]", "m8[D]", "M8", "S3", "U3", "V6", "f16", "c32"]
STRUCTURE = [("a", "u1"), ("b", "f4", (2,)), ("c", [("d", "i2")])]  # known to conformance_arrays too
LAYOUTS = {
    "C": lambda a: a,
    "fortran": np.asfortranarray,
    "transposed": lambda a: a.transpose(2, 0, 1),
    "sliced": lambda a: a[::2, :, 1:],
    "backwards": lambda a: a[::-1, :, ::-1],
    "1d": lambda a: a[0, 0],
    "0d": lambda a: a[0, 0, :1].reshape(()),
    "empty": lambda a: a[:, :0],
}
VERSIONS = [(1, 0), (2, 0), (3, 0)]

# What conformance_arrays writes of each array, and the same in NumPy.
WRITTEN = {
    "same": lambda a: a,
    "transposed": lambda a: a.T,
    "backwards": lambda a: a[::-1] if a.ndim else a,
    "sliced": lambda a: a[::2] if a.ndim else a,
}


def random_array(kind, seed):
    """Any bits at all: NaNs of every kind, subnormal numbers, the largest integers."""
    shape = (4, 3, 5)
    dtype = np.dtype(STRUCTURE if kind == "structure" else kind)
    rng = np.random.default_rng(seed)
    if kind == "b1":
        return rng.integers(0, 2, shape).astype(bool)
    return np.frombuffer(rng.bytes(60 * dtype.itemsize), dtype).reshape(shape)


def cases():
    """Name, array and version of each file."""
    for seed, kind in enumerate(KINDS + ["structure"]):
        for order in "<>":
            native = random_array(kind, seed)
            foreign = native.view(native.dtype.newbyteorder(order))  # any bits are as good as others
            for layout, lay_out in LAYOUTS.items():
                for version in VERSIONS:
                    name = f"{kind}-{'little' if order == '<' else 'big'}-{layout}-v{version[0]}"
                    yield name, lay_out(foreign), version


def write_case(folder, name, array, version):
    with open(os.path.join(folder, name + ".npy"), "wb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a version higher than necessary
        np.lib.format.write_array(file, array, version)
    with open(os.path.join(folder, name + ".raw"), "wb") as file:
        file.write(little_endian(array).tobytes())


def little_endian(array):
    """The same values, C-ordered, with their bits as they are: a cast would make NaNs quiet."""
    dense = np.ascontiguousarray(array).reshape(array.shape)
    if dense.dtype.names:
        return dense  # fields have orders of their own
    big = dense.dtype.byteorder == ">" or (dense.dtype.byteorder == "=" and sys.byteorder == "big")
    return (dense.byteswap() if big else dense).view(dense.dtype.newbyteorder("<"))


def as_numbers(array, dtype):
    """What a tensor of this dtype has of the array: of strings the codes of their characters, in one more dimension."""
    native = little_endian(array)
    if native.dtype.kind in "SU":
        size = native.dtype.itemsize // np.dtype(dtype).itemsize
        return np.frombuffer(native.tobytes(), dtype).reshape(native.shape + (size,))
    # A LibTorch without uint16, uint32 and uint64 holds them in wider integers.
    return native.astype(dtype, copy=False)


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def wrong_files(folder, name):
    """Those that wick wrote otherwise than np.save. Loaded first: a file does not keep all strides."""
    array = np.load(os.path.join(folder, name + ".npy"))
    for way, change in WRITTEN.items():
        with open(os.path.join(folder, f"{name}.{way}.npy"), "rb") as file:
            if file.read() != saved(change(array)):
                yield f"{name}.{way}.npy"
    path = os.path.join(folder, f"{name}.tensor.npy")
    if os.path.exists(path):
        with open(path, "rb") as file:
            if file.read() != saved(as_numbers(array, np.load(path).dtype)):
                yield f"{name}.tensor.npy"


def main(program):
    if np.lib.NumpyVersion(np.__version__) < "1.24.0":
        print(f"skipped: NumPy {np.__version__} pads headers otherwise; 1.24 or newer expected")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        names = []
        with open(os.path.join(folder, "index"), "w") as index:
            for name, array, version in cases():
                write_case(folder, name, array, version)
                names.append(name)
                print(name, array.dtype.str[1:], *array.shape, file=index)
        code = subprocess.run([program, folder]).returncode
        wrong = [] if code else [file for name in names for file in wrong_files(folder, name)]
    for file in wrong:
        print(f"{file}: not what np.save writes")
    print(f"{len(names)} arrays of NumPy {np.__version__}, {len(names) * len(WRITTEN)} files by save_npy, {len(wrong)} wrong")
    return code or (1 if wrong else 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
