"""The real service, and any edit at any moment: the day is dealt once, and editing makes nothing sound."""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import soundfile
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from stand_ins.carts import MONDAY_0630, RATE, tone
from stand_ins.cli import run_here
from stand_ins.gated import Levels, Served
from stand_ins.record_law import disagreements, lines_of
from stand_ins.wards import script_text

from broadcast.base.errors import tell
from broadcast.library.sounds import Library
from broadcast.playout.control.duty import Duty
from broadcast.programme.dealing import PASSED, Dealing, DealtDay
from broadcast.programme.model import Bulletin, Cart, Fingerprint, Session, Urgency
from broadcast.record.journal import Journal
from broadcast.station import dealt as dealt_room
from broadcast.station.dealt import as_it_holds, planned
from broadcast.station.overview import dealt_day, journal_path, orders
from broadcast.station.station import open_station, production_of

LEVELS = Levels()
SHORT = 30
"""Examples of the property in CI."""
TIMES = ("05:50", "06:10", "06:30", "06:34", "17:00")
_EDITS: Counter[str] = Counter()


def playlist(at: str = "06:30", count: int = 2, more: str = "", allowed: str = "05:00-19:00") -> str:
    return f"""\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
phases:
  truoc: {{name: Trước, from: 2025-10-06, until: 2025-10-17}}
facts:
  hop: {{ngay: 18/10/2025}}
sessions:
  - {{id: sang, name: Buổi sáng, at: "{at}", days: t2-cn, grace: 10m, play: {{rotate: phase, count: {count}}}}}
{more}airtime: {{allowed: [{allowed}], days: t2-cn, max_session: 15m, max_sessions: 3}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [espeak]}}
"""


def another(at: str) -> str:
    return f'  - {{id: them, name: Buổi thêm, at: "{at}", days: t2-cn, grace: 10m, play: [chung/treo-co]}}\n'


def save(home: Path, script: str, words: str) -> None:
    path = home / "scripts" / f"{script}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script_text(f"Bài {script}", words), encoding="utf-8")


def ward(home: Path) -> Path:
    for number in (1, 2, 3):
        save(home, f"truoc/0{number}-bai", f"Mời bà con nghe bài {number}.")
    save(home, "chung/treo-co", "Mời bà con treo cờ.")
    (home / "playlist.yaml").write_text(playlist(), encoding="utf-8")
    return home


NUMBERS = st.integers(0, 4)


