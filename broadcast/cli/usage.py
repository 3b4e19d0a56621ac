"""What the root and its commands share: usage in the reader's language, options of all, readers that have gone."""

import os
import select
import sys
from collections.abc import Iterable
from typing import IO, Any

import click

from broadcast.base.words import said, words

INTERRUPTED = 130
"""The exit code where a person has ended it with Ctrl+C."""


class UsageInWords(click.Command):
    """A command whose usage line is told in the reader's language."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the parts of the usage line in the reader's language."""
        return [words(piece) for piece in super().collect_usage_pieces(ctx)]


def name_the_nearest(error: click.UsageError, typed: str, known: Iterable[str]) -> None:
    """Add to the error of a command that there is not the one of `known` that was perhaps meant."""
    from broadcast.ward.nearest import meant, nearest

    if near := nearest(typed.lower(), known):
        error.message += " " + said(meant(near))


def sizes_that_can_be() -> None:
    """Leave out of the environment a terminal size that is none: rich and click take it at its word."""
    for name in ("COLUMNS", "LINES"):
        told = os.environ.get(name, "")
        if told and not (told.isascii() and told.isdecimal() and len(told) < 5 and int(told)):
            del os.environ[name]


class ReaderGone(Exception):
    """Whoever read stdout or stderr has gone: there is nobody to tell anything any more."""


def no_colours(_ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    """Write without colours from now on, where that was asked for."""
    if asked:
        os.environ["NO_COLOR"] = "1"  # rich reads it, and so do the children we start


def nobody_reads(stream: IO[Any]) -> bool:
    """Whether the reader of stdout or stderr has gone, as in `broadcast log | head`."""
    if not hasattr(select, "poll"):  # Windows: there a pipe that breaks is taken for the reader's
        return True
    watched = select.poll()
    try:
        watched.register(stream.fileno(), 0)
    except OSError:  # no file of the system's
        return False
    return bool(watched.poll(0))


def reads_no_more(stream: IO[Any]) -> None:
    """Let what is still written to a stream whose reader has gone come to nothing; Python flushes as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def flush_to_readers() -> None:
    """Write out what stdout and stderr still hold; where a reader has gone, let it come to nothing."""
    for stream in (sys.stdout, sys.stderr):
        if stream is None:  # closed before we began, or a task of Windows without a console
            continue
        try:
            stream.flush()
        except BrokenPipeError:
            reads_no_more(stream)
        except ValueError:  # closed already
            continue
