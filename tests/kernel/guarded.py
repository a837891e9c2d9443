"""A kernel whose arrays lie against memory that must not be touched: one step outside ends the process."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from minsheng.population.kernel import kernel
from tests.generated import by_kernel

__all__ = ["guarded_kernels"]

_SYSTEM = ctypes.CDLL(None, use_errno=True)
_SYSTEM.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
_NO_ACCESS = 0


def guarded(array: np.ndarray, *, at_the_end: bool) -> np.ndarray:
    """A copy that ends right before a page without access, or begins right after one."""
    array = np.ascontiguousarray(array)
    inner = -(-max(array.nbytes, 1) // mmap.PAGESIZE) * mmap.PAGESIZE
    memory = mmap.mmap(-1, inner + 2 * mmap.PAGESIZE)
    offset = mmap.PAGESIZE + (inner - array.nbytes if at_the_end else 0)
    copy = np.frombuffer(memory, array.dtype, array.size, offset).reshape(array.shape)
    copy[...] = array
    first = np.frombuffer(memory, np.uint8).ctypes.data
    for page in (first, first + mmap.PAGESIZE + inner):
        assert _SYSTEM.mprotect(page, mmap.PAGESIZE, _NO_ACCESS) == 0
    return copy


def _kernel(at_the_end: bool) -> type[kernel.Kernel]:
    def guard(array: np.ndarray) -> np.ndarray:
        return guarded(array, at_the_end=at_the_end)

    class Arena:
        def take(self, length, kind):
            return guard(np.zeros(length, kind))

    class Guarded(kernel.Kernel):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            self._arena = Arena()
            self._fixed = {column: guard(array) for column, array in self._fixed.items()}

        def run(self, columns, law, **options):
            arrays = {column: guard(array) for column, array in columns.arrays.items()}
            return super().run(replace(columns, arrays=arrays), law, **options)

        def _memory(self, given, blocks):
            made_by_run = [c for c in given if c.role in ("missing", "law") or c == kernel.ASKED]
            given.update({column: guard(given[column]) for column in made_by_run})
            memory = super()._memory(given, blocks)
            for number, column in enumerate(self.columns):
                if column in memory.arrays:
                    memory.arrays[column] = guard(memory.arrays[column])
                    memory.addresses[number] = memory.arrays[column].ctypes.data
            return memory

    return Guarded


@contextmanager
def guarded_kernels(*, at_the_end: bool) -> Iterator[None]:
    """Within it :mod:`tests.generated.by_kernel` runs guarded kernels."""
    before = by_kernel.Kernel
    by_kernel.Kernel = _kernel(at_the_end)
    try:
        yield
    finally:
        by_kernel.Kernel = before
