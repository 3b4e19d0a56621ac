"""Programmes -> the loudspeaker, each at its moment, with what the device confirmed of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from broadcast.base.clock import Clock
from broadcast.base.errors import DeviceError, DeviceLost, Message
from broadcast.playout.output import OPENS_AHEAD, Heard, OnDevice, Played, Source, Wish
from broadcast.playout.output.deck import OPENING_S, Deck
from broadcast.playout.output.pcm import as_pcm16
from broadcast.playout.output.trouble import taken, turned_down, words
from broadcast.playout.output.wire import INAUDIBLE, Failed, Hushed, Opened, Sounded, Trouble, Turned

_STALL_S = 3.0
_HUSHED_S = 1.0
"""A device that is muted or suspended for longer counts as lost."""

_AHEAD_S = 1.25
"""Fed ahead of what has sounded, the device's own buffer included."""

_READY_S = 2.0
"""The source is first read when the device is open and the start is this near."""

_LOW = 25
"""Percent, 36 dB less than all: below that a loudspeaker is told as turned down."""
_MUCH_LESS = 0.75
"""Of how far it was turned up before: 7.5 dB less is told, too."""

_BLOCK_S = 0.1
_TICK_S = 0.1
_SOON_S = 0.3
"""From open to sound, where it is to be at once: a device tells its delay rightly after a few callbacks."""

_SAME_MOMENT_S = 0.002
_FAREWELL_S = 1.0


