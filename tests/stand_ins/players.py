"""Real players in real time on the rig, for the proofs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from unittest.mock import patch

from stand_ins.cli import command

from broadcast.base.children import LeftAlone
from broadcast.programme.model import Airing
from broadcast.record.journal import Journal
from broadcast.station import beginduty

TWEAKED = "import sys; {tweak}; from broadcast.cli import main; sys.argv[0] = 'broadcast'; sys.exit(main())"


_STARTED: list[subprocess.Popen[str]] = []


def end_all() -> None:
    """Whatever a test has started and left behind, a failing one above all."""
    while _STARTED:
        program = _STARTED.pop()
        if program.poll() is None:
            program.kill()
        program.wait()
        if program.stdout is not None:
            program.stdout.close()


@contextmanager
def ending_what_is_begun() -> Iterator[None]:
    """A player that a console begins goes on without it; until the block ends, here."""
    begun: list[LeftAlone] = []

    def leave(*words: str) -> LeftAlone:
        begun.append(LeftAlone(*words))
        return begun[-1]

    try:
        with patch.object(beginduty, "LeftAlone", leave):
            yield
    finally:
        for one in begun:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGTERM)
            while not one.has_ended:
                time.sleep(0.05)


def player(
    home: Path,
    *words: str,
    tweak: str | None = None,
    environment: Mapping[str, str] | None = None,
    screen: Path | None = None,
) -> subprocess.Popen[str]:
    """`broadcast WORDS` beside the test; `tweak` is run in it first: a safeguard taken out.

    `environment` is a rig's own, where it is not this process's. `screen`: where its words are kept, if it may say
    more than a pipe that nobody reads holds.
    """
    arguments = command("--home", home, *words)
    if tweak is not None:
        arguments = [sys.executable, "-c", TWEAKED.format(tweak=tweak), "--home", str(home), *words]
    with ExitStack() as stack:
        out = stack.enter_context(screen.open("a", encoding="utf-8")) if screen is not None else subprocess.PIPE
        program = subprocess.Popen(
            arguments, stdout=out, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, **(environment or {}), "NO_COLOR": "1"}, start_new_session=True,
        )  # fmt: skip
    _STARTED.append(program)
    return program


def on_terminal(
    home: Path, terminal: int, *words: str, tweak: str | None = None, columns: int = 80
) -> subprocess.Popen[str]:
    """`broadcast WORDS` beside the test, on a terminal so wide; as `player` else."""
    arguments = command("--home", home, *words)
    if tweak is not None:
        arguments = [sys.executable, "-c", TWEAKED.format(tweak=tweak), "--home", str(home), *words]
    program = subprocess.Popen(
        arguments, stdin=terminal, stdout=terminal, stderr=terminal, text=True, start_new_session=True,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": str(columns)},
    )  # fmt: skip
    _STARTED.append(program)
    return program


def ended(program: subprocess.Popen[str], patience_s: float = 30.0) -> int:
    """Its exit code, its words thrown away; killed where it does not end."""
    try:
        program.communicate(timeout=patience_s)
    except subprocess.TimeoutExpired:
        program.kill()
        program.communicate()
    return program.returncode


def wait_for(what: Callable[[], object], patience_s: float = 40.0) -> float:
    """Until it is so; how long that took. A look that costs something is not taken all the time."""
    begin = looked = time.monotonic()
    while not what():
        now = time.monotonic()
        if now - begin > patience_s:
            raise AssertionError("it did not come to that in time")
        time.sleep(min(0.2, max(0.02, 2 * (now - looked))))
        looked = time.monotonic()
    return time.monotonic() - begin


def sounding(home: Path) -> bool:
    """Whether the player has marked a cue as on air: a quarter of a second after its first sample."""
    return (home / "journal" / "as-run.on-air").exists()


def log(home: Path) -> list[Airing]:
    """The as-run log; empty where none was begun."""
    path = home / "journal" / "as-run.sqlite3"
    if not path.exists():
        return []
    with Journal(path) as journal:
        return list(journal.airings(date(2000, 1, 1), date(2100, 1, 1)))
