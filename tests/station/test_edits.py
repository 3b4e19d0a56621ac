"""What was changed of playlist.yaml, its facts and the lexicon stands in the log, and no password does."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.fast import FastClock, fast_station
from stand_ins.wards import write_ward

from broadcast.base.errors import Message
from broadcast.record.reading import record_at
from broadcast.station.edits import edits_since
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import journal_path
from broadcast.station.player import holding_loudspeaker
from broadcast.ward.folder import stamp


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = write_ward(tmp_path / "ward")
    (home / "lexicon.yaml").write_text("TDP: tổ dân phố\n", encoding="utf-8")
    (home / "journal").mkdir(exist_ok=True)
    assert keep_last_good(home, stamp(home))
    return home


def _edit(home: Path, *changes: tuple[str, str], file: str = "playlist.yaml") -> Mapping[str, list[str]]:
    path = home / file
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return {code: [str(one) for one in what] for code, what in edits_since(home).items()}


def test_nothing_is_told_where_nothing_or_but_a_comment_was_changed(home: Path) -> None:
    assert edits_since(home) == {}
    assert _edit(home, ("station: {", "# của phường\nstation: {")) == {}


def test_what_was_changed_is_told_with_what_it_was(home: Path) -> None:
    told = _edit(home, ("06:30", "06:45"))
    [what] = told["settings"]
    assert "trước là “06:30”, nay là “06:45”" in what
    assert "sessions." in what


def test_readings_are_told_by_their_written_form(home: Path) -> None:
    told = _edit(home, ("tổ dân phố\n", "tổ\nVNeID: vi en i đi\n"), file="lexicon.yaml")
    assert told == {
        "lexicon": [
            "từ điển đọc, “TDP”: trước đọc là “tổ dân phố”, nay là “tổ”",
            "từ điển đọc thêm “VNeID”, đọc là “vi en i đi”",
        ]
    }


def test_no_password_comes_into_the_log(home: Path) -> None:
    told = _edit(home, ("station: {", "station: {notices: ['mailtos://an:bimat123@vd.vn'], "))
    assert "bimat123" not in str(told)
    assert any("station.notices: đã đổi" in what for what in told["settings"])


def test_the_player_writes_an_edit_once(home: Path) -> None:
    _edit(home, ("06:30", "06:45"))
    station = fast_station(home, FastClock(MONDAY_0630, 1))
    with holding_loudspeaker(station) as player:
        for _ in range(2):
            player.tell_edits()
            keep_last_good(home, stamp(home))
    with record_at(journal_path(home)) as record:
        assert [one.code for one in record.happenings()] == ["settings"]


def _what(told: Mapping[str, tuple[Message, ...]]) -> list[str]:
    return [str(one) for what in told.values() for one in what]


def test_a_flood_of_changes_is_counted(home: Path) -> None:
    lines = "".join(f"T{number}X: chữ {'a' * (number % 7)}\n" for number in range(60))
    (home / "lexicon.yaml").write_text(lines, encoding="utf-8")
    assert len(_what(edits_since(home))) == 21
    assert _what(edits_since(home))[-1] == "và 41 chỗ khác"
