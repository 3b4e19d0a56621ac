"""A module of ours and its words -> the process that runs it, and its end.

`run` and `Child` run our own interpreter with `-P`: a json.py in the folder one stands in, which is the ward's, is
never imported. What they start leads a process group of its own, which ends with it. `Bounded` is for a library
that starts a program which is not ours; that stays in our group. None may run for ever: `run` and `Bounded` have a
deadline, and whoever holds a `Child` must `end` it; a `LeftAlone` goes on without us. The system's own tools are
asked by station/autostart.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

_Got = TypeVar("_Got")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_LOOK_EVERY_S = 0.25
_GONE_S = 5.0
"""Patience with the system, which may take its time to end a killed process that waits for a disk."""
_MOST_COMPLAINTS = 4000
"""Bytes of what a process said on stderr that are worth keeping."""


class OutOfTime(Exception):
    """A child did not end within its seconds and was killed, with all it had begun."""


class NotWanted(Exception):
    """A child was killed, with all it had begun, because `wanted` said that nobody wants its answer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a child left when it ended by itself, whether well or not."""

    code: int
    """Its exit code; below 0 where a signal ended it."""
    out: bytes
    """All that it wrote on stdout."""
    complaints: str
    """The beginning of what it wrote on stderr, at most 4000 bytes of it as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What `Child.end` found when the child was ended."""

    code: int | None
    """Its exit code; None where the system has not ended it yet, although it was killed."""
    complaints: str
    """The beginning of what it wrote on stderr; empty at a second `end`, and where the disk gave no file to keep
    it."""


def ours(module: str, *words: str) -> list[str]:
    """Build the command line that runs our module `module` (a dotted name) with `words` as its arguments.

    It runs in our own interpreter, and imports nothing from the current folder. Nothing is started here.
    """
    return [sys.executable, "-P", "-m", module, *words]


def run(
    module: str,
    *words: str,
    given: bytes = b"",
    deadline_s: float,
    wanted: Callable[[], bool] | None = None,
    niceness: int = 0,
    ends_with_us: bool = False,
) -> Done:
    """Run our module `module` in a child until it ends by itself, with `given` on its stdin; return what it left.

    An exit code other than 0 raises nothing. `ends_with_us`: its stdin stays open behind `given` for as long as we
    live; where that ends the child is to end itself, because whoever is killed ends nobody. `wanted` (None: nobody
    is asked) is asked at the start and four times a second. `niceness` is Unix's: below 0 ahead of other programs,
    above 0 behind them. Raises OutOfTime after `deadline_s` seconds and NotWanted once `wanted` says no, both
    after killing the child with all it began (on Windows the child alone); OSError where the machine cannot start
    a process.
    """
    process = _started(ours(module, *words), stderr=subprocess.PIPE, niceness=niceness)
    stdin, process.stdin = process.stdin, None
    assert stdin is not None  # noqa: S101  # asked for
    try:
        _send(stdin, given, stays_open=ends_with_us)
        out, err = awaited(
            lambda step_s: process.communicate(timeout=step_s), subprocess.TimeoutExpired, deadline_s, wanted
        )
    finally:
        _kill(process)  # what it may have left behind, too
        if ends_with_us:
            with suppress(OSError):  # it took not all
                stdin.close()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    return Done(code=process.returncode, out=out, complaints=_words(err))


def awaited(
    wait: Callable[[float], _Got],
    late: type[Exception],
    deadline_s: float,
    wanted: Callable[[], bool] | None = None,
) -> _Got:
    """Call `wait` with a number of seconds, again and again where it raises `late`; return what it returns.

    `wanted` (None: nobody is asked) is asked before each call, four times a second. Raises OutOfTime after
    `deadline_s` seconds, NotWanted once `wanted` says no.
    """
    left_s = deadline_s
    while True:
        if wanted is not None and not wanted():
            raise NotWanted
        step_s = min(left_s, _LOOK_EVERY_S) if wanted is not None else left_s
        try:
            return wait(step_s)
        except late as error:
            left_s -= step_s
            if left_s <= 0:
                raise OutOfTime from error


class Child:
    """A module of ours in a process of its own, talked to through its pipes `stdin` and `stdout`.

    It runs until it ends by itself or `end` is called. Whoever made it must call `end`.
    """

    def __init__(self, module: str, *words: str, niceness: int = 0, inherits: Sequence[int] = ()) -> None:
        """Start the process; `niceness` as for `run`. Raises OSError where the machine cannot start one.

        `inherits`: the numbers of open files that it has too, under the same number; none on Windows.
        """
        self._complaints = _scratch()
        try:
            self._process = _started(
                ours(module, *words), stderr=self._complaints or subprocess.DEVNULL, niceness=niceness,
                inherits=inherits,
            )  # fmt: skip
        except BaseException:
            self._read_complaints()
            raise
        assert self._process.stdin is not None  # noqa: S101  # asked for below
        assert self._process.stdout is not None  # noqa: S101
        self.stdin: IO[bytes] = self._process.stdin
        self.stdout: IO[bytes] = self._process.stdout

    @property
    def pid(self) -> int:
        """Return the number of the child's process, which is also that of the process group it leads."""
        return self._process.pid

    def end(self, *, patience_s: float = 0.0) -> Ended:
        """End the child with all it began, by force once `patience_s` seconds are out; return how it ended.

        On Windows the child alone is killed. Nothing asks it to end by itself: with no patience it is killed at
        once. Takes five seconds more than `patience_s` at most, and raises nothing. A second call returns the exit
        code again, without complaints. The pipes stay open: whoever reads and writes them closes them.
        """
        if patience_s:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_s)
        _kill(self._process)
        return Ended(code=self._process.returncode, complaints=self._read_complaints())

    def _read_complaints(self) -> str:
        file, self._complaints = self._complaints, None
        if file is None:
            return ""
        with file:
            file.seek(0)
            return _words(file.read(_MOST_COMPLAINTS))