class DaysOfEdits(RuleBasedStateMachine):
    """Edits, restarts, clocks, stops and bulletins, in any order; the record's law holds after each."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.served = Served(ward(self.folder), MONDAY_0630 - timedelta(minutes=2))
        self.bulletins = 0
        self.saved = 0

    @initialize()
    def begin(self) -> None:
        self.served.begin()

    def teardown(self) -> None:
        try:
            self.served.leave()
            self._check()
        finally:
            shutil.rmtree(self.folder)

    # --- time ---

    @rule(seconds=st.sampled_from([1, 3, 5, 10, 30, 130, 400]))
    def time_passes(self, seconds: int) -> None:
        self.served.let_pass(seconds)
        self._check()

    @rule(hours=st.sampled_from([1, 6, 18]))
    def hours_pass(self, hours: int) -> None:
        self.served.let_pass(hours * 3600)
        self._check()

    @rule(minutes=st.sampled_from([-30, -3, 2, 12]))
    def the_clock_is_set(self, minutes: int) -> None:
        self._edited("clock")
        self.served.clock.step(timedelta(minutes=minutes))

    # --- the machine ---

    @rule(minutes=st.sampled_from([1, 8, 40]))
    def it_is_off_for_a_while(self, minutes: int) -> None:
        self._edited("off")
        self.served.leave()
        self.served.let_pass(60 * minutes)
        self.served.begin()

    @rule()
    def it_is_restarted(self) -> None:
        self._edited("restart")
        self.served.leave()
        self.served.begin()

    @precondition(lambda self: self.served.player is not None)
    @rule(held=st.booleans())
    def a_stop_or_a_resume(self, held: bool) -> None:
        self._edited("stop" if held else "resume")
        latch = self.served.player.duty.latch  # type: ignore[union-attr]
        if held:
            latch.set("thử", self.served.clock.now())
        else:
            latch.clear()

    @precondition(lambda self: self.served.player is not None)
    @rule(urgency=st.sampled_from(Urgency))
    def a_bulletin(self, urgency: Urgency) -> None:
        self._edited("bulletin")
        self.bulletins += 1
        now, print_ = self.served.clock.now(), Fingerprint(f"{self.bulletins:b<64}")
        LEVELS.cart(Library(self.folder / "audio_cache"), print_)
        self.served.player.duty._bulletins.add(  # type: ignore[union-attr]
            Bulletin(id=f"{now:%Y-%m-%d}/{urgency}.{self.bulletins:09}", script="ban-tin/thu", fingerprint=print_,
                     urgency=urgency, by="An", times=1, expires=now + timedelta(hours=1))
        )  # fmt: skip

    # --- the files ---

    @rule(number=NUMBERS, fact=st.booleans())
    def a_script_is_saved(self, number: int, fact: bool) -> None:
        self.saved += 1
        words = f"Mời bà con nghe bài sửa lần {self.saved}." + (" Họp ngày {{ hop.ngay }}." if fact else "")
        self._edit("save", lambda: save(self.folder, f"truoc/0{number}-bai", words))

    @rule(number=NUMBERS)
    def a_script_is_deleted(self, number: int) -> None:
        path = self.folder / "scripts" / "truoc" / f"0{number}-bai.md"
        self._edit("delete", lambda: path.unlink(missing_ok=True))

    @rule(number=NUMBERS, to=NUMBERS)
    def a_script_is_renamed(self, number: int, to: int) -> None:
        old, new = (self.folder / "scripts" / "truoc" / f"0{one}-bai.md" for one in (number, to))
        self._edit("rename", lambda: old.replace(new) if old.exists() else None)

    @rule(at=st.sampled_from(TIMES), other=st.sampled_from([None, *TIMES]), count=st.integers(1, 3),
          allowed=st.sampled_from(["05:00-19:00", "05:00-06:20", "06:00-19:00"]), blank=st.booleans())  # fmt: skip
    def the_playlist_is_edited(self, at: str, other: str | None, count: int, allowed: str, blank: bool) -> None:
        text = playlist(at, count, another(other) if other else "", allowed)
        text = text.replace("18/10/2025", "") if blank else text
        path = self.folder / "playlist.yaml"
        self._edit("playlist", lambda: path.write_text(text, encoding="utf-8"))

    @rule(word=st.sampled_from(["", "bài: bài hay\n"]))
    def the_lexicon_is_edited(self, word: str) -> None:
        path = self.folder / "lexicon.yaml"
        self._edit("lexicon", lambda: path.write_text(word, encoding="utf-8"))

    def _edit(self, kind: str, work: Callable[[], object]) -> None:
        self._edited(kind)
        work()
        self.served.let_pass(5)  # it is read within two seconds
        self._check()

    def _edited(self, kind: str) -> None:
        _EDITS[kind] += 1

    # --- the law ---

    def _check(self) -> None:
        if not (self.folder / "journal" / "as-run.sqlite3").exists():
            return
        assert disagreements(self.folder) == []
        aired = Counter(LEVELS.level(print_) for print_ in self._carts_aired())
        heard = {run: count for run, count in self.served.runs.items() if run in aired}
        assert {run: heard.get(run, 0) for run in aired} == {**aired}

    def _carts_aired(self) -> list[Fingerprint]:
        """The carts that the record says were heard whole: by the dealings, not by the airings."""
        carts: dict[str, str | None] = {}
        aired = []
        for row in lines_of(self.folder):
            if row["kind"] == "deal":
                carts |= {cue["id"]: cue["cart"] for cue in row["body"].get("cues", ())}
            elif row["outcome"] == "aired" and row["cue"] in carts:
                aired.append(Fingerprint(carts[row["cue"]] or "none"))
        return aired


def _tried(budget: int, *phases: Phase) -> settings:
    return settings(
        max_examples=budget, stateful_step_count=25, deadline=None, derandomize=True, database=None,
        suppress_health_check=[*HealthCheck], phases=phases or [*Phase],
    )  # fmt: skip


def test_whatever_is_edited_each_dealt_cue_airs_once_and_nothing_else_does(
    request: pytest.FixtureRequest, measured: Callable[[str], None]
) -> None:
    _EDITS.clear()
    budget = SHORT * (20 if request.config.getoption("--full") else 1)
    with LEVELS.made_in_no_time():
        run_state_machine_as_test(DaysOfEdits, settings=_tried(budget))
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(_EDITS.items()))
    measured(f"{_EDITS.total()} edits and events tried ({told})")


def _dealt_at_every_reading(
    written: list[Dealing], fresh: Any, airings: object, now: Any, *, is_first: bool
) -> DealtDay:
    """The old way: a day is what its files say, whenever they are read."""
    known = {one.session.id: one for one in written}
    new = tuple(
        Dealing(session=one, number=1, written=now)
        for one in fresh.sessions
        if one.id not in known or [cue.id for cue in known[one.id].session.cues] != [cue.id for cue in one.cues]
    )
    dealings = known | {one.session.id: one for one in new}
    return DealtDay(rundown=fresh, dealings=dealings, new=new, is_first=is_first)


def test_the_property_fails_where_a_day_is_dealt_at_every_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same machine, within the same budget."""
    monkeypatch.setattr(dealt_room, "redeal", _dealt_at_every_reading)
    with LEVELS.made_in_no_time(), pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(DaysOfEdits, settings=_tried(SHORT, Phase.generate))