class SoundCard:
    """An Output: a sound card, found by its name each time it plays; `default` is the system's own choice.

    `deck` begins the process that holds the card, given name, rate in Hz and channels. The clock's monotonic
    seconds must be the deck's: the machine's own for the true one.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        *,
        deck: Callable[[str, int, int], Deck] = Deck.playing,
        holder: Callable[[str], Message | None] = lambda _: None,
        told: Callable[[Message | None], None] = lambda _: None,
        plays: Callable[[OnDevice], None] = lambda _: None,
    ) -> None:
        """Name the card.

        `holder` is asked, with the machine's own name of the device that has opened, who else sounds on it; its
        None: nobody. `told` is called with a sentence while the device is turned down and still heard, and with
        None when a programme begins and when it is turned up again. `plays` is called when the device has opened,
        and at each hole in what it sounds.
        """
        self._name = name
        self._clock = clock
        self._deck = deck
        self._holder = holder
        self._told = told
        self._plays = plays

    @property
    def name(self) -> str:
        """Return the name the operator wrote."""
        return self._name

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """Sound the source on the card, its first frame at `at` and never before it, or at once when None.

        Waits, asking `heard`, until ten seconds before `at`, and only then opens the card. Returns what went out,
        when the last confirmed frame has sounded. Raises DeviceError where the card is missing, busy or silent
        before the first frame, DeviceLost where it goes away, falls silent or stalls after it; whatever else
        breaks in fades the sound out first.
        """
        if at is not None and not self._clock.wait_until(
            at.astimezone(UTC) - OPENS_AHEAD, lambda: heard(0, at) is Wish.GO_ON
        ):
            return Played(started=None, frames=0, complete=False)
        deck = self._opened(source)
        self._told(None)
        run = _Run(self._name, self._clock, deck, source, at, heard, self._holder, self._told, self._plays)
        try:
            played = run.play()
            deck.kill(patience_s=_FAREWELL_S)
        except DeviceError:
            raise
        except BaseException:  # Ctrl+C, a journal that cannot be written, a bug: never leave the sound hanging
            with suppress(DeviceError):
                run.fade_out(_FAREWELL_S)
            raise
        finally:
            deck.kill()
        return played

    def _opened(self, source: Source) -> Deck:
        try:
            return self._deck(self._name, source.rate_hz, source.channels)
        except OSError as fault:  # the machine has no process left to give
            raise DeviceError(*words(self._name, Failed(why=Trouble.REFUSED, detail=str(fault)))) from fault


class _Run:
    """One programme on one deck."""

    def __init__(
        self,
        name: str,
        clock: Clock,
        deck: Deck,
        source: Source,
        at: datetime | None,
        heard: Heard,
        holder: Callable[[str], Message | None],
        told: Callable[[Message | None], None],
        plays: Callable[[OnDevice], None],
    ) -> None:
        self._name = name
        self._clock = clock
        self._deck = deck
        self._source = source
        self._at = at
        self._heard = heard
        self._holder = holder
        self._told = told
        self._plays = plays
        self._on_device = OnDevice(loudspeaker=name)
        self._full: int | None = None
        self._planned = at or clock.now()
        self._sounded = Sounded()
        self._started: datetime | None = None
        self._counted_back: datetime | None = None
        self._opened: float | None = None
        self._start_told: float | None = None
        self._sent = 0
        self._all_sent = False
        self._fading = False
        self._asked = self._alive = clock.monotonic()
        self._hushed: tuple[float, Trouble, int] | None = None
        self._silences = 0

    def play(self) -> Played:
        # a device that is still opening when it is not wanted any more is not waited for
        while not self._sounded.over and not (self._fading and self._opened is None):
            self._feed()
            self._listen(_TICK_S)
            self._check()
            self._ask()
        frames = self._sounded.frames
        return Played(
            started=self._started if frames else None,
            frames=frames,
            complete=self._all_sent and frames == self._sent and not self._sounded.faded,
            underflows=self._sounded.underflows + self._silences,
        )

    def fade_out(self, patience_s: float) -> None:
        self._deck.fade()
        until = self._clock.monotonic() + patience_s
        while not self._sounded.over and self._clock.monotonic() < until:
            self._listen(_TICK_S)

    def _feed(self) -> None:
        if self._start_told is None or self._start_told - self._clock.monotonic() > _READY_S:
            return  # nothing of a programme is taken from its source for a device that may never open
        if self._fading or (self._hushed is not None and not self._sent):
            return  # nor for one that is silent already, or on its way there: after a standstill it would be heard
        block = round(_BLOCK_S * self._source.rate_hz)
        while not self._all_sent and self._sent - self._sounded.frames < _AHEAD_S * self._source.rate_hz:
            samples = self._source.read(block)
            self._deck.sound(as_pcm16(samples))
            self._sent += len(samples)
            if len(samples) < block:
                self._deck.end()
                self._all_sent = True

    def _listen(self, patience_s: float) -> None:
        """Take every report there is; wait for one if there is none."""
        report = self._deck.report(patience_s)
        while report is not None and not self._sounded.over:
            match report:
                case Opened(device=device):
                    if (holder := self._holder(device)) is not None:
                        raise DeviceError(*taken(self._name, holder))
                    self._opened = self._alive = self._clock.monotonic()
                    self._tell(replace(self._on_device, device=device))
                case Sounded():
                    self._take(report)
                case Hushed(why=why):
                    self._hush(why)
                case Turned(percent=percent):
                    self._turn(percent)
                case Failed():
                    raise self._lost(report)
            report = self._deck.report(0)

    def _take(self, report: Sounded) -> None:
        known, self._sounded = self._sounded, report
        # Once it sounds, only frames that have sounded are a sign of life: callbacks alone are not heard.
        sign = "beats" if report.first is None else "frames"
        if getattr(report, sign) != getattr(known, sign):
            self._alive = self._clock.monotonic()
        if report.underflows != known.underflows:
            self._tell_holes()
        if report.first is not None and report.first != known.first:
            ahead = timedelta(seconds=report.first - self._clock.monotonic())
            self._counted_back = _later(self._clock.now(), ahead)
            self._started = self._started or self._counted_back

    def _check(self) -> None:
        now = self._clock.monotonic()
        if self._hushed is not None:
            since, why, frames = self._hushed
            if now - since > _HUSHED_S:
                raise self._lost(Failed(why=why), frames)
        if now - self._alive > (OPENING_S if self._opened is None else _STALL_S):
            raise self._lost(Failed(why=Trouble.STALLED))

    def _hush(self, why: Trouble | None) -> None:
        frames = self._sounded.frames  # those that come after are taken, and not heard
        self._silences += why is not None and frames > 0
        self._hushed = (self._clock.monotonic(), why, frames) if why else None
        if why is None:  # a silence that does not end is no hole
            self._tell_holes()

    def _tell_holes(self) -> None:
        lasting = self._hushed is not None and self._hushed[2] > 0
        self._tell(replace(self._on_device, holes=self._sounded.underflows + self._silences - lasting))

    def _tell(self, on_device: OnDevice) -> None:
        self._on_device = on_device
        self._plays(on_device)

    def _turn(self, percent: int) -> None:
        """Tell where it is turned low, or much lower than when it was opened: it sounds, and not far."""
        self._full = percent if self._full is None else max(self._full, percent)
        low = percent > INAUDIBLE and (percent < _LOW or percent <= self._full * _MUCH_LESS)
        self._told(turned_down(self._name, percent, self._clock.now()) if low else None)

    def _lost(self, failed: Failed, frames: int | None = None) -> DeviceError:
        frames = self._sounded.frames if frames is None else frames
        what, fix = words(self._name, failed)
        holes = self._sounded.underflows + self._silences - (self._hushed is not None)
        return DeviceLost(what, fix, frames=frames, underflows=holes) if frames else DeviceError(what, fix)

    def _ask(self) -> None:
        now = self._clock.monotonic()
        if self._fading or now - self._asked < _TICK_S:
            return
        self._asked = now
        frames = self._sounded.frames if self._hushed is None else self._hushed[2]
        moment = self._counted_back if self._counted_back is not None and frames else self._planned
        if self._heard(frames, moment) is Wish.FADE:
            self._fading = True
            self._deck.fade()
        else:  # only after asking: who hears that the wall clock was set may not want the start any more
            self._tell_start()

    def _tell_start(self) -> None:
        """Tell the deck when to begin, again and again until it has: the wall clock may be set meanwhile."""
        if self._opened is None or self._sounded.first is not None:
            return
        earliest = self._opened + _SOON_S
        moment = earliest if self._at is None else max(earliest, self._on_the_monotonic_clock(self._at))
        if self._start_told is None or abs(moment - self._start_told) > _SAME_MOMENT_S:
            self._deck.start_at(moment)
            self._start_told = moment

    def _on_the_monotonic_clock(self, moment: datetime) -> float:
        """The best of three looks at both clocks: between the two looks of a pair we may be put to sleep."""
        pairs = []
        for _ in range(3):
            before, wall, after = self._clock.monotonic(), self._clock.now(), self._clock.monotonic()
            pairs.append((after - before, after, wall))
        _, after, wall = min(pairs)
        return after + (moment.astimezone(UTC) - wall.astimezone(UTC)).total_seconds()


def _later(moment: datetime, by: timedelta) -> datetime:
    return (moment.astimezone(UTC) + by).astimezone(moment.tzinfo)
