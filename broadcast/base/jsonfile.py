"""Bytes of JSON, or a small file of ours -> what it holds; None where it is damaged, however that came about."""

import json
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from typing import Any

_MOST_BYTES = 16_000_000
"""None of our files is as large: fifty bulletins with the longest words there may be take less than half."""


def parsed(content: bytes | str) -> object:
    """Parse JSON of any kind; return None for what is none, is `null`, or is nested too deep to be read."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def read_json(path: Path) -> object:
    """Read a file of ours, whatever kind of JSON it holds.

    None for a file that holds none or only `null`, that is larger than any of ours, or whose text no file could
    hold again (half a surrogate). Raises OSError, FileNotFoundError among them: what a missing file means, its
    reader knows.
    """
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    known = parsed(content) if len(content) <= _MOST_BYTES else None
    try:
        json.dumps(known, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None
    return known


def read_object(path: Path) -> Mapping[str, Any] | None:
    """Read a file of ours that holds one JSON object; None for anything else. Raises as `read_json`.

    Its fields may be of any type: whoever uses one looks at it first.
    """
    known = read_json(path)
    return known if isinstance(known, dict) else None


def moment_of(field: object) -> datetime | None:
    """Read a moment as `isoformat` writes it, with its zone; None for anything else.

    Also for one in the first or the last year there is, which no other zone may have.
    """
    try:
        moment = datetime.fromisoformat(field) if isinstance(field, str) else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or not MINYEAR < moment.year < MAXYEAR:
        return None
    return moment
