"""What another terminal orders of the cue on air, where no player runs, or one that does not do as it is told."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from stand_ins.cli import run_here

from broadcast.playout.control.latch import Latch
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.onair import OnAirPart, Sounding, sounding_fields
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.station import commanding, cueonair, remote
from broadcast.station.cueonair import Skip, skip_cue, stop_after
from broadcast.station.deeds import deeds
from broadcast.station.overview import journal_folder, journal_path, machine_clock
from broadcast.station.stopreason import explain_stop

TODAY = machine_clock().now().date()
A, B = CueId(f"{TODAY}/sang/chung/a"), CueId(f"{TODAY}/sang/chung/b")


def _sounding(cue: CueId) -> Sounding:
    return Sounding(
        part=OnAirPart.CUE, session=f"{TODAY}/sang", session_name="Buổi sáng", cue=cue, script=ScriptId("chung/a"),
        title="Treo cờ", seconds=2.0, of_seconds=9.0, programme_seconds_left=30.0, device="loa", still_seconds=0.0,
    )  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "journal").mkdir()
    (tmp_path / "playlist.yaml").touch()
    return tmp_path


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch, home: Path) -> Callable[..., None]:
    """A player that tells these cues on air, one after another, and does with a skip what it is given."""

    def plays(*on_air: CueId | None, skip: Callable[[], Mapping[str, object]] = lambda: {"ok": True}) -> None:
        left = [*on_air]

        def ask(_folder: Path, request: Mapping[str, object], _patience_s: float = 3.0) -> Mapping[str, object]:
            if request["do"] == "skip":
                return skip()
            now = left.pop(0) if len(left) > 1 else left[0]
            return {"on_air": now, "sounding": sounding_fields(_sounding(now) if now else None)}

        monkeypatch.setattr(cueonair, "ask", ask)
        monkeypatch.setattr(remote, "ask", ask)
        monkeypatch.setattr(remote, "is_held", lambda *_: True)

    return plays


def _cut(home: Path) -> Mapping[str, object]:
    """What the player writes before it fades."""
    from broadcast.base.errors import tell

    now = machine_clock().now()
    start = Start(
        cue=A, script=ScriptId("chung/a"), attempt=1, planned=now, of_frames=9, rate_hz=1, engine="espeak", note=""
    )
    with Journal(journal_path(home)) as journal:
        journal.start(start, now)
        why = tell("bỏ qua theo lệnh của {by}", by="Bà Lan")
        journal.end(start, Outcome.CUT, started=now, ended=now, frames=2, note=why, now=now)
    return {"ok": True}


def test_a_cue_is_told_as_skipped_when_the_record_says_so_with_who_wanted_it(
    home: Path, player: Callable[..., None]
) -> None:
    player(A, A, None, skip=lambda: _cut(home))
    assert skip_cue(home, A, "Bà Lan") == cueonair.Skipping(skip=Skip.SKIPPED)
    told = [(one.code, one.by, str(one.what[0])) for one in deeds(home, TODAY, TODAY)]
    assert told == [("skip", "Bà Lan", "bỏ bài đang phát: Treo cờ")]


def test_a_cue_that_ended_of_itself_is_not_told_as_skipped(home: Path, player: Callable[..., None]) -> None:
    player(A, B)
    assert skip_cue(home, A, "Bà Lan").skip is Skip.OVER
    assert deeds(home, TODAY, TODAY) == ()


def test_a_cue_that_sounds_on_is_told_so(
    home: Path, player: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    monkeypatch.setattr(cueonair, "_GONE_WITHIN", timedelta(seconds=0.1))
    player(A)
    assert skip_cue(home, A, "Bà Lan").skip is Skip.STILL_SOUNDING


def test_an_order_that_the_player_refuses_is_told_with_the_reason(home: Path, player: Callable[..., None]) -> None:
    player(B, skip=lambda: {"error": "bài ấy không còn đang phát"})
    skipping = skip_cue(home, A, "Bà Lan")
    assert (skipping.skip, str(skipping.why)) == (Skip.REFUSED, "bài ấy không còn đang phát")


def test_without_a_player_nothing_is_skipped_and_of_one_that_hangs_nothing_is_known(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert skip_cue(home, A, "Bà Lan").skip is Skip.REFUSED
    monkeypatch.setattr(cueonair, "is_held", lambda *_: True)
    assert skip_cue(home, A, "Bà Lan").skip is Skip.UNKNOWN


def test_a_stop_waits_for_the_cue_that_sounds(home: Path, player: Callable[..., None]) -> None:
    player(A)
    done = stop_after(home, "hết giờ", "Bà Lan")
    stop = Latch(journal_folder(home)).read()
    assert stop is not None
    assert (done.stopping, done.unwritten, stop.after, stop.reason) == (None, None, A, "hết giờ")
    assert [(one.code, one.by) for one in deeds(home, TODAY, TODAY)] == [("stop_after", "Bà Lan")]


def test_where_no_cue_sounds_it_is_a_plain_stop(home: Path, player: Callable[..., None]) -> None:
    player(None)
    done = stop_after(home, "hết giờ", "Bà Lan")
    assert done.stopping is not None
    assert done.stopping.silence is remote.Silence.SILENT
    stop = Latch(journal_folder(home)).read()
    assert stop is not None
    assert stop.after is None


def test_a_stop_that_holds_is_not_put_off(home: Path, player: Callable[..., None]) -> None:
    player(A, None)
    Latch(journal_folder(home)).set("đám tang", machine_clock().now())
    assert stop_after(home, "hết giờ").sounding is None
    stop = Latch(journal_folder(home)).read()
    assert stop is not None
    assert stop.after is None


def test_a_reason_given_afterwards_lets_the_stop_wait_on(home: Path, player: Callable[..., None]) -> None:
    player(A)
    stop_after(home, "hết giờ")
    explain_stop(home, "có đám tang", "Bà Lan")
    stop = Latch(journal_folder(home)).read()
    assert stop is not None
    assert (stop.reason, stop.after) == ("có đám tang", A)


def test_a_plain_stop_wins_over_one_that_waits_though_that_is_written_last(
    home: Path, player: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    player(None)
    latch, silence = Latch(journal_folder(home)), commanding.silence_of

    def meanwhile(*of: object) -> remote.Silence:
        stop = latch.read()
        if stop is not None and not asked:
            asked.append(stop)
            latch.set("hết giờ", machine_clock().now(), A)
        return silence(*of)  # type: ignore[arg-type]

    asked: list[object] = []
    monkeypatch.setattr(commanding, "silence_of", meanwhile)
    commanding.stop(home, "đám tang")
    stop = latch.read()
    assert stop is not None
    assert (stop.after, stop.reason) == (None, "đám tang")


def test_the_command_says_that_it_was_silent_already(home: Path) -> None:
    stopped = run_here("--home", home, "--lang", "vi", "stop", "--after")
    assert stopped.code == 0, stopped
    assert "Loa đã im" in stopped.stdout
