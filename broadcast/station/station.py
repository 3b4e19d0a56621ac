"""COMPOSITION ROOT: the ward's folder -> a station that can be rehearsed, listened to and put on air.

The only place that chooses voices and loudspeaker; the clock is the office's, and a trusted one on shift.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from broadcast.base.clock import Wanted
from broadcast.base.errors import MachineError, Message, SpeechError, UsageRefused, tell
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.playout.events import Watcher
from broadcast.playout.output import Output
from broadcast.playout.output.apart import refuse_one_device_for_both
from broadcast.playout.output.choices import Choices
from broadcast.playout.output.listing import devices, require_one_of
from broadcast.playout.output.soundcard import SoundCard
from broadcast.playout.timetable import Playout
from broadcast.production.making import Production, Progress
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.roster import voices
from broadcast.production.worker import Worker
from broadcast.programme.model import Airing, Override, Session
from broadcast.record.journal import Journal
from broadcast.station.player import Ending, Player, Shift, WhatSounds, refuse_stopped

_GTTS_URL, _GTTS_CA = "BROADCAST_GTTS_URL", "BROADCAST_GTTS_CA"
"""Where the online voice is asked, for a ward behind a proxy of its own and for tests."""

ProgressWatcher = Callable[[Progress], None]


def _unwatched(progress: Progress) -> None:
    pass


OVERRIDE_HINT = tell('Có người cho phép thì thêm: --override "lý do" --by "tên người cho phép".')


def _told_to_stop() -> Message:
    return tell("người trực dừng")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A station on air: playout, and production beside it."""

    playout: Playout
    worker: Worker
    journal: Journal


