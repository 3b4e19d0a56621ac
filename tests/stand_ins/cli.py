"""The program as a person runs it: in a process of its own; in this one where the process is not the subject."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch


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


def run_here(*arguments: object, stdin: str = "", **environment: str) -> Result:
    """Run `broadcast ARGUMENTS` in this process: the same words and exit codes, without a new interpreter."""
    return _run_here(io.TextIOWrapper, arguments, stdin, environment)


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def run_on_terminal(columns: int, *arguments: object, stdin: str = "", **environment: str) -> Result:
    """Run `broadcast ARGUMENTS` in this process, on a terminal so many columns wide."""
    return _run_here(_Terminal, arguments, stdin, {"COLUMNS": str(columns), **environment})


def _run_here(
    kind: type[io.TextIOWrapper], arguments: Sequence[object], stdin: str, environment: Mapping[str, str]
) -> Result:
    from broadcast.cli.root import broadcast

    out, err = (kind(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    lines = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        patch.dict(os.environ, {"NO_COLOR": "1", **environment}),  # the language that it chooses ends with it too
        patch.object(sys, "stdin", lines),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = broadcast.run(list(map(str, arguments)))
    said = (stream.buffer.getvalue().decode().replace("\r\n", "\n") for stream in (out, err))  # type: ignore[attr-defined]
    return Result(code, *said)
