"""Machine code: compiling segments with LLVM, and keeping what was compiled on disk by the content of its code."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from minsheng.population.kernel.segment import SegmentCode

__all__ = ["Machine", "default_cache", "machine"]

_LOCK = threading.Lock()


def default_cache() -> Path | None:
    """Where compiled code is kept: ``MINSHENG_CACHE`` (empty: nowhere), otherwise the user's cache folder."""
    named = os.environ.get("MINSHENG_CACHE")
    if named is not None:
        return Path(named) / "kernel" if named else None
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "minsheng" / "kernel"


def machine() -> Machine:
    """The machine of this process, made when it is first needed."""
    global _machine
    with _LOCK:
        if _machine is None:
            _machine = Machine(default_cache())
        return _machine


_machine: Machine | None = None


class Machine:
    """Turns the code of segments into addresses that can be called. ``compiled`` and ``from_cache`` count what was done.

    The cache holds object files, named by the digest of their code, of the compiler and of the processor. A file is used
    only when it and its folder belong to this user and nobody else may write to them, and when its content has the digest
    that stands at its head (:func:`_digest`).
    """

    def __init__(self, cache: Path | None) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        self._features = llvm.get_host_cpu_features().flatten()
        self._cpu = llvm.get_host_cpu_name()
        self._cache = cache if cache is not None and _private(cache) else None
        self._known: dict[str, int] = {}
        self._held: list[Any] = []
        self.compiled = 0
        self.from_cache = 0

    @cached_property
    def _target(self) -> Any:
        return self._new_target()

    def _new_target(self) -> Any:
        target = llvm.Target.from_default_triple()
        return target.create_target_machine(
            cpu=self._cpu, features=self._features, opt=2, reloc="pic", codemodel="small", jit=True
        )

    @cached_property
    def _linker(self) -> Any:
        # JITLink lays out each function with its constants in one piece. MCJIT, given many object files one after the other, was seen
        # to call into memory that was not there.
        return llvm.create_lljit_compiler(self._new_target(), use_jit_link=True)

    @cached_property
    def _salt(self) -> str:
        return (
            f"3 {version('llvmlite')} {llvm.llvm_version_info} {llvm.get_default_triple()} {self._cpu} {self._features}"
        )

    def addresses(self, codes: Sequence[SegmentCode]) -> list[int]:
        """The addresses of the functions of segments, compiled where they are not known yet."""
        with _LOCK:
            return [self._address(code) for code in codes]

    def _address(self, code: SegmentCode) -> int:
        if code.name not in self._known:
            library = llvm.JITLibraryBuilder().add_current_process().add_object_img(self._object(code))
            linked = library.export_symbol(code.name).link(self._linker, code.name)
            self._held.append(linked)  # the code lives as long as this
            self._known[code.name] = linked[code.name]
        return self._known[code.name]

    def _object(self, code: SegmentCode) -> bytes:
        name = hashlib.sha256(f"{self._salt}\n{code.text}".encode()).hexdigest()
        kept = self._read(name)
        if kept is not None:
            self.from_cache += 1
            return kept
        module = llvm.parse_assembly(code.text)
        module.verify()
        builder = llvm.create_pass_builder(self._target, llvm.create_pipeline_tuning_options(speed_level=2))
        builder.getModulePassManager().run(module, builder)
        content: bytes = self._target.emit_object(module)
        self.compiled += 1
        self._write(name, content)
        return content

    def _read(self, name: str) -> bytes | None:
        """An object file from the cache, unless it is not there, not ours, or not whole."""
        if self._cache is None:
            return None
        try:
            with (self._cache / name).open("rb") as file:
                if not _ours(os.fstat(file.fileno())):
                    return None
                head, content = file.read(32), file.read()
        except OSError:
            return None
        return content if _digest(name, content) == head else None

    def _write(self, name: str, content: bytes) -> None:
        """Keep an object file; a cache that cannot be written is done without."""
        if self._cache is None:
            return
        try:
            handle, path = tempfile.mkstemp(dir=self._cache)
        except OSError:
            self._cache = None
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(name, content) + content)
            os.replace(path, self._cache / name)
        except OSError:
            self._cache = None
            with suppress(OSError):
                os.unlink(path)


def _digest(name: str, content: bytes) -> bytes:
    """What stands at the head of a file: a digest of its name and its content, so that no other segment's code passes for it."""
    return hashlib.sha256(name.encode() + content).digest()


def _ours(about: os.stat_result) -> bool:
    return about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _private(folder: Path) -> bool:
    """Make the folder of the cache if need be; whether it is this user's alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _ours(folder.stat())
    except OSError:
        return False
