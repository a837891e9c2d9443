"""Digests of what goes into a scan and of what comes out: SHA-256 of files, and of all packs together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypedDict

import minsheng

__all__ = ["FileDigest", "digest_of", "digest_of_program", "digest_of_texts", "digests_of"]


class FileDigest(TypedDict):
    """What a file is: its SHA-256 in hexadecimal digits and its length in bytes."""

    sha256: str
    bytes: int


def digest_of(path: Path) -> FileDigest:
    """The digest of one file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": path.stat().st_size}


def digests_of(paths: Mapping[str, Path]) -> dict[str, FileDigest]:
    """The digests of some files by name, several at a time.

    Raises:
        OSError: one cannot be read.
    """
    with ThreadPoolExecutor() as pool:
        return dict(zip(paths, pool.map(digest_of, paths.values()), strict=True))


def digest_of_texts(contents: Mapping[str, str]) -> str:
    """One SHA-256 of all packs: of their texts with their paths below the folder of packs, whatever that folder is called.

    >>> digest_of_texts({"a/y": "2", "a/x": "1"}) == digest_of_texts({"b/x": "1", "b/y": "2"})
    True
    """
    texts = sorted((name.partition("/")[2], text) for name, text in contents.items())
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def digest_of_program() -> str:
    """One SHA-256 of the source of Minsheng as it is installed here: two programs of one version need not be the same.

    Raises:
        OSError: a file cannot be read.
    """
    folder = Path(minsheng.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        whole.update(f"{path.relative_to(folder).as_posix()}\n{digest_of(path)['sha256']}\n".encode())
    return whole.hexdigest()
