"""What the operating system refuses, as findings: no room, no permission, and everything else."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from minsheng.policy.finding import Finding, Place
from minsheng.policy.language import N_

__all__ = ["cannot_write"]

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def cannot_write(problem: OSError, out: Path, kept: Path | None) -> Finding:
    """Say why results could not be written.

    Args:
        problem: what the operating system said.
        out: where the results were to be.
        kept: the work folder, where what is finished stays; ``None`` when nothing stays.
    """
    message, code = N_("the results cannot be written: {problem}"), "T33"
    hint = N_("Nothing was left behind. Mend this and run the command again.")
    if problem.errno in _NO_ROOM:
        message, code = N_("there is no room left for the results ({problem})"), "T32"
        hint = N_("Nothing was left behind. Make room, or choose a folder on another disk, and run the command again.")
        if kept is not None:
            hint = N_("Make room and run the same command again; what is finished is kept in {kept}.")
    elif problem.errno in _NOT_ALLOWED:
        message = N_("the results may not be written here ({problem})")
        hint = N_("Choose a folder that you may write to, or have the permission changed.")
    elif kept is not None:
        hint = N_("Mend this and run the same command again; what is finished is kept in {kept}.")
    reason = os.strerror(problem.errno) if problem.errno else str(problem).splitlines()[0]
    return Finding(code, Place(str(out)), message, hint, {"problem": reason, "kept": str(kept)})
