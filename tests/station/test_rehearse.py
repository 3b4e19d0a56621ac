"""A rehearsal in the headphones: when somebody has time for it, whatever the loudspeaker's hours are."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.fast import FastClock, Paced, fast_station
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import DiskError
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Outcome
from broadcast.station.overview import airings
from broadcast.station.rehearse import rehearse
from broadcast.station.station import open_station

MONDAY = date(2025, 10, 6)
SHORT = dict.fromkeys(SCRIPTS, "Xin chào bà con.")


def _outcomes(home: Path) -> list[Outcome | None]:
    return [one.outcome for one in airings(home, MONDAY, MONDAY, rehearsed=True) if not is_sting(one.cue)]


@pytest.mark.parametrize("hours_later", [4, 14.5], ids=["at half past ten", "at nine in the evening"])
def test_in_the_headphones_a_day_is_rehearsed_outside_the_loudspeaker_s_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours_later: float
) -> None:
    home, clock = write_ward(tmp_path, scripts=SHORT), FastClock(MONDAY_0630 + timedelta(hours=hours_later), 20)
    monkeypatch.setattr("broadcast.station.rehearse.headphones", lambda _: Paced(clock))
    heard = rehearse(
        fast_station(home, clock),
        MONDAY,
        None,
        watcher=lambda _: None,
        wanted=lambda: True,
        progress=lambda _: None,
    )
    assert [one.outcome for one in heard if not is_sting(one.cue)] == [Outcome.AIRED] * 3
    assert _outcomes(home) == [Outcome.AIRED] * 3
    assert airings(home, MONDAY, MONDAY) == ()


def test_in_a_file_the_day_passes_as_it_would_with_what_the_hours_refuse(tmp_path: Path) -> None:
    """The control: there the rules are asked, at the day's own seconds."""
    home = write_ward(tmp_path / "ward", PLAYLIST.replace("max_session: 15m", "max_session: 5s"), SHORT)
    rehearse(
        open_station(home), MONDAY, tmp_path / "ngay.wav",
        watcher=lambda _: None, wanted=lambda: True, progress=lambda _: None,
    )  # fmt: skip
    assert Outcome.REFUSED in _outcomes(home)


def test_an_old_rehearsal_s_log_that_cannot_be_taken_away_is_told_as_the_disk_s_fault(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward", scripts=SHORT)
    (home / "journal" / "rehearsal.sqlite3").mkdir(parents=True)  # no file: it cannot be unlinked
    with pytest.raises(DiskError, match=r"rehearsal\.sqlite3"):
        rehearse(
            open_station(home), MONDAY, tmp_path / "ngay.wav",
            watcher=lambda _: None, wanted=lambda: True, progress=lambda _: None,
        )  # fmt: skip
