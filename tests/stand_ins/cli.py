"""The program as a person runs it: in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "broadcast", *map(str, arguments)]


def run(*arguments: object, stdin: str = "", timeout: float = 120, **environment: str) -> Result:
    """Run `broadcast ARGUMENTS` to its end."""
    done = subprocess.run(
        command(*arguments),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )
    return Result(done.returncode, done.stdout, done.stderr)
