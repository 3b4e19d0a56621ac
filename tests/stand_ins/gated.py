"""A service whose time a test lets pass piece by piece, and whose sound it counts; the rest is the real one."""

import itertools
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from broadcast.base.clock import OfflineClock, Wanted
from broadcast.library.codec import encode_wav
from broadcast.library.sounds import Library
from broadcast.playout.output import Heard, Output, Played, Source, Wish
from broadcast.production.making import Production
from broadcast.programme.dealing import Dealing
from broadcast.programme.model import Cart, Fingerprint
from broadcast.station.player import Player
from broadcast.station.service import serve
from broadcast.station.station import Station, open_station

RATE = 8_000
_BLOCK_S = 0.25
_NOTHING_S = 1e-6
_LEAVES_S = 0.25
_PATIENCE_S = 60.0


class GatedClock(OfflineClock):
    """A clock that stops whoever lets it pass at a gate, until a test opens it for so many seconds more."""

    def __init__(self, start: datetime, step_s: float = 60.0) -> None:
        super().__init__(start)
        self._step_s = step_s
        self._open_s = 0.0
        self._turn = threading.Condition()
        self._waits = False
        self.is_free = False
        """Nobody is stopped any more: the service is leaving."""

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        while moment > self.now():
            if wanted is not None and not wanted():
                return False
            self.passed(min((moment - self.now()).total_seconds(), self._step_s, self._at_gate()))
            if self.is_free:  # whoever leaves is not kept by a wait that nobody can end
                super().passed(min(max(0.0, (moment - self.now()).total_seconds()), _LEAVES_S))
        return True

    def _at_gate(self) -> float:
        """Wait for the test; how many seconds it lets pass."""
        with self._turn:
            while self._open_s <= _NOTHING_S and not self.is_free:
                self._waits = True
                self._turn.notify_all()
                assert self._turn.wait(_PATIENCE_S), "the test has forgotten its service"
            self._waits = False
            return self._open_s if not self.is_free else self._step_s

    def passed(self, seconds: float) -> None:
        while seconds > 0 and not self.is_free:
            step = min(seconds, self._at_gate())
            with self._turn:
                self._open_s = max(0.0, self._open_s - step)
            super().passed(step)
            seconds -= step

    def step(self, by: timedelta) -> None:
        """Set the wall clock; the monotonic one goes on."""
        self._now += by

    def open_for(self, seconds: float, alive: threading.Thread) -> None:
        """Let so much time pass, and return when it has."""
        with self._turn:
            self._open_s, self._waits = self._open_s + seconds, False
            self._turn.notify_all()
            while not self._waits and alive.is_alive():
                self._turn.wait(0.05)

    def leave(self) -> None:
        with self._turn:
            self.is_free = True
            self._turn.notify_all()


class Counting:
    """A loudspeaker that counts how often each level of sound was heard for so many frames without a break."""

    name = "loa"

    def __init__(self, clock: GatedClock, runs: "Counter[tuple[int, int]]") -> None:
        self._clock = clock
        self._runs = runs
        self._last = (0, 0)
        """The level that sounds, and for how many frames it does."""

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None and not self._clock.wait_until(at, lambda: heard(0, at) is Wish.GO_ON):
            return Played(started=None, frames=0, complete=False)
        started, frames, block = self._clock.now(), 0, round(_BLOCK_S * source.rate_hz)
        self._last = (0, 0)
        while True:
            samples = source.read(block)
            frames += len(samples)
            self._clock.passed(len(samples) / source.rate_hz)
            complete = len(samples) < block
            wish = Wish.GO_ON if complete else heard(frames, started)
            self._count(np.rint(samples * 32_768).astype(int))
            if complete or wish is Wish.FADE:
                return Played(started=started if frames else None, frames=frames, complete=complete)

    def _count(self, levels: np.ndarray) -> None:
        """Count each run as it grows: what is settled in the log is counted here by then."""
        edges = [0, *(np.flatnonzero(np.diff(levels)) + 1), len(levels)]
        for begin, end in itertools.pairwise(edges):
            if begin == end:
                continue
            level, length = int(levels[begin]), int(end - begin)
            if self._last[0] == level:
                self._runs[self._last] -= 1
                length += self._last[1]
            self._last = level, length
            self._runs[self._last] += 1


