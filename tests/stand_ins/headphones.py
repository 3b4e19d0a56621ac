"""Headphones without a sound card: everything is heard at once, or only the first half of it."""

from dataclasses import replace
from datetime import datetime

import pytest

from broadcast.base.clock import Clock
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.nowhere import Nowhere
from broadcast.station.station import Station


class HalfHeard:
    """Headphones that somebody takes off in the middle."""

    name = "-"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        now, half = self._clock.now(), source.frames // 2
        heard(half, now)
        return Played(started=now, frames=half, complete=False)


class Holed(Nowhere):
    """Headphones of a machine that has too much to do."""

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        return replace(super().play(source, at=at, heard=heard), underflows=2)


def put_on(monkeypatch: pytest.MonkeyPatch, kind: type[Nowhere | HalfHeard] = Nowhere) -> None:
    """Let every preview sound in such headphones until the test ends."""

    def chosen(station: Station) -> Nowhere | HalfHeard:
        return kind(station.clock)

    monkeypatch.setattr("broadcast.station.preview.headphones", chosen)
    monkeypatch.setattr("broadcast.station.preview.device_of", lambda *_, **__: "tai nghe")
