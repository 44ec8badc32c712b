# SPDX-License-Identifier: MIT
"""Compares what wick and NumPy make of headers: those that NumPy writes, and a table of hand-made ones.

headers.py PROGRAM ORACLE: PROGRAM is conformance_headers; ORACLE is a script whose `cases` are {name: bytes of a file}.
"""
import contextlib
import io
import os
import runpy
import subprocess
import sys
import tempfile
import warnings

import numpy as np

# Hand-made headers about which wick and NumPy (in some version) differ on purpose: what wick does, and why.
DEVIATIONS = {
    # Syntax that no writer ever wrote.
    "shape hex (0x2, 3)": ("refused", "decimal integers only"),
    "shape 1_0": ("refused", "decimal integers only"),
    "shape +2": ("refused", "decimal integers only"),
    "descr r'<f4'": ("refused", "no raw strings"),
    "descr implicit concat '<' 'f4'": ("refused", "no strings side by side"),
    "header comment after dict": ("refused", "no comments"),
    # Names of dtypes that np.dtype knows, but no file contains.
    "descr float32": ("refused", "only dtype.str: byte order, kind, size"),
    "descr f": ("refused", "only dtype.str: byte order, kind, size"),
    "descr ?": ("refused", "only dtype.str: byte order, kind, size"),
    "descr <f4,<f4 comma": ("refused", "only dtype.str: byte order, kind, size"),
    # Ambiguous, or without limit.
    "duplicate key shape (last wins)": ("refused", "ambiguous"),
    "shape negative (-1,)": ("refused", "NumPy once took it for all there is, from real files only"),
    "descr |V0 shape 2**62": ("refused", "who visits each of 2**62 elements never ends"),
    # Headers that NumPy refuses for reasons of its own.
    "descr |O8 size": ("accepted", "the header is sound; reading the objects is refused"),
    "descr |O4 size": ("accepted", "the header is sound; reading the objects is refused"),
    "v2 header 10001 chars": ("accepted", "NumPy fears ast.literal_eval on long text; wick's limit is 1 MiB"),
    "33 dims": ("accepted", "NumPy 1 has 32 dimensions, NumPy 2 has 64"),
}

NUMBERS = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]
OTHERS = ["f16", "c32", "S5", "S1", "U3", "U1", "V4", "M8", "M8[ns]", "M8[D]", "M8[25us]", "m8[h]", "m8"]
STRUCTURES = [
    [("a", "<f4"), ("b", ">i4")],
    [("x", "<i4"), ("y", "<f8", (2, 2))],
    [("n", [("u", "u1"), ("v", [("w", "S3")])])],
    [("c", np.dtype(("<f8", (5,))), (2,))],
    [(("aa", "a"), "<i4")],
    np.dtype([("a", "u1"), ("b", "<f8")], align=True),
    np.dtype({"names": ["a"], "formats": ["u1"], "offsets": [3], "itemsize": 9}),
    [("it's", "<f4"), ("both'\"", "<f4"), ("back\\slash", "<f4"), ("nl\n", "<f4"), ("\x01\x7f", "<f4")],
    [("\xe9\x80\xad", "<f4")],
    [("\u20ac\U0001f600", "<f4")],
    [("t", "M8[ns]", (3,)), ("s", "U7")],
    [(f"field {i}", "<f4") for i in range(200)],
]
SHAPES = [(), (0,), (1,), (7,), (2, 3), (1, 5), (5, 1), (3, 0, 2), (12345, 1), (1,) * 32]


def numpy_files():
    """Files by np.save: every dtype, in several shapes and orders."""
    for code in NUMBERS + OTHERS:
        for order in "<>":
            yield f"{order}{code}", np.zeros(3, order + code)
    for i, structure in enumerate(STRUCTURES):
        yield f"structure {i}", np.zeros(2, structure)
    for shape in SHAPES:
        yield f"shape {shape}", np.zeros(shape, "<i2")
        yield f"shape {shape}, fortran", np.zeros(shape, "<i2", order="F")


def hand_made_files(oracle):
    if not os.path.exists(oracle):
        print(f"no table of hand-made headers at {oracle}: not compared")
        return {}
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(oracle)["cases"]


def saved(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def numpy_verdict(content, folder):
    path = os.path.join(folder, "numpy.npy")  # files are read otherwise than bytes in memory
    with open(path, "wb") as file:
        file.write(content)
    try:
        array = np.load(path, allow_pickle=False)
    except BaseException as error:  # SyntaxError, TokenError, MemoryError, ...
        return ("refused", f"{type(error).__name__}: {error}")
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    return ("accepted", str(np.lib.format.dtype_to_descr(array.dtype)), str(array.shape), "F" if fortran else "C")


def wick_verdicts(program, contents, folder):
    paths = [os.path.join(folder, f"{i}.npy") for i in range(len(contents))]
    for path, content in zip(paths, contents):
        with open(path, "wb") as file:
            file.write(content)
    run = subprocess.run([program], input="\n".join(paths) + "\n", capture_output=True, encoding="utf-8", check=True)
    verdicts = [tuple(line.split("\t")) for line in run.stdout.splitlines()]
    assert len(verdicts) == len(paths)
    return verdicts


def compare(name, numpy, wick):
    """None if wick's verdict on a hand-made header is as it should be, else what was expected."""
    if name in DEVIATIONS:
        expected, reason = DEVIATIONS[name]
        return None if wick[0] == expected else f"{expected}: {reason}"
    same = numpy == wick[:4] if wick[0] == "accepted" else numpy[0] == wick[0]
    return None if same else "as NumPy"


def main(program, oracle):
    warnings.simplefilter("ignore")
    written = {name: saved(array) for name, array in numpy_files()}
    made = hand_made_files(oracle)
    with tempfile.TemporaryDirectory() as folder:
        theirs = {name: numpy_verdict(content, folder) for name, content in (written | made).items()}
        ours = dict(zip(theirs, wick_verdicts(program, [*written.values(), *made.values()], folder)))
    wrong = {name: "as NumPy, and rewritten" for name in written if ours[name] != (*theirs[name], "rewritten")}
    wrong |= {name: expected for name in made if (expected := compare(name, theirs[name], ours[name]))}
    for name, expected in wrong.items():
        print(f"{name}: {expected} expected\n  NumPy: {theirs[name]}\n  wick:  {ours[name]}")
    print(f"{len(written)} headers by NumPy {np.__version__}, {len(made)} made by hand, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