class Levels:
    """Carts that are one level of sound each, a level for each fingerprint, so that what was heard can be told."""

    def __init__(self, seconds: float = 3.0) -> None:
        self._levels: dict[Fingerprint, int] = {}
        self._frames = round(seconds * RATE)

    @property
    def frames(self) -> int:
        """How many frames a cart has at the least."""
        return self._frames

    def level(self, print_: Fingerprint) -> tuple[int, int]:
        """The level and the frames of that cart."""
        number = self._levels.setdefault(print_, len(self._levels) + 1)
        return 1 + number % 30_000, self._frames + number // 30_000

    def cart(self, library: Library, print_: Fingerprint) -> Cart:
        if (known := library.cart(print_)) is not None:
            return known
        level, frames = self.level(print_)
        cart = Cart(
            fingerprint=print_, engine="espeak", frames=frames, rate_hz=RATE, loudness=-16.0, true_peak=-2.0
        )
        library.keep_cart(cart, encode_wav(np.full(frames, level, np.int16), RATE))
        return cart

    @contextmanager
    def made_in_no_time(self) -> Iterator[None]:
        """Production makes these carts, by the true fingerprints."""
        levels = self

        def spoken(self: Production, arrangement: Any, prepared: Any, order: Any, wanted: Any) -> Cart:
            return levels.cart(self._library, self._prints.spoken(arrangement, prepared, "espeak", frozenset()))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Production, "_spoken", spoken)
            yield


class Watching:
    """Whoever wants to know what the service does; it keeps the new dealings."""

    def __init__(self) -> None:
        self.dealings: list[Dealing] = []
        self.loads = 0
        self.failed: list[object] = []

    def loaded(self, *_: object) -> None:
        self.loads += 1

    def kept(self, *_: object) -> None: ...
    def chore_failed(self, *told: object) -> None:
        self.failed.append(told)

    def dealt(self, dealing: Dealing) -> None:
        self.dealings.append(dealing)

    def rehearsed(self, *_: object) -> None: ...
    def progress(self, *_: object) -> None: ...
    def __call__(self, event: object) -> None: ...


class Served:
    """The real service of a folder in a thread, on a gated clock; begun and left as often as a test likes."""

    def __init__(self, home: Path, start: datetime, step_s: float = 60.0) -> None:
        self.home = home
        self.clock = GatedClock(start, step_s)
        self.runs: Counter[tuple[int, int]] = Counter()
        self.watching = Watching()
        self.player: Player | None = None
        self._step_s = step_s
        self._thread: threading.Thread | None = None
        self._failed: list[BaseException] = []

    def begin(self) -> None:
        over = self._over = threading.Event()
        self.clock = GatedClock(self.clock.now(), self._step_s)

        def work() -> None:
            try:
                serve(
                    self.home, device=None, watching=self.watching, wanted=lambda: not over.is_set(),
                    made=self._made, sounding_on=self._sounding_on,
                )  # fmt: skip
            except BaseException as error:
                self._failed.append(error)

        self._thread = threading.Thread(target=work)
        self._thread.start()
        self.let_pass(0)

    def leave(self) -> None:
        """As the system ends it, in order."""
        if self._thread is not None:
            self._over.set()
            self.clock.leave()
            self._thread.join()
            self._thread = self.player = None
        assert self._failed == []

    def cut_power(self) -> None:
        """Nobody ends anything: what the disk holds now is all that is left of the journal, and nothing sounds."""
        journal, kept, runs = self.home / "journal", self.home / "kept", Counter(self.runs)
        shutil.copytree(journal, kept, ignore=shutil.ignore_patterns("*.sock"))
        self.leave()
        shutil.rmtree(journal)
        kept.rename(journal)
        self.runs.clear()
        self.runs.update(runs)

    def let_pass(self, seconds: float) -> None:
        """With nobody at work where the service does not run."""
        if self._thread is None:
            self.clock._now += timedelta(seconds=seconds)
        else:
            self.clock.open_for(seconds, self._thread)
            assert self._failed == []

    @property
    def is_on(self) -> bool:
        return self._thread is not None

    def _made(self, home: Path) -> Station:
        return replace(open_station(home), clock=self.clock)

    def _sounding_on(self, _station: Station, player: Player, _name: str | None) -> Output:
        self.player = player
        return Counting(self.clock, self.runs)