class Station(Shift):
    """One ward's station: its shift, with voices and a loudspeaker."""

    library: Library

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.library = Library(home / "audio_cache")

    # --- making ---

    @contextmanager
    def production(self, watch: ProgressWatcher = _unwatched) -> Iterator[Production]:
        """Production with its voices, which live in children of their own until the block ends."""
        with ExitStack() as stack:
            engines = {name: stack.enter_context(engine) for name, engine in _voices().items()}
            yield Production(ward=self.ward, library=self.library, engines=engines, clock=self.clock, watch=watch)

    def try_voices(self) -> dict[str, Message | None]:
        """Let each voice say a few words: None where it can, else why not."""
        answers: dict[str, Message | None] = {}
        with ExitStack() as stack:
            for name, engine in _voices().items():
                try:
                    stack.enter_context(engine).speak("xin chào bà con", speed=1.0)
                    answers[name] = None
                except SpeechError as error:
                    answers[name] = error.what
        return answers

    # --- airing ---

    def loudspeaker(self, name: str | None = None) -> Output:
        """The ward's loudspeaker with those that stand in for it, or the device of that name and no other."""
        names = (name,) if name else self.ward.playlist.devices.loudspeakers
        cards = [SoundCard(one, self.clock) for one in names]
        return Choices(cards, self.clock, self.tell_of_the_loudspeaker) if len(cards) > 1 else cards[0]

    def preview_device(self) -> SoundCard:
        """Where previews sound. Raises DeviceError where that would be the ward's loudspeaker."""
        names = self.ward.playlist.devices
        refuse_one_device_for_both(names, devices())
        return SoundCard(names.preview, self.clock)

    @contextmanager
    def on_air(
        self,
        sessions: Sequence[Session],
        output: Output,
        *,
        watcher: Watcher,
        wanted: Wanted,
        current: Wanted = lambda: True,
        progress: ProgressWatcher = _unwatched,
        hurried: bool = True,
        ending: Ending = _told_to_stop,
    ) -> Iterator[Desk]:
        """Playout on the real as-run log, with production at work beside it; for the only player."""
        on_air = WhatSounds(watcher)
        with ExitStack() as stack:
            journal = self._journal or stack.enter_context(Journal(self.journal_path(), keeping=True))
            journal.recover(self.clock.now(), str(tell("máy tắt hoặc chương trình dừng giữa chừng")))
            self.library.sweep()
            production = stack.enter_context(self.production(progress))
            rack = Rack()
            worker = Worker(production, rack, self.orders(sessions, hurried=hurried))
            stack.callback(worker.close)
            playout = Playout(
                library=self.library,
                rack=rack,
                journal=journal,
                output=output,
                clock=self.clock,
                airtime=self.ward.playlist.airtime,
                watcher=on_air,
                wanted=wanted,
                current=current,
                conditions=self._duty,
                ending=ending,
            )
            if self._duty is not None:
                self._duty.status = lambda: self.report(on_air, journal.trouble)
            yield Desk(playout=playout, worker=worker, journal=journal)

    def air_on_time(
        self,
        day: date,
        output: Output,
        *,
        watcher: Watcher,
        wanted: Wanted,
        progress: ProgressWatcher,
        ending: Ending = _told_to_stop,
    ) -> tuple[Airing, ...]:
        """Air what the day still owes, each session on its second; the day's airings. Raises Stopped."""
        rundown = self.rundown(day)
        with (
            self.player(output, wanted, ending) as player,
            self.on_air(
                rundown.sessions, output, watcher=watcher, wanted=player.wanted, progress=progress,
                ending=player.ending,
            ) as desk,
        ):  # fmt: skip
            desk.playout.air_day(rundown)
        return self.airings(day, day)

    def air_at_once(
        self,
        day: date,
        output: Output,
        *,
        watcher: Watcher,
        wanted: Wanted,
        progress: ProgressWatcher,
        ending: Ending = _told_to_stop,
        override: Override | None = None,
    ) -> tuple[Airing, ...]:
        """Air what has not been heard of the day, now; the airings of this time.

        Raises UsageRefused where the airtime rules do not allow it and nobody answers for it; Stopped.
        """
        self._refuse_unusual(day, override)
        sessions = [session for session in self.rundown(day).sessions if override or session.refused is None]
        before = len(self.airings(day, day))
        with (
            self.player(output, wanted, ending) as player,
            self.on_air(
                [replace(session, refused=None) for session in sessions], output, watcher=watcher,
                wanted=player.wanted, progress=progress, hurried=False, ending=player.ending,
            ) as desk,
        ):  # fmt: skip
            desk.playout.air_now(sessions, note=self._note_of(day), override=override)
        return self.airings(day, day)[before:]

    def _note_of(self, day: date) -> str:
        note = str(tell("phát ngay theo lệnh người trực"))
        other = tell("chương trình của ngày {day}, không phải hôm nay", day=f"{day:%d/%m/%Y}")
        return note if day == self.today else f"{note}; {other}"

    def _refuse_unusual(self, day: date, override: Override | None) -> None:
        """Airing at once, without waiting for production first where the rules forbid it anyway."""
        if override is None and (why := self.unusual_now(day)) is not None:
            raise UsageRefused(tell("Không phát lúc này: {why}.", why=why), OVERRIDE_HINT)

    @contextmanager
    def player(self, output: Output, wanted: Wanted, ending: Ending = _told_to_stop) -> Iterator[Player]:
        """The only player, for as long as nobody stops it. Raises LoudspeakerTaken, Stopped, MachineError."""
        with self.only_player() as duty:
            refuse_stopped(duty.stop)
            hold = duty.hold()
            if hold is not None:
                raise MachineError(
                    tell("Không phát: {why}.", why=hold.why),
                    tell("Chỉnh lại giờ của máy. Giờ đang đúng thì chạy: broadcast clock --confirm"),
                )
            if names := _cards(output):  # an operator stands here: better told now than at its second
                require_one_of(names)
            yield Player(duty, wanted, ending)
            duty.poll()
            refuse_stopped(duty.stop)


def _cards(output: Output) -> list[str]:
    """The names of the sound cards that it may play on."""
    outputs = output.outputs if isinstance(output, Choices) else (output,)
    return [card.name for card in outputs if isinstance(card, SoundCard)]


def _voices() -> Mapping[str, Isolated]:
    return voices(gtts_url=os.environ.get(_GTTS_URL), gtts_ca=os.environ.get(_GTTS_CA))
