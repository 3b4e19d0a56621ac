"""The real service of a small ward, and any edit, command or accident at any moment; a machine for hypothesis."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from stand_ins.carts import MONDAY_0630
from stand_ins.gated import Levels, Served
from stand_ins.record_law import disagreements, lines_of
from stand_ins.wards import script_text

from broadcast.base.errors import BroadcastError
from broadcast.library.sounds import Library
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import Fingerprint
from broadcast.station import changes
from broadcast.station.overview import Overview, look_at

LEVELS = Levels()
TIMES = ("05:50", "06:10", "06:30", "06:34", "17:00")
CHANGED = ("sang", "sang", "them", "dot", "treo-co")
"""Sessions that are changed by command, the morning's most."""
EDITS: Counter[str] = Counter()


def playlist(
    at: str = "06:30", count: int = 2, more: str = "", allowed: str = "05:00-19:00", campaign: str = ""
) -> str:
    return f"""\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
phases:
  truoc: {{name: Trước, from: 2025-10-06, until: 2025-10-17}}
{campaign}facts:
  hop: {{ngay: 18/10/2025}}
sessions:
  - {{id: sang, name: Buổi sáng, at: "{at}", days: t2-cn, grace: 10m, play: {{rotate: phase, count: {count}}}}}
{more}airtime: {{allowed: [{allowed}], days: t2-cn, max_session: 15m, max_sessions: 3}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [espeak]}}
"""


def another(at: str) -> str:
    return f'  - {{id: them, name: Buổi thêm, at: "{at}", days: t2-cn, grace: 10m, play: [chung/treo-co]}}\n'


def campaign_of(first: int, last: int, *, in_phases: bool) -> str:
    """A campaign beside the phases, from the one day of October to the other."""
    days = f"from: 2025-10-{first:02}, until: 2025-10-{last:02}"
    own = f"phases: {{sau: {{name: Sau, {days}}}}}" if in_phases else days
    return f"campaigns:\n  bao: {{name: Phòng bão, {own}}}\n"


def of_campaign(at: str) -> str:
    return (
        f'  - {{id: dot, name: Buổi của đợt, at: "{at}", days: t2-cn, grace: 10m, campaign: bao,'
        " play: {rotate: bao, count: 1}}\n"
    )


def save(home: Path, script: str, words: str) -> None:
    path = home / "scripts" / f"{script}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script_text(f"Bài {script}", words), encoding="utf-8")


def ward(home: Path) -> Path:
    for number in (1, 2, 3):
        save(home, f"truoc/0{number}-bai", f"Mời bà con nghe bài {number}.")
    save(home, "chung/treo-co", "Mời bà con treo cờ.")
    save(home, "bao/01-bai", "Mời bà con phòng bão.")
    save(home, "bao/sau/02-bai", "Mời bà con dọn dẹp sau bão.")
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

    @rule(minutes=st.sampled_from([-480, -30, -3, 2, 12, 150, 1_080]), is_confirmed=st.booleans())
    def the_clock_is_set(self, minutes: int, is_confirmed: bool) -> None:
        """By a little, over a session, over midnight; somebody may say that it is right."""
        self._edited("clock over midnight" if abs(minutes) >= 480 else "clock")
        self.served.clock.step(timedelta(minutes=minutes))
        if is_confirmed and self.served.player is not None:
            self.served.let_pass(1)
            self.served.player.duty._answer({"do": "confirm-clock"})

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

    @rule(seconds=st.sampled_from([0, 20, 900]))
    def its_power_is_cut(self, seconds: int) -> None:
        self._edited("power cut")
        self.served.cut_power()
        self.served.let_pass(seconds)
        self.served.begin()
        self._check()

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

    # --- one day, one session ---

    @rule(kind=st.sampled_from(["move", "skip", "add"]), slot=st.sampled_from(CHANGED), ahead=st.integers(0, 1),
          at=st.sampled_from([*TIMES, "06:29"]))  # fmt: skip
    def a_session_is_changed(self, kind: str, slot: str, ahead: int, at: str) -> None:
        """By command; what the command refuses is told to whoever typed it, and changes nothing."""
        day = self.served.clock.now().date() + timedelta(days=ahead)
        moment, why = time.fromisoformat(at), "Đám tang"
        self._command(
            kind,
            {
                "skip": lambda seen: changes.skip(seen, slot, day, why, "An"),
                "move": lambda seen: changes.move(seen, slot, day, moment, why, "An"),
                "add": lambda seen: changes.add(seen, ["chung/treo-co"], day, moment, why, by="An"),
            }[kind],
        )

    @rule(number=st.integers(1, 4))
    def a_change_is_taken_back(self, number: int) -> None:
        self._command("undo", lambda seen: changes.undo(seen, number, "An"))

    def _command(self, kind: str, work: Callable[[Overview], object]) -> None:
        try:
            work(replace(look_at(self.folder), clock=self.served.clock))
        except BroadcastError:
            kind = f"{kind} refused"
        self._edit(kind, lambda: None)

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
          allowed=st.sampled_from(["05:00-19:00", "05:00-06:20", "06:00-19:00"]), blank=st.booleans(),
          of_october=st.sampled_from([None, (6, 6), (6, 9), (7, 20)]))  # fmt: skip
    def the_playlist_is_edited(
        self, at: str, other: str | None, count: int, allowed: str, blank: bool,
        of_october: tuple[int, int] | None,
    ) -> None:  # fmt: skip
        more = another(other) if other else ""
        campaign = campaign_of(*of_october, in_phases=blank) if of_october else ""
        more += of_campaign("06:32") if of_october else ""
        text = playlist(at, count, more, allowed, campaign)
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
        EDITS[kind] += 1

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
