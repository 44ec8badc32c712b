#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes object arrays of Fashion-MNIST images, as people write them who have lists of tensors or of ragged arrays.

    object_arrays.py [FOLDER]        default: data/object_arrays

FOLDER/tiles.npy is 24 images as torch tensors; FOLDER/cuts/part_0.npy to part_2.npy are 8 images each as arrays, cut to
what is not black. Without torch, the tensors are stand-ins that are pickled as torch pickles its own.
"""

import collections
import io
import pathlib
import pickle
import struct
import sys
import types

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
from fashion_mnist import SOURCE, read_idx  # noqa: E402

try:
    from torch import from_numpy
except ImportError:

    def standing_in(module):
        """Puts a class or function where pickle looks for it, and says that it comes from there."""

        def place(thing):
            setattr(sys.modules.setdefault(module, types.ModuleType(module)), thing.__name__, thing)
            thing.__module__ = module
            return thing

        return place

    @standing_in("torch._utils")
    def _rebuild_tensor_v2():
        pass

    @standing_in("torch.storage")
    def _load_from_bytes():
        pass

    @standing_in("torch")
    class ByteStorage:
        def __init__(self, array):
            self.array = array

        def __reduce__(self):
            """A pickle inside of the pickle: the stream that torch.save wrote before it wrote zip archives."""
            file = io.BytesIO()
            facts = {"protocol_version": 1001, "little_endian": True, "type_sizes": {"short": 2, "int": 4, "long": 4}}
            for value in (0x1950A86A20F9469CFC6C, 1001, facts):
                pickle.dump(value, file, protocol=2)
            pickler = pickle.Pickler(file, protocol=2)
            pickler.persistent_id = lambda value: (
                ("storage", ByteStorage, "0", "cpu", value.array.size, None) if value is self else None
            )
            pickler.dump(self)
            pickle.dump(["0"], file, protocol=2)
            return _load_from_bytes, (file.getvalue() + struct.pack("<q", self.array.size) + self.array.tobytes(),)

    class from_numpy:  # noqa: N801
        def __init__(self, array):
            self.array = array

        def __reduce__(self):
            shape, strides = self.array.shape, self.array.strides
            hooks = collections.OrderedDict()
            return _rebuild_tensor_v2, (ByteStorage(self.array), 0, shape, strides, False, hooks)


def save(path, elements):
    array = np.empty(len(elements), dtype=object)
    for i, element in enumerate(elements):
        array[i] = element
    np.save(path, array, allow_pickle=True)


def cut(image):
    rows, columns = np.nonzero(image)
    return image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "data/object_arrays")
    (folder / "cuts").mkdir(parents=True, exist_ok=True)
    images = read_idx(SOURCE / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:24].copy()
    save(folder / "tiles.npy", [from_numpy(image) for image in images])
    for part in range(3):
        save(folder / "cuts" / f"part_{part}.npy", [cut(image) for image in images[8 * part : 8 * part + 8]])


if __name__ == "__main__":
    main()
