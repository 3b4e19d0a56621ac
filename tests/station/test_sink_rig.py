"""What every screen says sounds is what the sink plays: through a session, an interruption and a replug."""

import json
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Recording, Rig
from stand_ins import players
from stand_ins.cli import run_here
from stand_ins.live import ZONE, in_seconds, write_tones

from broadcast.programme.ids import is_sting

pty = pytest.importorskip("pty")  # Windows has none
TITLES = {"chung/mo-dau": "Mở đầu", "nay/a": "Bài A", "nay/b": "Bài B", "chung/chao": "Chào", "chung/khan": "Khẩn"}
PITCHES = {"opening": 500, "a": 700, "b": 900, "closing": 1100, "bulletin": 1300}
SECONDS = {"opening": 2.0, "a": 5.0, "b": 5.0, "closing": 2.0, "bulletin": 3.0}
OFF = "off"
"""Nothing sounds, and no programme is on."""
GAP_OR_OFF = "gap or off"
BLOCK_S = 0.05
BEFORE_S, AFTER_S = 0.6, 0.3
"""A screen may be so far behind the sink, or ahead of it: the player tells four times a second, what has
sounded is confirmed up to 0.2 s after it did, and a sample stands for all of its block of 0.05 s."""
COLUMNS = 60
ONLY_CUES_ARE_TOLD = (
    "from broadcast.playout import telling; from broadcast.playout.events import OffAir; from broadcast.playout"
    ".source import Programme; at = Programme.piece_at; silent = lambda placed: placed is None or"
    " placed.piece.planned is None; tell = telling.Teller.tell; telling.Teller.tell = lambda self, frames:"
    " self._parts.watcher(OffAir(session=self._programme.first_session))"
    " if silent(at(self._programme, frames)) else tell(self, frames)"
)
"""As it once was: what is no announcement is told as silence."""


