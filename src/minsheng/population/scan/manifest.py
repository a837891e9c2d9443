"""``manifest.json``: from what a result was made and what it consists of, by digest; and holding a result against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_
from minsheng.policy.library import Library
from minsheng.population.scan.digest import FileDigest, digest_of_texts, digests_of

__all__ = ["MANIFEST", "verify", "write_manifest"]

MANIFEST = "manifest.json"
_FORMAT = "minsheng manifest 1"


def write_manifest(
    folder: Path, about: Mapping[str, Any], known: Mapping[str, FileDigest], rows: Mapping[str, int]
) -> None:
    """Write the manifest of the results in ``folder``.

    Args:
        folder: the results, complete but for the manifest.
        about: what they were made from and how.
        known: digests of files that were taken when they were written, by path.
        rows: rows of files that have some, by path.

    Raises:
        OSError: a file cannot be read or written.
    """
    others = {name: path for name, path in _files(folder).items() if name not in known and name != MANIFEST}
    digests = {**known, **digests_of(others)}
    outputs = {name: {**digests[name], **({"rows": rows[name]} if name in rows else {})} for name in sorted(digests)}
    content = {"format": _FORMAT, **about, "outputs": outputs}
    (folder / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def verify(out: Path, source: Path | None = None, library: Library | None = None) -> list[Finding]:
    """Hold results against their manifest; what is not the same, nothing when all is.

    Args:
        out: the folder of the results.
        source: the folder of the population, to hold the input against the manifest as well.
        library: the packs, to hold them against the manifest as well.

    Raises:
        OSError: a file is there but cannot be read.
    """
    try:
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        outputs, inputs, packs = content["outputs"], content["inputs"], content["packs"]["sha256"]
        if content["format"] != _FORMAT:
            raise ValueError(content["format"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else repr(problem)
        message = N_("there is no manifest that can be read: {problem}")
        hint = N_("Give a folder that minsheng scan has written.")
        return [Finding("T40", Place(str(out / MANIFEST)), message, hint, {"problem": reason})]
    there = {name: path for name, path in _files(out).items() if name != MANIFEST}
    findings = _held_against(outputs, there, out)
    findings += [
        Finding("T43", Place(str(out / name)), N_("the file is not in the manifest"), N_("It was put there later."))
        for name in sorted(set(there) - set(outputs))
    ]
    if source is not None:
        findings += _held_against(inputs, {name: source / name for name in inputs if (source / name).is_file()}, source)
    if library is not None and digest_of_texts(library.contents) != packs:
        message = N_("the packs are not those that were applied")
        findings.append(Finding("T42", Place(str(library.folder)), message, N_("Look at what was changed since.")))
    return findings


def _held_against(wanted: Mapping[str, Any], there: Mapping[str, Path], folder: Path) -> list[Finding]:
    found = digests_of({name: path for name, path in there.items() if name in wanted})
    findings = []
    for name, digest in wanted.items():
        place = Place(str(folder / name))
        if name not in found:
            hint = N_("Bring it back from a copy, or scan again.")
            findings.append(Finding("T41", place, N_("the file is missing"), hint))
        elif found[name]["sha256"] != digest["sha256"]:
            message = N_("the file is not the one that the manifest names ({given} bytes, {wanted} then)")
            params: dict[str, object] = {"given": found[name]["bytes"], "wanted": digest["bytes"]}
            findings.append(Finding("T42", place, message, N_("Bring it back from a copy, or scan again."), params))
    return findings
