"""A change of what a script says, made while a session is on air -> what of that session still airs as it was."""

from collections.abc import Collection
from datetime import timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.dayview import CueView
from broadcast.programme.model import Session
from broadcast.programme.settings import ScriptId
from broadcast.station.daytold import NOT_OVER
from broadcast.station.live import Snapshot

_BEFORE, _JUST_BEGUN = timedelta(seconds=12), timedelta(seconds=-2)
"""So long before its second a session is settled; so long behind it nobody may know yet that it sounds."""


def still_as_before(seen: Snapshot, scripts: Collection[ScriptId]) -> tuple[Message, ...]:
    """Tell which of the scripts the session on air still has before it: a session keeps what it began with.

    So does one that begins within seconds. `seen` is of before the change. Empty while no player runs, and where
    such a session has none of them.
    """
    if seen.view is None or not seen.status.running:
        return ()
    return tuple(
        tell(
            "Buổi “{session}” đã chốt lời từ trước lúc bắt đầu: bài “{title}” trong buổi này vẫn đọc lời cũ.",
            session=one.session.name,
            title=seen.seen.title(one.cue.script),
        )
        for one in seen.view.cues
        if _is_settled(seen, one.session) and _comes(one, scripts)
    )


def _is_settled(seen: Snapshot, session: Session) -> bool:
    piece = seen.status.sounding
    if piece is not None and piece.session == session.id:
        return True
    return _JUST_BEGUN <= session.at - seen.at <= _BEFORE


def _comes(one: CueView, scripts: Collection[ScriptId]) -> bool:
    return one.cue.script in scripts and one.state in NOT_OVER
