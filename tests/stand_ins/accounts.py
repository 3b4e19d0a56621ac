"""Another account of the same PC, which may read a ward's folder and not write it."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.cli import Result, command

_OWNER = 65_534
"""Owns the ward's folder then; ours is the other account."""
_PRCTL_DROP = 24
_OVERRIDES = (0, 1, 2, 3)
"""What root may do to files of others: chown, write, read, change their mode."""

NEEDS_ROOT = pytest.mark.skipif(
    not sys.platform.startswith("linux") or os.geteuid() != 0,
    reason="only root can give a folder to another account",
)


def give_away(folder: Path) -> None:
    """Let the folder belong to somebody else: everybody may read it, its owner alone may write."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.chown(path, _OWNER, _OWNER)


def run_as_other(*arguments: object, timeout: float = 60, **environment: str) -> Result:
    """Run `broadcast ARGUMENTS` as an account that may not do to others' files what root may."""
    done = subprocess.run(
        command(*arguments), input="", capture_output=True, encoding="utf-8", timeout=timeout, check=False,
        env={**os.environ, "NO_COLOR": "1", **environment}, preexec_fn=as_other
    )  # fmt: skip
    return Result(done.returncode, done.stdout, done.stderr)


def as_other() -> None:
    """Give up what root may do to files of others; for a process that is about to start."""
    libc = ctypes.CDLL(None)
    for capability in _OVERRIDES:
        libc.prctl(_PRCTL_DROP, capability, 0, 0, 0)
