"""What the child of `ingesting` answers, answered in this process: where the child is not the subject.

A start of it costs 0.4 s of processor, and some hundred tests need one for each sound.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from broadcast.library.ingest import child, ingesting, samples


def decode_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every sound decoded by the test's own process, to the end of the test."""
    for caller in (ingesting, samples):
        monkeypatch.setattr(caller, "answers", _answers)


def _answers(
    home: Path, _asked: object, tasks: Sequence[Mapping[str, Any]], *_: object
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, task in enumerate(tasks):
        into = task.get("into")  # the number of an open file, where it is one: whoever takes it closes it
        own = dict(task, into=os.dup(into)) if isinstance(into, int) else task
        yield number, json.loads(json.dumps(child._answer(home, own)))
