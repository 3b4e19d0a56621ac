"""Who changes a script while a session is on air is told that this session still reads it as it was."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from stand_ins.wards import write_ward

from broadcast.programme.dayview import CueView, DayView
from broadcast.programme.model import CueState
from broadcast.programme.settings import ScriptId
from broadcast.station.live import Snapshot
from broadcast.station.overview import look_at, rundown
from broadcast.station.settled import still_as_before

AFTERNOON = ScriptId("chung/treo-co")


def _seen(home: Path, state: CueState, *, sounds: bool = True, before_s: float = 60) -> Snapshot:
    """The afternoon's session on air, its one announcement in that state."""
    day = rundown(look_at(home), date(2025, 10, 6))
    session = next(one for one in day.sessions if one.slot == "chieu")
    cue = CueView(session=session, cue=session.cues[0], at=None, seconds=None, state=state)
    piece = SimpleNamespace(session=session.id, session_name=session.name)
    seen = SimpleNamespace(
        status=SimpleNamespace(sounding=piece if sounds else None, running=True),
        view=DayView(rundown=day, cues=(cue,)),
        seen=SimpleNamespace(title=str),
        at=session.at - timedelta(seconds=before_s),
    )
    return cast("Snapshot", seen)


def test_what_the_session_on_air_has_before_it_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    [told] = still_as_before(_seen(home, CueState.READY), [AFTERNOON])
    assert str(told).startswith("Buổi “Buổi chiều” đã chốt lời")
    assert still_as_before(_seen(home, CueState.ON_AIR), [AFTERNOON])
    assert still_as_before(_seen(home, CueState.READY, sounds=False, before_s=11), [AFTERNOON])


def test_what_has_aired_or_sounds_in_no_session_is_not(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    assert still_as_before(_seen(home, CueState.AIRED), [AFTERNOON]) == ()
    assert still_as_before(_seen(home, CueState.READY), [ScriptId("truoc/01-mot")]) == ()
    assert still_as_before(_seen(home, CueState.READY, sounds=False), [AFTERNOON]) == ()
