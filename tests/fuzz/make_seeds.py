#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Makes the seeds of the fuzz targets with NumPy: make_seeds.py FOLDER fills FOLDER/header, FOLDER/file and so on.
# What a target takes as its input is said at the top of its source.

import io
import pathlib
import pickle
import struct
import sys
import warnings
import zipfile
import zlib

import numpy as np

from torch_pickles import tensors

warnings.simplefilter('ignore')  # that version 3.0 is for NumPy 1.17 and later
root = pathlib.Path(sys.argv[1])


def save(target, name, data):
    (root / target).mkdir(parents=True, exist_ok=True)
    (root / target / name).write_bytes(data)


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asanyarray(array), version=version)
    return out.getvalue()


def objects(*elements):
    array = np.empty(len(elements), dtype=object)
    for i, element in enumerate(elements):
        array[i] = element
    return array


def header(text, version=1):
    return b'\x93NUMPY' + bytes([version, 0]) + struct.pack('<H' if version == 1 else '<I', len(text)) + text.encode()


def plain_arrays():
    nested = np.dtype([('a', '<f4', (2, 2)), ('n', [('x', '<M8[25us]'), ('y', 'S3')])], align=True)
    titled = np.dtype([(('title', 'b'), '>i4'), ('c', '<U2')])
    yield from ((code, np.zeros((2, 3), code)) for code in ('?', 'i1', '<u2', '>i4', '<f8', '>c8', 'f2', 'g'))
    yield 'fortran', np.asfortranarray(np.arange(6.0).reshape(2, 3))
    yield 'scalar', np.array(1.5)
    yield 'empty', np.zeros((3, 0, 2))
    yield 'nested', np.zeros(2, nested)
    yield 'titled', np.zeros((1, 2), titled)
    yield 'utf8', np.zeros(1, [('\u00e9\u6574', '<i2')])
    yield 'strings', np.array(['one', '', '\u00e9\U0001f600'])
    yield 'bytes', np.array([b'one', b'', b'\0a'])
    yield 'void', np.zeros(2, 'V3')
    yield 'dates', np.array(['2020-01-01', 'NaT'], 'M8[D]')
    yield 'spans', np.array([1, 2], '>m8[25us]')


class AxesMoved:
    """Pickled as NumPy 2 does an array whose axes are in another order."""

    def __reduce__(self):
        frombuffer = np.zeros(1).__reduce_ex__(5)[0]
        return frombuffer, (bytes(24), np.dtype('<f4'), (2, 3, 1), 'K', (1, 2, 0))


def object_arrays():
    f4 = np.arange(3, dtype=np.float32)
    shared = [1, 2]
    yield 'ragged', objects(f4, np.ones((2, 1), '>i2'), np.asfortranarray(np.ones((2, 3))), np.zeros((0, 2)))
    yield 'orders', objects(np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1), f4, f4)
    yield 'python', objects(None, True, 1, -70000, 1 << 40, 1.5, 1 + 2j, 'text', '\u00e9', b'bytes', bytearray(b'more'))
    yield 'nested', objects([1, [2, []]], (1, (2,)), {'k': f4, 1: ()}, shared, shared)
    yield 'scalars', objects(np.float32(1), np.int64(2), np.bool_(True), np.datetime64('2020-01-01', 's'), np.str_('x'))
    yield 'structured', objects(np.zeros(2, [('a', '<f4'), (('t', 'b'), 'S2', (2,))]), np.zeros(1, 'M8[25us]'))
    yield 'grid', np.array([[1, None], ['x', 2.5]], dtype=object)
    yield 'inner', objects(objects(f4, None), [objects('deep')])
    yield 'moved', objects(AxesMoved())
    yield 'pieces', objects([[None] for _ in range(1100)])
    yield 'tensors', objects(*tensors())
    yield 'none', np.empty(0, dtype=object)
    yield 'scalar', np.array(None, dtype=object)


class Stream(io.RawIOBase):
    """Cannot be wound back, so that sizes come behind the data."""

    def __init__(self):
        self.bytes = io.BytesIO()

    def writable(self):
        return True

    def write(self, data):
        return self.bytes.write(data)


def archives():
    arrays = {'a': np.arange(6), 'folder/\u00e9': np.zeros((2, 2), 'f4'), 'o': objects([1], None)}
    for name, write in (('stored', np.savez), ('deflated', np.savez_compressed)):
        out = io.BytesIO()
        write(out, **arrays)
        yield name, out.getvalue()
        stream = Stream()
        write(stream, **arrays)
        yield name + '_stream', stream.bytes.getvalue()
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        z.comment = b'a comment'
        z.writestr('notes.txt', 'no array')
        with z.open('a.npy', 'w', force_zip64=True) as f:
            np.save(f, np.arange(3))
    yield 'zip64_member', out.getvalue()
    yield 'zip64_end', zip64_end()


def zip64_end():
    out = io.BytesIO()
    limit, zipfile.ZIP_FILECOUNT_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT, 0
    np.savez(out, np.arange(3))
    zipfile.ZIP_FILECOUNT_LIMIT = limit
    return out.getvalue()


def member(data, level):
    if level is None:
        return b'\0' + struct.pack('<I', len(data)) + data
    compress = zlib.compressobj(level, zlib.DEFLATED, -15)
    return b'\1' + struct.pack('<I', len(data)) + compress.compress(data) + compress.flush()


for name, array in plain_arrays():
    data = npy(array)
    save('file', name, data)
    save('header', name, data[:len(data) - array.nbytes])
    for level in (None, 0, 6):
        save('member', f'{name}_{level}', member(data, level))
save('header', 'version2', npy(np.arange(3), (2, 0)))
save('header', 'python2', header("{'descr': u'<f4', 'fortran_order': False, 'shape': (3L,), }"))
save('header', 'escapes', header(r'''{"shape": (), 'descr': [("\x61\u00e9", '|V0')], 'fortran_order': True}''', 3))

for name, array in object_arrays():
    save('file', 'objects_' + name, npy(array))
    save('member', 'objects_' + name, member(npy(array), 6))
    shape = bytes([array.ndim, *array.shape]).ljust(3, b'\0')
    for protocol in range(2, 6):
        save('pickle', f'{name}_{protocol}', shape + pickle.dumps(array, protocol=protocol))

for name, data in archives():
    save('zip_directory', name, data)
