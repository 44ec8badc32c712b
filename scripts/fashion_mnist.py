#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Turns Debian's dataset-fashion-mnist into .npy files, as rows and as one file per image.

    fashion_mnist.py [FOLDER]        default: data/fashion_mnist

Writes FOLDER/{train,test}/images.npy (N x 28 x 28, uint8), labels.npy (N, int64) and images/00000.npy and so on (28 x 28).
A part that is complete is left as it is.
"""

import gzip
import pathlib
import sys

import numpy as np

SOURCE = pathlib.Path("/usr/share/datasets/fashion-mnist")
PARTS = {"train": "train", "test": "t10k"}


def read_idx(path, header_bytes):
    """The bytes of an IDX file after its header."""
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header_bytes)


def write_part(folder, prefix):
    images = read_idx(SOURCE / f"{prefix}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    labels = read_idx(SOURCE / f"{prefix}-labels-idx1-ubyte.gz", 8).astype(np.int64)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for number, image in enumerate(images):
        np.save(folder / "images" / f"{number:05}.npy", image)
    np.save(folder / "images.npy", images)
    np.save(folder / "labels.npy", labels)
    print(f"{folder}: {len(images)} images")


def main():
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "data/fashion_mnist")
    if not SOURCE.is_dir():
        sys.exit(f"fashion_mnist.py: {SOURCE} does not exist; install Debian's dataset-fashion-mnist")
    for part, prefix in PARTS.items():
        if not (target / part / "labels.npy").exists():  # written last
            write_part(target / part, prefix)


if __name__ == "__main__":
    main()
