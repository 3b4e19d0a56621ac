"""The gates of this project by name: `.venv/bin/nox -s tests`; `nox -l` lists them; .ci/run calls them.

They run in the environment that the README's second command makes, and install nothing themselves.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.options.default_venv_backend = "none"
nox.options.sessions = ["check", "tests"]
nox.options.error_on_external_run = False

PYTEST = (sys.executable, "-m", "pytest", "-q")
SIDE_BY_SIDE = ("-n", str(2 * (os.cpu_count() or 1) + 1))  # one computes, and what the others do is mostly waiting
TWO_AT_A_TIME = ("-n", str(min(2, os.cpu_count() or 1)))
FEW_AT_A_TIME = ("-n", str(min(4, 2 * (os.cpu_count() or 1))))  # each with its own rig; they hardly compute
COMPUTING = ("tests/text", "tests/audio", "tests/ward")
"""Folders in which nothing waits: they take what the other tests leave idle, those that run alone above all."""
LAST_OF_ALL = 19
"""The lowest priority there is: beside a program that wants the processor, next to nothing."""
KEEPING_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}
"""The program is started some thousand times: where nothing is kept it is compiled as often."""

FLOORS = {"playout": 95, "playout/control": 96, "record": 94}
"""Room -> the least share of its lines that tests must reach, in per cent."""
SITE = "build/site"


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


@nox.session
def check(session: nox.Session) -> None:
    """Format, lint, types, the contracts between rooms."""
    session.run(_tool("ruff"), "format", "--check", ".")
    session.run(_tool("ruff"), "check", ".")
    session.run(_tool("mypy"))
    session.run(_tool("lint-imports"))


@nox.session
def tests(session: nox.Session) -> None:
    """Every test: side by side, then what measures moments; what only computes behind them all the while."""
    apart = () if session.posargs else COMPUTING
    spared = [f"--ignore={folder}" for folder in apart]
    with _behind_all_else(*TWO_AT_A_TIME, *apart) if apart else nullcontext([]) as behind:
        passed = [
            _passes(session, *SIDE_BY_SIDE, "-m", "not alone", "--cov", "--cov-report=", *spared),
            _passes(session, *FEW_AT_A_TIME, "-m", "alone", *spared),
        ]
    if not all(passed + behind):
        session.error("a test failed")


@nox.session
def rig(session: nox.Session) -> None:
    """The tests that hear a sound card: PulseAudio with sinks of its own."""
    session.run(*PYTEST, *SIDE_BY_SIDE, "-m", "rig and not alone", *session.posargs)


@nox.session
def proofs(session: nox.Session) -> None:
    """The proofs at their full length: hours. One of them: `nox -s proofs -- -k kill`."""
    session.run(*PYTEST, *_longer(), "--full", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """The floors of coverage, from what `tests` has left; they hold where no test of the rig was skipped."""
    for room, floor in FLOORS.items():
        arguments = ("--include", f"broadcast/{room}/*", "--fail-under", str(floor), "--skip-covered")
        session.run(sys.executable, "-m", "coverage", "report", *arguments)


@nox.session
def docs(session: nox.Session) -> None:
    """The site of the documents, into build/site; nothing on it may be asked of another host."""
    session.run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", SITE,
                env={"NO_MKDOCS_2_WARNING": "1"})  # fmt: skip
    session.run(sys.executable, "tools/outside.py", SITE)


def _longer() -> list[str]:
    """The folder of proofs, and every other file of tests that is short without `--full`."""
    asks = re.compile(r"\brounds\(|mark\.full\b|\bBROADCAST_FULL\b")
    others = (path for path in sorted(Path("tests").rglob("test_*.py")) if "proofs" not in path.parts)
    return ["tests/proofs", *(str(path) for path in others if asks.search(path.read_text(encoding="utf-8")))]


@contextmanager
def _behind_all_else(*arguments: str) -> Iterator[list[bool]]:
    """Run tests at the lowest priority beside what is done meanwhile; whether they passed is in the list then.

    What they say is shown when they have ended.
    """
    passed: list[bool] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        running = subprocess.Popen(  # noqa: S603 - our own words
            [*PYTEST, *arguments], stdout=told, stderr=subprocess.STDOUT, env={**os.environ, **KEEPING_BYTECODE},
            start_new_session=True,
        )  # fmt: skip
        _put_last(running.pid)
        try:
            yield passed
            passed.append(running.wait() == 0)
        finally:
            running.kill()
            running.wait()
        told.seek(0)
        sys.stdout.write(told.read())


def _put_last(process: int) -> None:
    """Let it, and all that it will start, have the processor only where nobody else wants it."""
    if hasattr(os, "SCHED_IDLE"):  # Linux
        os.sched_setscheduler(process, os.SCHED_IDLE, os.sched_param(0))
        with suppress(OSError):  # where Linux shares the processor among sessions, a session has a priority, too
            Path(f"/proc/{process}/autogroup").write_text(str(LAST_OF_ALL), encoding="utf-8")
    elif hasattr(os, "setpriority"):  # Windows has none
        os.setpriority(os.PRIO_PROCESS, process, LAST_OF_ALL)


def _passes(session: nox.Session, *arguments: str) -> bool:
    try:
        # of the tests that somebody picked (`-- -k grace`), none may be of this kind: pytest's 5
        session.run(*PYTEST, *arguments, *session.posargs, success_codes=[0, 5] if session.posargs else [0],
                    env=KEEPING_BYTECODE)  # fmt: skip
    except CommandFailed:
        return False
    return True