class LeftAlone:
    """A module of ours in a process that goes on when we end: nobody talks to it, and nobody here ends it."""

    def __init__(self, module: str, *words: str) -> None:
        """Start the process. Raises OSError where the machine cannot start one."""
        self._complaints = _scratch()
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            ours(module, *words),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints or subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(_module_folders())},
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
        threading.Thread(target=self._process.wait, daemon=True).start()  # or it stays in the table of processes

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.returncode is not None

    def let_go(self) -> str:
        """Return the beginning of what it wrote on stderr so far, and look after it no more.

        Empty where the disk gave no file to keep that, and at a second call.
        """
        file, self._complaints = self._complaints, None
        if file is None:
            return ""
        with file:  # the place in the file is the process's, too: it is not moved
            return _words(os.pread(file.fileno(), _MOST_COMPLAINTS, 0)) if hasattr(os, "pread") else ""


class Bounded(subprocess.Popen[bytes]):
    """Popen for a library that starts a process itself and would wait for it without end.

    `communicate` waits at most `deadline_s` seconds. The process stays in our process group: where we are a child
    that is killed with all it began, it is killed too.
    """

    deadline_s = 60.0
    """How many seconds `communicate` waits where it is told no `timeout`."""

    def __init__(self, *command: Any, **settings: Any) -> None:
        """Start `command` as subprocess.Popen does, with its settings; on Windows without a console window."""
        super().__init__(*command, **{"creationflags": _NO_WINDOW, **settings})

    def communicate(self, input: bytes | None = None, timeout: float | None = None) -> tuple[bytes, bytes]:  # noqa: A002
        """Send `input` and wait for the process to end, as Popen.communicate does; return its stdout and stderr.

        `timeout` is in seconds; None means `deadline_s`. Raises subprocess.TimeoutExpired when they are over,
        after killing the process.
        """
        try:
            return super().communicate(input, self.deadline_s if timeout is None else timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            super().communicate(timeout=_GONE_S)
            raise


def _started(
    command: Sequence[str], *, stderr: "IO[bytes] | int", niceness: int, inherits: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603  # our own words
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_module_folders())},
        start_new_session=True,  # a group to end it by; and Ctrl+C is for us, who end it in order
        creationflags=_NO_WINDOW | _priority_flag(niceness),
        pass_fds=inherits,
    )
    if niceness and hasattr(os, "setpriority"):
        # it has ended already, or may not go first: Linux lets root, and services that are told so
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
    return process


def _module_folders() -> list[str]:
    """Where we find modules, without the folder one stands in: `python -m` without `-P` looks there first."""
    own, here = str(Path(__file__).parents[2]), _here()
    folders = [folder for folder in sys.path if folder and (folder == own or Path(folder) != here)]
    return folders if own in folders else [*folders, own]


def _here() -> Path | None:
    try:
        return Path.cwd()
    except OSError:  # it was deleted meanwhile
        return None


def _priority_flag(niceness: int) -> int:
    names = {-1: "HIGH_PRIORITY_CLASS", 1: "BELOW_NORMAL_PRIORITY_CLASS"}
    sign = (niceness > 0) - (niceness < 0)
    return getattr(subprocess, names[sign], 0) if sign else 0


def _send(pipe: IO[bytes], given: bytes, *, stays_open: bool) -> None:
    """In a thread of its own: `communicate` sends no more of it once it was interrupted (seen in 3.11)."""

    def write() -> None:
        # it takes no more, or is closed already: its exit code tells why
        with suppress(OSError, ValueError), nullcontext() if stays_open else pipe:
            pipe.write(given)
            pipe.flush()

    threading.Thread(target=write, daemon=True).start()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Not asked to end: it may be deep in C code, and it has nothing to lose."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):  # gone already; macOS says PermissionError
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GONE_S)


def _scratch() -> IO[bytes] | None:
    """A file for complaints; None where the disk gives none: nothing is held up for want of it."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return None


def _words(complaints: bytes) -> str:
    return complaints[:_MOST_COMPLAINTS].decode(errors="replace").strip()
