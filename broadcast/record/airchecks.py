"""What was heard of a cue at the loudspeaker <-> its line's body: kind `event`, the cue's id, code `aircheck`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from broadcast.base.messages import fields_of, messages_of
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import CueId
from broadcast.record.airings import Row

CODE = "aircheck"


def body_of_heard(heard: AirHeard) -> Mapping[str, Any]:
    """Return the body of the line: figures and words, and nothing that could be listened to."""
    return {
        "code": CODE,
        "how": heard.how.value,
        "score": round(heard.score, 3),
        "level": None if heard.level_db is None else round(heard.level_db, 1),
        "offset": None if heard.offset_s is None else round(heard.offset_s, 3),
        "drift": round(heard.drift_ppm, 1),
        "heard": round(heard.heard_s, 2),
        "of": round(heard.of_s, 2),
        "missing": [[round(start, 2), round(end, 2)] for start, end in heard.missing],
        "shifts": [[round(at, 2), round(by, 3)] for at, by in heard.shifts],
        "again": [round(after, 2) for after in heard.again_s],
        "why": [] if heard.why is None else [fields_of(heard.why)],
    }


def heard_in(rows: Iterable[Row]) -> dict[tuple[CueId, int], AirHeard]:
    """Read the lines of that code among `rows`, by cue and attempt; of two about one attempt the later counts."""
    return {
        (CueId(row["cue"]), row["attempt"]): heard_of(CueId(row["cue"]), row["attempt"], body)
        for row in rows
        if row["kind"] == "event" and (body := json.loads(row["body"])).get("code") == CODE
    }


def heard_of(cue: CueId, attempt: int, body: Mapping[str, Any]) -> AirHeard:
    """Read what was heard of that attempt of a cue back from the body of its line, of whatever version."""
    why = messages_of(body.get("why"))
    return AirHeard(
        cue=cue,
        attempt=attempt,
        score=float(body.get("score") or 0.0),
        level_db=body.get("level"),
        offset_s=body.get("offset"),
        drift_ppm=float(body.get("drift") or 0.0),
        heard_s=float(body.get("heard") or 0.0),
        of_s=float(body.get("of") or 0.0),
        missing=tuple((float(start), float(end)) for start, end in body.get("missing", [])),
        shifts=tuple((float(at), float(by)) for at, by in body.get("shifts", [])),
        again_s=tuple(float(after) for after in body.get("again", [])),
        why=why[0] if why else None,
    )