def _ward(home: Path, cues: str, ahead_s: float) -> Path:
    begin = in_seconds(ahead_s)
    (home / "scripts").mkdir(parents=True)
    (home / "playlist.yaml").write_text(
        f"""\
station: {{name: Đài thử, timezone: {ZONE.key}, opening: chung/mo-dau, closing: chung/chao}}
phases:
  nay: {{name: Nay, from: {begin:%Y-%m-%d}, until: {begin:%Y-%m-%d}}}
sessions:
  - {{id: buoi, name: Buổi thử, at: "{begin:%H:%M:%S}", on: [{begin:%Y-%m-%d}], grace: 15m, play: [{cues}]}}
airtime: {{allowed: ["00:00-23:59"], days: t2-cn, max_session: 15m, max_sessions: 9}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [espeak]}}
output: {{loudspeaker: loa, preview: tai_nghe}}
""",
        encoding="utf-8",
    )
    tones = zip(TITLES, ("opening", "a", "b", "closing", "bulletin"), strict=True)
    write_tones(home, {script: (PITCHES[part], SECONDS[part]) for script, part in tones})
    for script, title in TITLES.items():
        path = home / "scripts" / f"{script}.md"
        text = re.sub(r"title: .*", f"title: {title}", path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    return home


# --- the sink ---


def _heard(recording: Recording) -> list[tuple[float, str]]:
    """When each block of the recording had come, and the part whose pitch it holds; empty for silence."""
    block = round(BLOCK_S * RATE_HZ)
    samples = recording.steps
    samples = samples[: len(samples) // block * block].reshape(-1, block).astype(float)
    turns = np.exp(-2j * np.pi * np.outer(np.arange(block), list(PITCHES.values())) / RATE_HZ)
    levels = np.abs(samples @ turns) / block
    names = [list(PITCHES)[one] for one in levels.argmax(axis=1)]
    ends = recording.times(block)
    return [
        (moment, name if level > 100 else "")
        for moment, name, level in zip(ends, names, levels.max(axis=1), strict=False)
    ]


def _with_gaps(heard: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """The silences told apart: one of a gap's length between two pieces of a programme, or none on air.

    Between a bulletin and a piece that does not come again, and so was over, it is the gap at first, then none.
    """
    runs = [(name, list(blocks)) for name, blocks in groupby(heard, key=lambda one: one[1])]
    told: list[tuple[float, str]] = []
    for number, (name, blocks) in enumerate(runs):
        around = (runs[number - 1][0], runs[number + 1][0]) if 0 < number < len(runs) - 1 else ("", "")
        between = around in (("opening", "a"), ("opening", "b"), ("a", "b"), ("a", "closing"), ("b", "closing"))
        silence = "gap" if between and 1.2 < len(blocks) * BLOCK_S < 1.8 else OFF
        if around[0] and around[1] == "bulletin" and around[0] not in {name for name, _ in runs[number + 1 :]}:
            silence = GAP_OR_OFF
        told += [(moment, name or silence) for moment, _ in blocks]
    return told


# --- the screens ---


@dataclass
class Screen:
    """What `run` shows on a terminal, each change with its moment."""

    shown: list[tuple[float, str]] = field(default_factory=list)
    lines: str = ""

    def read(self, terminal: int) -> None:
        line = ""
        with suppress(OSError):  # the program has gone
            while piece := os.read(terminal, 65536):
                text = piece.decode("utf-8", errors="replace")
                self.lines += text
                line = re.split(r"[\r\n]", line + text)[-1] or line
                for written in re.split(r"[\r\n]+", text):
                    if written:
                        self.shown.append((time.monotonic(), written))

    def at(self, moment: float) -> str:
        return next((line for when, line in reversed(self.shown) if when <= moment), "")


@dataclass(frozen=True)
class Sample:
    """What one screen said, between two moments; on the machine's monotonic clock."""

    screen: str
    begun: float
    done: float
    said: str


def _part(text: str) -> str:
    """The part that a screen's line names."""
    match = re.search(r"ĐANG PHÁT (.*?)(?: · |  |$)", text)
    names = {
        "nhạc và lời mở đầu": "opening", "lời chào và nhạc kết thúc": "closing", "quãng nghỉ": "gap",
        "Bài A": "a", "Bài B": "b", "Khẩn": "bulletin",
    }  # fmt: skip
    if match is None:
        return OFF
    shown = match[1].strip().removesuffix("…")  # cut where the terminal is narrow
    return next(part for title, part in names.items() if title.startswith(shown))


def _part_of(fields: dict) -> str:
    sounding = fields["sounding"]
    if sounding is None:
        assert not fields["on_air"]
        return OFF
    assert fields["on_air"]
    assert sounding["device"] == "loa"
    return sounding["script"][-1] if sounding["part"] == "cue" else sounding["part"]


def _sampled(home: Path, screen: Screen) -> tuple[list[Sample], dict]:
    """All screens once, and the JSON of `status`."""
    found = []

    def ask(name: str, *words: str) -> str:
        begun = time.monotonic()
        text = run_here("--home", home, *words).stdout
        found.append((name, begun, time.monotonic(), text))
        return text

    def said(name: str, part: Callable[[str], str]) -> Sample:
        _, begun, done, text = next(one for one in found if one[0] == name)
        return Sample(name, begun, done, part(text))

    ask("status", "status")
    fields = json.loads(ask("status --json", "status", "--json"))
    ask("today", "today")
    ask("today --json", "today", "--json")
    moment = time.monotonic()
    samples = [
        said("status", lambda text: _part(text.splitlines()[0])),
        said("status --json", lambda text: _part_of(json.loads(text))),
        said("today", _part),
        said("today --json", lambda text: _part_of(json.loads(text))),
        Sample("run", moment, moment, _part(screen.at(moment))),
    ]
    today = json.loads(found[3][3])
    on_air = [cue["id"] for cue in today["cues"] if cue["state"] == "on_air"]
    if today["sounding"] is not None and today["sounding"]["part"] == "cue":
        assert on_air in ([today["sounding"]["cue"]], [])  # the log, read a moment later, may know its end
    else:
        assert on_air == []
    return samples, fields


@contextmanager
def _running(home: Path, tweak: str | None) -> Iterator[Screen]:
    """`run` on a terminal of 60 columns, what it shows read as it comes."""
    screen, (ours, its) = Screen(), pty.openpty()
    reading = threading.Thread(target=screen.read, args=(ours,), daemon=True)
    player = players.on_terminal(home, its, "run", tweak=tweak, columns=COLUMNS)
    os.close(its)
    reading.start()
    try:
        yield screen
    finally:
        player.terminate()
        player.wait(20)
        reading.join(5)
        os.close(ours)


def _followed(
    home: Path, rig: Rig, *, disturbed: bool, tweak: str | None = None
) -> tuple[list[tuple[float, str]], list[Sample], Screen]:
    """Run the station through its session, sampling once a second; the sink, the samples, the screen."""
    samples: list[Sample] = []
    heard: list[tuple[float, str]] = []
    announced = unplugged = False
    recording = rig.recording("loa")
    recording.__enter__()
    with _running(home, tweak) as screen:
        end, closing_seen, silent = time.monotonic() + 90, False, 0
        while silent < 2 and time.monotonic() < end:
            turn = time.monotonic() + 1.0
            new, fields = _sampled(home, screen)
            samples += new
            sounding = fields["sounding"] or {}
            if disturbed and not announced and sounding.get("script") == "nay/a" and sounding["seconds"] > 1:
                announced = True
                players.player(home, "announce", "chung/khan", "--level", "khan-cap", "--by", "An")
            if disturbed and announced and not unplugged and sounding.get("script") == "nay/b":
                unplugged = True
                rig.unplug("loa")
                recording.__exit__(None, None, None)
                heard += _heard(recording)
                for _ in range(3):
                    samples += _sampled(home, screen)[0]
                    time.sleep(0.5)
                plugged = time.monotonic()
                heard += [(heard[-1][0] + 0.01, ""), (plugged, "")]
                rig.plug("loa")
                recording = rig.recording("loa")
                recording.__enter__()
            closing_seen = closing_seen or any(name == "closing" for _, name in _heard_lately(recording))
            silent = silent + 1 if closing_seen and sounding == {} else 0
            time.sleep(max(0.0, turn - time.monotonic()))
    recording.__exit__(None, None, None)
    heard += _heard(recording)
    assert (announced, unplugged) == (disturbed, disturbed)
    return _with_gaps(heard), samples, screen


def _heard_lately(recording: Recording) -> list[tuple[float, str]]:
    return _heard(recording)[-60:]


def _disagreements(heard: list[tuple[float, str]], samples: list[Sample]) -> list[str]:
    """The samples that say what the sink had at no moment around them."""
    wrong = []
    for one in samples:
        near = {what for moment, what in heard if one.begun - BEFORE_S <= moment <= one.done + AFTER_S}
        around = near | {"gap", OFF} if GAP_OR_OFF in near else near
        if one.said not in (around or {OFF}):
            wrong.append(f"{one.screen} says {one.said} at {one.begun:.2f}, the sink has {sorted(around)}")
    return wrong


@pytest.mark.slow
def test_every_screen_says_what_the_sink_plays(tmp_path: Path, rig: Rig, measured: Callable[[str], None]) -> None:
    home = _ward(tmp_path / "ward", "nay/a, nay/b", ahead_s=9)
    heard, samples, screen = _followed(home, rig, disturbed=True)
    wrong = _disagreements(heard, samples)
    kinds = {one.said for one in samples}
    measured(
        f"{len(samples) // 5} times all five screens, {len(wrong)} disagreements; seen: {', '.join(sorted(kinds))}"
    )
    assert wrong == []
    assert (
        {"opening", "a", "b", "closing", "bulletin", "gap", OFF} >= kinds >= {"opening", "a", "b", "bulletin", OFF}
    )
    assert max(len(line) for line in re.split(r"[\r\n]+", screen.lines) if "ĐANG PHÁT" in line) < COLUMNS
    lines = players.log(home)
    assert [one.cue.split("/~")[1] for one in lines if is_sting(one.cue)] == [
        "opening/1", "opening/2", "opening/3", "closing/1",
    ]  # fmt: skip


@pytest.mark.slow
def test_screens_that_know_of_announcements_alone_would_be_found_out(tmp_path: Path, rig: Rig) -> None:
    """The negative control."""
    home = _ward(tmp_path / "ward", "nay/a", ahead_s=9)
    heard, samples, _ = _followed(home, rig, disturbed=False, tweak=ONLY_CUES_ARE_TOLD)
    assert len(_disagreements(heard, samples)) >= 5


# --- a player that stands still ---


@pytest.mark.slow
def test_a_player_frozen_in_the_middle_of_a_sound_is_told_as_frozen_and_never_as_silent(
    tmp_path: Path, rig: Rig
) -> None:
    home = _ward(tmp_path / "ward", "nay/a, nay/b", ahead_s=7)
    player = players.player(home, "run", screen=tmp_path / "screen.txt")
    players.wait_for(lambda: json.loads(run_here("--home", home, "status", "--json").stdout)["on_air"])
    os.kill(player.pid, signal.SIGSTOP)
    try:
        told = run_here("--home", home, "status")
        fields = json.loads(run_here("--home", home, "status", "--json").stdout)
        stopped = run_here("--home", home, "stop", "-m", "đám tang")
    finally:
        os.kill(player.pid, signal.SIGCONT)
    assert "không trả lời" in told.stdout
    assert "đang phát" not in told.stdout.lower()
    assert "loa im" not in told.stdout
    assert (fields["frozen"], fields["running"], fields["sounding"]) == (True, False, None)
    assert stopped.code == 5, stopped
    assert "không trả lời" in stopped.stderr
    assert "âm-li" in stopped.stderr
    assert "Loa đã im" not in stopped.stdout
    players.wait_for(lambda: not json.loads(run_here("--home", home, "status", "--json").stdout)["on_air"])
    again = run_here("--home", home, "stop", "-m", "đám tang")  # the player answers now: silence is confirmed
    assert (again.code, "Loa đã im" in again.stdout) == (0, True)
