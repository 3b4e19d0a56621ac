"""The ids of sessions, bulletins and cues -> what they tell: of which day, of which session, of what part.

2025-10-06/sang                        a session: its day and its slot
2025-10-06/khan-cap.063112481          a bulletin, where a session stands else: the dot tells it from those
2025-10-06/sang/truoc/01-gioi-thieu    a cue of that session: its script
2025-10-06/sang/~opening/1             the session's opening, the first time that it began
"""

from datetime import date
from typing import NewType

CueId = NewType("CueId", str)
"""`2025-10-06/sang/truoc/01-gioi-thieu`: day, session, script; unique in the journal."""
Fingerprint = NewType("Fingerprint", str)
"""sha256, in hex, of everything a sound is made of."""


def session_id(day: date, slot: str) -> str:
    """Return the id of the session of that slot on `day`."""
    return f"{day.isoformat()}/{slot}"


def session_of(cue: str) -> str:
    """Return the id of the session, or of the bulletin, that the cue, the opening or the closing belongs to."""
    return "/".join(cue.split("/", 2)[:2])


def day_of(id_: str) -> date:
    """Return the day of whose programme it is. Raises ValueError where that is none."""
    return date.fromisoformat(id_.partition("/")[0])


def slot_of(session: str) -> str:
    """Return the slot's id; of a bulletin what tells it from the others of its day."""
    return session.partition("/")[2]


def is_bulletin(session: str) -> bool:
    """Whether that session's id is a bulletin's: those alone hold a dot."""
    return "." in slot_of(session)


def sting_id(session: str, part: str, number: int) -> str:
    """Return the id of the session's opening or closing (`part`), begun for the `number`th time, from 1."""
    return f"{session}/~{part}/{number}"


def sting_of(cue: str) -> str:
    """Return which part that id is of, `opening` or `closing`; empty for a cue's."""
    name = cue.split("/", 3)[2:3]
    return name[0][1:] if name and name[0].startswith("~") else ""


def is_sting(cue: str) -> bool:
    """Whether that id is of an opening or a closing in the record, and of no cue."""
    return bool(sting_of(cue))