# --- what was seen, each by itself ---


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The service, two minutes before a session of two scripts of three."""
    with LEVELS.made_in_no_time():
        one = Served(ward(tmp_path), MONDAY_0630 - timedelta(minutes=2))
        one.begin()
        yield one
        one.leave()


def _log(served: Served) -> list[tuple[str, str | None]]:
    return [(row["cue"], row["outcome"]) for row in lines_of(served.home) if row["kind"] in ("end", "pass")]


@pytest.mark.parametrize("after_s", [60, 900])
def test_a_script_saved_after_its_session_has_aired_neither_sounds_nor_is_missed(
    served: Served, after_s: int
) -> None:
    """Within the grace a second programme opened in the street; after it the log was given a false line."""
    served.let_pass(150)
    before, heard = _log(served), dict(served.runs)
    assert [outcome for _, outcome in before] == ["aired", "aired"]
    served.let_pass(after_s)
    save(served.home, "truoc/00-moi", "Mời bà con nghe bài mới.")
    served.let_pass(2000)
    assert _log(served) == before
    assert dict(served.runs) == heard
    assert served.watching.dealings == []
    with Journal(journal_path(served.home)) as journal:
        shown = as_it_holds(open_station(served.home), journal, MONDAY_0630.date(), served.clock.now())
    assert [cue.id for cue in shown.rundown.sessions[0].cues] == [cue for cue, _ in before]


def test_an_edit_in_time_is_a_new_dealing_that_is_told_with_its_reason_and_airs(served: Served) -> None:
    served.let_pass(60)
    save(served.home, "truoc/02-bai", "Mời bà con nghe bài hai đã sửa.")
    served.let_pass(200)
    [told] = served.watching.dealings
    assert [str(one) for one in told.why] == ["bài “Bài truoc/02-bai” đã sửa"]
    assert [outcome for _, outcome in _log(served)] == ["aired", "aired"]
    assert disagreements(served.home) == []


def test_a_session_cut_in_the_middle_goes_on_with_the_carts_it_was_dealt_though_its_script_is_gone(
    served: Served,
) -> None:
    served.let_pass(121)  # in the first announcement
    assert served.player is not None
    served.player.duty.latch.set("thử", served.clock.now())
    served.let_pass(5)
    [(cut, outcome)] = _log(served)
    assert outcome == "cut"
    (served.home / "scripts" / f"{cut.split('/', 2)[2]}.md").unlink()
    save(served.home, "truoc/02-bai", "Bài hai đã sửa.")
    served.let_pass(5)
    served.player.duty.latch.clear()
    served.let_pass(60)
    assert [outcome for _, outcome in _log(served)] == ["cut", "aired", "aired"]
    carts = {
        cue["id"]: cue["cart"]
        for row in lines_of(served.home)
        if row["kind"] == "deal"
        for cue in row["body"].get("cues", ())
    }
    assert served.runs[LEVELS.level(carts[cut])] == 1
    assert disagreements(served.home) == []


def test_what_is_edited_when_a_session_is_laid_out_is_neither_aired_nor_shown(served: Served) -> None:
    """In the twelve seconds before its second the screen showed what an edit said, and the day before it aired."""
    served.let_pass(112)
    (served.home / "playlist.yaml").write_text(playlist(at="06:34"), encoding="utf-8")
    save(served.home, "truoc/00-moi", "Mời bà con nghe bài mới.")
    served.let_pass(4)
    with Journal(journal_path(served.home)) as journal:
        shown = as_it_holds(open_station(served.home), journal, MONDAY_0630.date(), served.clock.now())
    [session] = shown.rundown.sessions
    assert session.at == MONDAY_0630
    served.let_pass(600)
    assert [cue for cue, _ in _log(served)] == [cue.id for cue in session.cues]
    assert {outcome for _, outcome in _log(served)} == {"aired"}


def test_a_session_put_at_a_second_that_is_over_does_not_sound_and_is_told(served: Served) -> None:
    served.let_pass(300)
    before = _log(served)
    (served.home / "playlist.yaml").write_text(playlist(more=another("06:31")), encoding="utf-8")
    served.let_pass(1200)
    assert _log(served) == before
    [told] = served.watching.dealings
    assert str(PASSED) in [str(one) for one in told.why]


def test_what_a_command_changes_of_a_day_is_seen_within_two_seconds(served: Served) -> None:
    with Journal(journal_path(served.home)) as journal:
        journal.change(MONDAY_0630.date(), "sang", {}, served.clock.now())
    days = served.watching.loads
    served.let_pass(2.5)
    assert served.watching.loads == days + 1


def test_a_refused_session_is_written_down_at_its_second_and_not_before(served: Served) -> None:
    (served.home / "playlist.yaml").write_text(playlist(allowed="05:00-06:00"), encoding="utf-8")
    served.let_pass(100)
    assert _log(served) == []
    served.let_pass(40)
    assert {outcome for _, outcome in _log(served)} == {"refused"}
    assert all(row["written"] >= MONDAY_0630.isoformat() for row in lines_of(served.home) if row["kind"] == "pass")


def test_tomorrow_is_dealt_in_the_evening(served: Served) -> None:
    tomorrow = (MONDAY_0630 + timedelta(days=1)).date().isoformat()
    served.let_pass(13 * 3600)
    assert not [row for row in lines_of(served.home) if row["cue"].startswith(tomorrow)]
    served.let_pass(3600)
    assert [row["cue"] for row in lines_of(served.home) if row["cue"].startswith(tomorrow)] == [
        tomorrow, f"{tomorrow}/sang",
    ]  # fmt: skip


def test_a_recording_replaced_on_the_evening_is_watched_and_the_new_one_airs(tmp_path: Path) -> None:
    """Yesterday's recording aired, with a tick beside it."""
    home = ward(tmp_path)
    path = home / "scripts" / "truoc" / "01-bai.md"
    for number in (2, 3):
        (home / "scripts" / "truoc" / f"0{number}-bai.md").unlink()
    path.write_text(script_text("Ghi âm", "", recording="tin.wav"), encoding="utf-8")
    soundfile.write(home / "tin.wav", tone(500, 4) / 32_768, RATE)
    served = Served(home, MONDAY_0630 - timedelta(minutes=2))
    served.begin()
    try:
        served.let_pass(30)
        soundfile.write(home / "moi", tone(1000, 4) / 32_768, RATE, format="WAV")
        (home / "moi").replace(home / "tin.wav")
        served.let_pass(120)
    finally:
        served.leave()
    [told] = served.watching.dealings
    assert [str(one) for one in told.why] == ["bài “Ghi âm” đã sửa"]
    dealings = [row["body"]["cues"][0] for row in lines_of(home) if row["kind"] == "deal" and "/" in row["cue"]]
    first, edited, aired = dealings
    assert first["version"] != edited["version"] == aired["version"]
    with production_of(open_station(home)) as production:
        [order] = [one for one in orders(open_station(home), planned_sessions(home)) if one.script]
        made = production.make(order)
    assert isinstance(made, Cart)
    assert aired["cart"] == made.fingerprint
    assert [outcome for _, outcome in _log(served)] == ["aired"]


