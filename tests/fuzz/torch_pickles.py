# SPDX-License-Identifier: MIT
#
# Tensors that are pickled as torch pickles them, without torch: modules and functions of its names, which are never called.

import collections
import io
import pickle
import struct
import sys
import types


def _stand_in(module, name):
    def callee(*_):
        raise NotImplementedError

    callee.__module__, callee.__qualname__ = module, name
    setattr(sys.modules.setdefault(module, types.ModuleType(module)), name, callee)
    return callee


_load_from_bytes = _stand_in('torch.storage', '_load_from_bytes')
_rebuild_tensor_v2 = _stand_in('torch._utils', '_rebuild_tensor_v2')
_rebuild_tensor_v3 = _stand_in('torch._utils', '_rebuild_tensor_v3')
_rebuild_parameter = _stand_in('torch._utils', '_rebuild_parameter')
float_storage = _stand_in('torch', 'FloatStorage')
bfloat16_storage = _stand_in('torch', 'BFloat16Storage')
untyped_storage = _stand_in('torch.storage', 'UntypedStorage')
uint16 = _stand_in('torch', 'uint16')


class Storage:
    def __init__(self, kind, itemsize, data):
        self.kind, self.count, self.data = kind, len(data) // itemsize, data

    def stream(self):
        """What torch.save writes in its format before the zip files."""
        out = io.BytesIO()
        machine = {'protocol_version': 1001, 'little_endian': True, 'type_sizes': {'short': 2, 'int': 4, 'long': 4}}
        for value in (0x1950A86A20F9469CFC6C, 1001, machine):
            pickle.dump(value, out, protocol=2)
        described = pickle.Pickler(out, protocol=2)
        described.persistent_id = lambda obj: (
            ('storage', self.kind, '94', 'cpu', self.count, None) if obj is self else None)
        described.dump(self)
        pickle.dump(['94'], out, protocol=2)
        return out.getvalue() + struct.pack('<Q', self.count) + self.data

    def __reduce__(self):
        return _load_from_bytes, (self.stream(),)


class Tensor:
    def __init__(self, storage, offset, sizes, strides, rebuild=_rebuild_tensor_v2, last=None):
        self.rebuild = rebuild
        self.arguments = (storage, offset, sizes, strides, False, collections.OrderedDict(), last)

    def __reduce__(self):
        return self.rebuild, self.arguments


class Parameter:
    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce__(self):
        return _rebuild_parameter, (self.tensor, True, collections.OrderedDict())


def tensors():
    floats = Storage(float_storage, 4, bytes(24))
    whole = Tensor(floats, 0, (2, 3), (3, 1))
    return [
        whole,
        Tensor(floats, 1, (2, 2), (1, 2)),
        Tensor(floats, 0, (4, 1), (0, 1)),
        Tensor(floats, 0, (1,), (1,), last={'conj': False, 'neg': False}),
        Tensor(Storage(bfloat16_storage, 2, b'abcd'), 1, (), ()),
        Tensor(Storage(float_storage, 4, b''), 0, (0, 3), (3, 1)),
        Tensor(Storage(untyped_storage, 1, b'abcd'), 0, (2,), (1,), _rebuild_tensor_v3, uint16),
        Parameter(whole),
    ]
