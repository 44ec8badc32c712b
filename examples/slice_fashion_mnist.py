#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the first 2,000 training and 500 test images, laid out as by scripts/fashion_mnist.py: enough for the tests.

    slice_fashion_mnist.py FOLDER
"""

import pathlib
import sys

import numpy as np

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
from fashion_mnist import PARTS, SOURCE, read_idx  # noqa: E402

COUNTS = {"train": 2000, "test": 500}


def main():
    for part, prefix in PARTS.items():
        folder, count = pathlib.Path(sys.argv[1]) / part, COUNTS[part]
        images = read_idx(SOURCE / f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:count]
        labels = read_idx(SOURCE / f"{prefix}-labels-idx1-ubyte.gz", 8)[:count].astype(np.int64)
        (folder / "images").mkdir(parents=True, exist_ok=True)
        for number, image in enumerate(images):
            np.save(folder / "images" / f"{number:05}.npy", image)
        np.save(folder / "images.npy", images)
        np.save(folder / "labels.npy", labels)


if __name__ == "__main__":
    main()