def planned_sessions(home: Path) -> list[Session]:
    return list(planned(open_station(home), MONDAY_0630.date()).sessions)


def test_today_shows_what_was_changed_last_and_why_also_when_the_session_has_aired(served: Served) -> None:
    save(served.home, "truoc/02-bai", "Mời bà con nghe bài hai đã sửa.")
    served.let_pass(200)
    view = dealt_day(replace(open_station(served.home), clock=served.clock), MONDAY_0630.date())
    [changed] = view.changed.values()
    assert [str(one) for one in changed.why] == ["bài “Bài truoc/02-bai” đã sửa"]
    assert view.dealings[changed.session.id].number > changed.number  # its carts were fixed since
    result = run_here("--home", served.home, "today", "--date", "06/10/2025")
    assert re.search("sửa lúc 06:2[89] 06/10: bài “Bài truoc/02-bai” đã sửa", result.stdout)


def test_nothing_is_dealt_by_a_clock_that_is_not_believed_and_all_is_once_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = [tell("giờ máy không đúng")]
    monkeypatch.setattr(Duty, "doubt", property(lambda _: doubt[0] if doubt else None))
    with LEVELS.made_in_no_time():
        served = Served(ward(tmp_path), MONDAY_0630 - timedelta(minutes=2))
        served.begin()
        served.let_pass(10)
        assert lines_of(tmp_path) == []
        doubt.clear()
        served.let_pass(10)
        assert {row["kind"] for row in lines_of(tmp_path)} == {"deal"}
        served.let_pass(200)
        served.leave()
    assert [outcome for _, outcome in _log(served)] == ["aired", "aired"]
