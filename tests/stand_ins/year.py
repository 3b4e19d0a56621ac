"""A ward that is edited all the year, by files and by commands, on a machine that goes off and fails."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from stand_ins.carts import ZONE
from stand_ins.gated import Levels, Served
from stand_ins.record_law import lines_of
from stand_ins.wards import script_text
from stand_ins.year_ward import FOLDERS, SLOTS, STORMS, day_of, playlist

from broadcast.base.errors import BroadcastError
from broadcast.library.sounds import Library
from broadcast.programme.bulletins import Urgency
from broadcast.programme.model import Fingerprint
from broadcast.programme.settings import ScriptId
from broadcast.station import changes
from broadcast.station.overview import Overview, look_at

_FILES = ("save", "save", "save", "save", "delete", "rename", "playlist")
_ODD = ("lexicon", "restart", "power cut", "skip", "move", "add", "undo")
_EDITS_A_SITTING = 3
_TIMES = ("05:40", "06:20", "07:15", "11:00", "17:30", "19:10")


class Year:
    """What is tried on the ward of `home`, day after day, the same with the same seed."""

    def __init__(self, home: Path, levels: Levels, first: int, seed: int) -> None:
        self.home = home
        self.levels = levels
        self.chance = random.Random(seed)
        self.tried: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.unlike: list[str] = []
        """What was heard another number of times than the record says."""
        self._seen = 0
        self._versions = 0
        for folder in FOLDERS:
            for number in (1, 2, 3):
                self._save(f"{folder}/0{number}-bai", {})
        (home / "playlist.yaml").write_text(playlist(), encoding="utf-8")
        start = datetime.combine(day_of(first), time(4), ZONE)
        self.served = Served(home, start, step_s=600)

    def pass_day(self, number: int, edits: int) -> None:
        """From four in the morning to four in the next, with so many edits, a third of them around a session."""
        if self.chance.random() < 0.02:
            self.tried["day without the machine"] += 1
            self.served.leave()
            self._until(number, 86_400)
            self.served.begin()
            return
        moments = [(moment, self._sitting) for moment in self._moments(edits)]
        if number in STORMS or number - 1 in STORMS:
            moments += [(7_500.0, self._storm), (8_000.0 + 3_600 * (number % 7), self._power_cut)]
        for moment, work in sorted(moments, key=lambda one: one[0]):
            self._until(number, moment)
            work()
        self._until(number, 86_400)
        self._compare()

    def _until(self, number: int, moment: float) -> None:
        """Let pass what is left until so many seconds after four of that day."""
        four = datetime.combine(day_of(number), time(4), ZONE)
        left = four + timedelta(seconds=moment) - self.served.clock.now()
        self.served.let_pass(max(0.0, left.total_seconds()))

    def _moments(self, edits: int) -> list[float]:
        """Seconds after four: most by chance, every third in the minutes around half past six, five or noon."""
        sittings = max(1, round(edits / _EDITS_A_SITTING))
        near = [self.chance.choice([9_000, 27_000, 46_800]) + self.chance.uniform(-30, 300) for _ in
                range(sittings // 3)]  # fmt: skip
        return near + [self.chance.uniform(0, 86_300) for _ in range(sittings - len(near))]

    # --- what is tried ---

    def _sitting(self) -> None:
        """Somebody at the desk: a few files saved one right after the other, or something odd; then a look."""
        if self.chance.random() < 0.4:
            self._odd(self.chance.choice(_ODD))
        for _ in range(self.chance.randint(2, 2 * _EDITS_A_SITTING)):
            self._file(self.chance.choice(_FILES))
        self.served.let_pass(self.chance.choice([0.5, 3, 3]))

    def _file(self, kind: str) -> None:
        self.tried[kind] += 1
        path, to = (self.home / "scripts" / f"{script}.md" for script in (self._script(), self._script()))
        match kind:
            case "save":
                self._save(path.relative_to(self.home / "scripts").as_posix().removesuffix(".md"), self._header())
            case "delete":
                path.unlink(missing_ok=True)
            case "rename" if path.exists():
                path.replace(to)
            case "playlist":
                text = playlist(
                    self.chance.choice(["06:20", "06:30", "06:30", "06:40"]), self.chance.randint(1, 3),
                    [self._line(number) for number in range(self.chance.choice([0, 0, 1, 3]))],
                )  # fmt: skip
                (self.home / "playlist.yaml").write_text(text, encoding="utf-8")

    def _odd(self, kind: str) -> None:
        self.tried[kind] += 1
        match kind:
            case "lexicon":
                word = self.chance.choice(["", "nghe: lắng nghe\n"])
                (self.home / "lexicon.yaml").write_text(word, encoding="utf-8")
            case "restart":
                self.served.leave()
                self.served.begin()
            case "power cut":
                self.served.cut_power()
                self.served.let_pass(self.chance.choice([0, 120, 1_200]))
                self.served.begin()
            case _:
                self._command(kind)

    def _power_cut(self) -> None:
        self._odd("power cut")

    def _command(self, kind: str) -> None:
        """As `broadcast skip`, `move`, `add` and `undo` do it."""
        overview = replace(look_at(self.home), clock=self.served.clock)
        try:
            self._commands(overview)[kind]()
        except BroadcastError:  # a session that has begun, a day off, an hour the rules do not allow, ...
            self.refused[kind] += 1

    def _commands(self, overview: Overview) -> dict[str, Callable[[], object]]:
        day = overview.clock.now().date() + timedelta(days=self.chance.choice([0, 0, 1, 2]))
        slot, at = self.chance.choice(SLOTS), time.fromisoformat(self.chance.choice(_TIMES))
        known = [one.id for one in changes.to_come(overview) if one.id] or ["0"]
        return {
            "skip": lambda: changes.skip(overview, slot, day, "Đám tang", "An"),
            "move": lambda: changes.move(overview, slot, day, at, "Họp dân", "An"),
            "add": lambda: changes.add(overview, [self._script()], day, at, "Việc gấp", by="An"),
            "undo": lambda: changes.undo(overview, int(self.chance.choice(known)), "An"),
        }

    def _storm(self) -> None:
        """A bulletin every hour from about six to five, as `broadcast announce --every 1h` asks the player."""
        self.tried["bulletins every hour"] += 1
        print_ = Fingerprint(f"{self.tried['bulletins every hour']:064x}")
        self.levels.cart(Library(self.home / "audio_cache"), print_)
        assert self.served.player is not None
        answer = self.served.player.duty._answer(
            {
                "do": "announce", "urgency": str(self.chance.choice([Urgency.PRIORITY, Urgency.EMERGENCY])),
                "script": "ban-tin/bao", "fingerprint": print_, "by": "An", "times": 12, "every_s": 3600.0,
                "expires_s": 3000.0, "override": None, "title": "Tin bão", "text": "Bão gần bờ.", "at": None,
            }
        )  # fmt: skip
        assert answer.get("ok"), answer

    # --- files ---

    def _script(self) -> ScriptId:
        return ScriptId(f"{self.chance.choice(FOLDERS)}/0{self.chance.randint(1, 4)}-bai")

    def _header(self) -> dict[str, str]:
        """Most scripts air always; some are drafts, run from one day to another, or on some weekdays."""
        today = self.served.clock.now().date()
        day = today + timedelta(days=self.chance.randint(0, 4))
        return self.chance.choice(
            [{}, {}, {}, {}, {}, {"draft": "true"}, {"until": f"{day}"}, {"from": f"{day}"}, {"days": "t2-t5"}]
        )

    def _save(self, script: str, header: dict[str, str]) -> None:
        self._versions += 1
        path = self.home / "scripts" / f"{script}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = script_text(f"Bài {script}", f"Mời bà con nghe bài sửa lần {self._versions}.", **header)
        path.write_text(text, encoding="utf-8")

    def _line(self, number: int) -> str:
        day = self.served.clock.now().date() + timedelta(days=self.chance.randint(0, 3))
        slot, at, script = self.chance.choice(SLOTS), self.chance.choice(_TIMES), self._script()
        return self.chance.choice(
            [
                f"{{skip: {slot}, date: {day}, reason: Đám tang}}",
                f'{{move: {slot}, date: {day}, at: "{at}", reason: Họp dân}}',
                f'{{add: them-{number}, name: Thêm, date: {day}, at: "{at}", play: [{script}], reason: Mới}}',
            ]
        )

    # --- what was heard ---

    def _compare(self) -> None:
        """Each cart that the record has as aired since the last look was heard whole so often, not once more."""
        started: dict[tuple[str, int], str] = {}
        aired: Counter[tuple[int, int]] = Counter()
        for row in lines_of(self.home, after=self._seen):
            self._seen = row["seq"]
            if row["kind"] == "start":
                started[row["cue"], row["attempt"]] = row["body"]["fingerprint"]
            elif row["kind"] == "end" and row["outcome"] == "aired":
                aired[self.levels.level(Fingerprint(started[row["cue"], row["attempt"]]))] += 1
        self.tried["heard whole"] += aired.total()
        full = {run: times for run, times in self.served.runs.items() if run[1] >= self.levels.frames and times}
        if full != dict(aired):
            self.unlike.append(f"until {self.served.clock.now()}: heard {full}, in the record {dict(aired)}")
        self.served.runs.clear()
        self.served.watching.dealings.clear()
