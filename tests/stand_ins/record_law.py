"""The law of a record: the raw lines of a log -> what in it does not agree with what was dealt."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

_OF_NO_CUE = ("change", "event", "anchor")


def lines_of(home: Path, after: int = 0) -> list[dict[str, Any]]:
    """Every row of the as-run log behind the row `after` in the order of writing, its body read."""
    with closing(sqlite3.connect(home / "journal" / "as-run.sqlite3")) as db:
        cursor = db.execute("SELECT * FROM row WHERE seq > ? ORDER BY seq", (after,))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return [row | {"body": json.loads(row["body"])} for row in rows]


def disagreements(home: Path, before: date | None = None) -> list[str]:
    """What breaks the law; empty where log and dealings agree.

    A session's cues are those of its last dealing before its first line; no dealing comes after that; no cue is
    heard whole twice; nothing is written of what was not dealt, or was not to air; with `before`, each cue that
    was to air on a day before it has an outcome.
    """
    broken: list[str] = []
    dealt: dict[str, dict[str, Any]] = {}
    begun: set[str] = set()
    whole: Counter[str] = Counter()
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for row in lines_of(home):
        key = row["cue"]
        if row["kind"] in _OF_NO_CUE or "/" not in key:  # nor does a whole day's dealing tell of one
            continue
        session = "/".join(key.split("/")[:2])
        if row["kind"] == "deal":
            if key in begun:
                broken.append(f"{key} was dealt anew when it had begun")
            else:
                dealt[key] = row["body"]
        elif "." not in session.split("/")[1]:  # a bulletin's is no session
            begun.add(session)
            lines[session].add(key)
            broken += _against(key, row, dealt.get(session))
            whole[key] += row["outcome"] == "aired"
    broken += [f"{cue} was heard whole {times} times" for cue, times in whole.items() if times > 1]
    for session, body in dealt.items():
        if before is not None and date.fromisoformat(session[:10]) < before and not body["off"]:
            owed = {cue["id"] for cue in body["cues"]}
            if not body["refused"] or session in begun:
                broken += [f"{cue} was dealt and has no line" for cue in sorted(owed - lines[session])]
    return broken


def _against(key: str, row: dict[str, Any], body: dict[str, Any] | None) -> list[str]:
    if "/~" in key:
        return []
    if body is None:
        return [f"{key} has a line and was never dealt"]
    cue = next((one for one in body["cues"] if one["id"] == key), None)
    if cue is None:
        return [f"{key} has a line and was not dealt to its session"]
    if body["off"]:
        return [f"{key} has a line, and its session was off"]
    if (row["outcome"] == "refused") != bool(body["refused"]) and row["kind"] == "pass" and body["refused"]:
        return [f"{key} was {row['outcome']}, and its session refused"]
    if row["kind"] == "start" and body["refused"]:
        return [f"{key} began, and its session was refused"]
    return []
