"""COMPOSITION ROOT: the ward's folder -> a station that can be looked at, rehearsed, previewed and put on air.

The only place that chooses parts: which clock, which voices, which loudspeaker.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import Timeout

from broadcast.audio.sound import Sound
from broadcast.clock import Clock, OfflineClock, SystemClock
from broadcast.codec import encode
from broadcast.control import Latch, Stop, ask
from broadcast.duty import Duty, believable, confirm, last_line
from broadcast.errors import (
    DeviceError,
    DiskError,
    JournalError,
    LoudspeakerTaken,
    MachineError,
    Message,
    SpeechError,
    Stopped,
    UsageRefused,
    WardError,
    tell,
)
from broadcast.guard import HARD_S
from broadcast.journal import Journal
from broadcast.library import CLOSING, OPENING, Library, Rack, locked, write_whole
from broadcast.model import (
    Airing,
    Cart,
    CueId,
    Devices,
    Outcome,
    Override,
    Phase,
    Rundown,
    ScriptId,
    Session,
    Unready,
    Urgency,
)
from broadcast.onair import DeviceTrouble, Event, OnAir, Settled, Watcher
from broadcast.output import Output, Wish
from broadcast.output.choices import Choices
from broadcast.output.devices import Device, NoSuchDevice, find
from broadcast.output.held import Held
from broadcast.output.nowhere import Nowhere
from broadcast.output.soundcard import SoundCard, devices
from broadcast.output.trouble import words as device_words
from broadcast.output.wavfile import WavFile
from broadcast.output.wire import Failed, Trouble
from broadcast.playout import Playout, Wanted
from broadcast.production import NONE, Order, Production, Progress, Worker
from broadcast.programme import airtime
from broadcast.programme.dayview import DayView, view_day
from broadcast.programme.pending import is_too_late, record, unsettled
from broadcast.programme.rundown import next_day_with_cues, plan
from broadcast.programme.trust import Look, Trust, earliest, looked
from broadcast.speech.isolate import Isolated
from broadcast.speech.voices import voices
from broadcast.text.script import read_script
from broadcast.text.spokentext import SpokenText
from broadcast.trust import TrustedClock
from broadcast.ward import Ward, folder_of, prepare, read_out, read_ward

_log = logging.getLogger(__name__)
_AS_RUN, _REHEARSED, _LOCK = "as-run.sqlite3", "rehearsal.sqlite3", "loudspeaker"
_GTTS_URL, _GTTS_CA = "BROADCAST_GTTS_URL", "BROADCAST_GTTS_CA"
"""Where the online voice is asked, for a ward behind a proxy of its own and for tests."""
_KEEP_DAYS = 14
"""Sounds of the days ahead that pruning never takes."""

_LOOKS_AFTER_STOP, _BETWEEN_LOOKS = 20, timedelta(seconds=0.1)

LARGEST_CACHE = 4_000_000_000
"""Bytes; beyond it the least lately used sounds go."""

ProgressWatcher = Callable[[Progress], None]


def _unwatched(progress: Progress) -> None:
    pass


Ending = Callable[[], Message]
"""Asked when the player is no longer wanted: why?"""
OVERRIDE_HINT = tell('Có người cho phép thì thêm: --override "lý do" --by "tên người cho phép".')


def _told_to_stop() -> Message:
    return tell("người trực dừng")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A station on air: playout, and production beside it."""

    playout: Playout
    worker: Worker
    journal: Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOut:
    """A day's rehearsal: what was made, and what became of each cue."""

    made: Mapping[CueId, Cart | Unready]
    airings: tuple[Airing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the station is doing now."""

    running: bool
    """A player runs and answers."""
    on_air: CueId | None
    next_session: Session | None
    stop: Stop | None
    doubt: str | None
    """Why the clock is not believed; None when it is."""
    now: datetime
    bulletins: tuple[str, ...]
    log: str | None = None
    """What is wrong with the as-run log's disk; None where every line is on it."""


class Station:
    """One ward's station."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ward: Ward = read_ward(home)
        self.clock: Clock = SystemClock(self.ward.playlist.zone)
        self.library = Library(home / "audio_cache")
        self._duty: Duty | None = None
        self._journal: Journal | None = None
        """The player's own, open as long as it holds the loudspeaker: what it holds in memory outlives a day."""

    def relieve(self, other: "Station") -> None:
        """Go on in the other's place, with what it knows of the clock and its control channel."""
        self.clock, self._duty, self._journal = other.clock, other._duty, other._journal

    @property
    def today(self) -> date:
        return self.clock.now().date()

    # --- looking ---

    def rundown(self, day: date) -> Rundown:
        return plan(self.ward.playlist, self.ward.ready, day)

    def next_day(self, after: date) -> date | None:
        return next_day_with_cues(self.ward.playlist, self.ward.ready, after)

    def orders(self, sessions: Sequence[Session], *, hurried: bool = True) -> list[Order]:
        """What production must make: what opens and closes sessions, then their cues in order of time.

        `hurried` lets it take a quicker voice where a session is near.
        """
        playlist = self.ward.playlist
        airing = [session for session in sessions if session.refused is None]
        cues = [
            Order(cue=cue.id, script=cue.script, by=session.at if hurried else None)
            for session in airing
            for cue in session.cues
        ]
        if not cues:
            return []
        around = (
            (OPENING, playlist.opening, playlist.sound.opening),
            (CLOSING, playlist.closing, playlist.sound.closing),
        )
        stings = [
            Order(cue=cue, script=script, by=cues[0].by)
            for cue, script, sound in around
            if script or sound != NONE
        ]
        return stings + cues

    def view(self, day: date) -> DayView:
        """The day as it stands: planned, made, aired."""
        rundown = self.rundown(day)
        with self.production() as production:
            made = {order.cue: production.look_up(order) for order in self.orders(rundown.sessions)}
        return view_day(rundown, made, record(self.airings(day, day)), OPENING, CLOSING)

    def idle(self, phase: Phase | None) -> dict[ScriptId, Unready]:
        """Scripts of the phase that are not dealt because they are not ready."""
        prepared = self.ward.prepared.items() if phase is not None else ()
        return {
            id_: one for id_, one in prepared if isinstance(one, Unready) and phase and folder_of(id_) == phase.id
        }

    # --- the record ---

    def airings(self, first: date, last: date, *, rehearsed: bool = False) -> tuple[Airing, ...]:
        """The as-run log of those days; empty where nothing was ever aired."""
        path = self.journal_path(rehearsed=rehearsed)
        if not path.exists():
            return ()
        with Journal(path) as journal:
            return journal.airings(first, last)

    def notes(self) -> tuple[tuple[str, str], ...]:
        """What the as-run log says beside the cues: stops, and what the clock did."""
        path = self.journal_path()
        if not path.exists():
            return ()
        with Journal(path) as journal:
            return journal.notes()

    def journal_path(self, *, rehearsed: bool = False) -> Path:
        return self.home / "journal" / (_REHEARSED if rehearsed else _AS_RUN)

    # --- making ---

    @contextmanager
    def production(self, watch: ProgressWatcher = _unwatched) -> Iterator[Production]:
        """Production with its voices, which live in children of their own until the block ends."""
        with ExitStack() as stack:
            engines = {name: stack.enter_context(engine) for name, engine in _voices().items()}
            yield Production(ward=self.ward, library=self.library, engines=engines, clock=self.clock, watch=watch)

    def sessions(self, first: date, days: int) -> list[Session]:
        """The sessions of so many days."""
        return [s for offset in range(days) for s in self.rundown(first + timedelta(days=offset)).sessions]

    def prune(self, most_bytes: int = LARGEST_CACHE) -> int:
        """Take what is no longer needed out of the library; the bytes freed."""
        with self.production() as production:
            keep = production.prints_of(self.orders(self.sessions(self.today, _KEEP_DAYS)))
        oldest = self.clock.now() - timedelta(days=2 * _KEEP_DAYS)
        return self.library.prune(keep=keep, most_bytes=most_bytes, oldest=oldest)

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
        return Choices(cards, self.clock, self._tell_of_the_loudspeaker) if len(cards) > 1 else cards[0]

    def require_loudspeaker(self, output: Output) -> None:
        """Raises DeviceError, with the devices there are, where no card of that output is there now."""
        cards = output.outputs if isinstance(output, Choices) else (output,)
        names = [card.name for card in cards if isinstance(card, SoundCard)]
        found = devices() if names else ()
        missing = [one for name in names if isinstance(one := _card(name, found), DeviceError)]
        if missing and len(missing) == len(names):
            raise missing[0]

    def preview_device(self) -> SoundCard:
        """Where previews sound. Raises DeviceError where that would be the ward's loudspeaker."""
        names = self.ward.playlist.devices
        _refuse_one_device_for_both(names)
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
        on_air = _OnAir(watcher)
        with ExitStack() as stack:
            journal = self._journal or stack.enter_context(Journal(self.journal_path(), holding=True))
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
                self._duty.status = lambda: self._status(on_air.cue, journal.trouble)
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
            self._player(output, wanted, ending) as player,
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
            self._player(output, wanted, ending) as player,
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

    def unusual_now(self, day: date) -> Message | None:
        """What somebody must answer for who airs that day's programme at this moment; None when it is usual."""
        if day != self.today:
            return tell("chương trình của ngày {day}, không phải hôm nay", day=f"{day:%d/%m/%Y}")
        return airtime.refusal(self.ward.playlist.airtime, self.clock.now())

    def _refuse_unusual(self, day: date, override: Override | None) -> None:
        """Airing at once, without waiting for production first where the rules forbid it anyway."""
        if override is None and (why := self.unusual_now(day)) is not None:
            raise UsageRefused(tell("Không phát lúc này: {why}.", why=why), OVERRIDE_HINT)

    @contextmanager
    def _player(self, output: Output, wanted: Wanted, ending: Ending) -> Iterator["_Player"]:
        """The only player, for as long as nobody stops it. Raises LoudspeakerTaken, Stopped, MachineError."""
        with self.only_player() as duty:
            _refuse_stopped(duty.stop)
            hold = duty.hold()
            if hold is not None:
                raise MachineError(
                    tell("Không phát: {why}.", why=hold.why),
                    tell("Chỉnh lại giờ của máy. Giờ đang đúng thì chạy: broadcast clock --confirm"),
                )
            self.require_loudspeaker(output)  # an operator stands here: better told now than at its second
            yield _Player(duty, wanted, ending)
            _refuse_stopped(duty.stop)

    def rehearse(
        self, day: date, path: Path | None, *, watcher: Watcher, wanted: Wanted, progress: ProgressWatcher
    ) -> tuple[Airing, ...]:
        """The whole day, in a log of its own; its airings.

        Into a WAV file, in no time; or on the preview device, session after session without waiting.
        """
        if path is None:
            device = self.preview_device()
            return self._rehearse(day, device, self.clock, watcher=watcher, wanted=wanted, progress=progress)
        clock = OfflineClock(datetime.combine(day, time(), self.ward.playlist.zone))
        with WavFile(path, clock) as file:
            return self._rehearse(day, file, clock, watcher=watcher, wanted=wanted, progress=progress)

    def _rehearse(
        self,
        day: date,
        output: Output,
        clock: Clock,
        *,
        watcher: Watcher,
        wanted: Wanted,
        progress: ProgressWatcher,
    ) -> tuple[Airing, ...]:
        with self._held("rehearsal"), self._fresh_journal() as journal:
            self._air_aside(day, output, clock, journal, watcher=watcher, wanted=wanted, progress=progress)
            return journal.airings(day, day)

    def try_out(self, day: date, *, wanted: Wanted, progress: ProgressWatcher = _unwatched) -> TriedOut:
        """The whole day made and aired into nothing, in no time; only the carts stay."""
        clock = OfflineClock(datetime.combine(day, time(), self.ward.playlist.zone))
        with TemporaryDirectory(prefix="broadcast-") as folder, Journal(Path(folder) / _REHEARSED) as journal:
            made = self._air_aside(
                day, Nowhere(clock), clock, journal, watcher=lambda _: None, wanted=wanted, progress=progress
            )
            return TriedOut(made=made, airings=journal.airings(day, day))

    def _air_aside(
        self,
        day: date,
        output: Output,
        clock: Clock,
        journal: Journal,
        *,
        watcher: Watcher,
        wanted: Wanted,
        progress: ProgressWatcher,
    ) -> Mapping[CueId, Cart | Unready]:
        """The day with a log, an output and perhaps a clock of its own; what was made for it."""
        rundown, rack = self.rundown(day), Rack()
        with self.production(progress) as production:
            production.fill(rack, self.orders(rundown.sessions, hurried=False), wanted)
            playout = Playout(
                library=self.library,
                rack=rack,
                journal=journal,
                output=output,
                clock=clock,
                airtime=self.ward.playlist.airtime,
                watcher=watcher,
                wanted=wanted,
            )
            if isinstance(clock, OfflineClock):
                playout.air_day(rundown)
            else:
                playout.air_now(rundown.sessions, note=str(tell("tổng duyệt")))
        return rack.contents()

    def _fresh_journal(self) -> Journal:
        path = self.journal_path(rehearsed=True)
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        return Journal(path)

    # --- preview ---

    def reading(self, script: ScriptId) -> tuple[str, SpokenText] | Unready:
        """The script's text with its facts, and how it will be spoken, doubts included."""
        return read_out(self.ward, script)

    def preview_cart(self, script: ScriptId) -> Cart | Unready:
        """The very cart that would air."""
        with self.production() as production:
            return production.make(Order(cue=CueId(f"preview/{script}"), script=script))

    def preview(
        self,
        cart: Cart,
        *,
        to_speaker: bool,
        wanted: Wanted,
        watch: Callable[[int], None],
        override: Override | None = None,
    ) -> bool:
        """Sound a cart on the preview device, or on the loudspeaker when told; False when ended early.

        Raises DeviceError where the preview device and the loudspeaker are the same and nobody said so, and
        UsageRefused where the airtime rules let nothing out of the loudspeaker now and nobody answers for it.
        """
        allowed: Wanted = lambda: True  # noqa: E731 - the ward's rules are for its loudspeaker

        def heard(frames: int, _started: datetime) -> Wish:
            watch(frames)
            return Wish.GO_ON if wanted() and allowed() else Wish.FADE

        with ExitStack() as stack:
            output = self.loudspeaker() if to_speaker else self.preview_device()
            if to_speaker:
                player = stack.enter_context(self._player(output, wanted, _told_to_stop))
                self._refuse_on_the_loudspeaker(cart, override)
                allowed = lambda: player.wanted() and self._may_sound(override)  # noqa: E731
            reader = stack.enter_context(self.library.open(cart))
            return output.play(reader, at=None, heard=heard).complete

    def sound_out(self, sound: Sound, wanted: Wanted) -> bool:
        """Sound it on the preview device; False when ended early."""

        def heard(_frames: int, _started: datetime) -> Wish:
            return Wish.GO_ON if wanted() else Wish.FADE

        return self.preview_device().play(Held(sound), at=None, heard=heard).complete

    def sound_of(self, cart: Cart) -> Sound:
        """The cart's samples, whole."""
        with self.library.open(cart) as reader:
            return Sound(reader.read(reader.frames), reader.rate_hz)

    def _refuse_on_the_loudspeaker(self, cart: Cart, override: Override | None) -> None:
        what, now = tell("nghe thử ra loa phường"), self.clock.now()
        if override is not None:
            what = tell("{what}, ngoài quy định: {reason} (người cho phép: {by})",
                        what=what, reason=override.reason, by=override.by)  # fmt: skip
        else:
            length = timedelta(seconds=cart.seconds)
            why = airtime.refusal(self.ward.playlist.airtime, now, length)
            if why is not None:
                raise UsageRefused(tell("Không phát lúc này: {why}.", why=why), OVERRIDE_HINT)
        with Journal(self.journal_path()) as journal:
            journal.note(str(what), now)

    def _may_sound(self, override: Override | None) -> bool:
        soon = self.clock.now() + timedelta(seconds=HARD_S)
        ruled = override is not None or airtime.refusal(self.ward.playlist.airtime, soon) is None
        return ruled and (self._duty is None or self._duty.hold() is None)

    def export(self, cart: Cart, path: Path) -> None:
        """The cart as a file of that suffix. Raises DiskError, UsageRefused."""
        write_whole(path, encode(self.sound_of(cart), path.suffix))

    # --- from another terminal ---

    def status(self) -> Status:
        """What the running player says of itself; what the files tell where none runs."""
        folder = self.home / "journal"
        answer = ask(folder, {"do": "status"})
        now = self.clock.now()
        if answer is None:
            look = Look(wall=now, running_s=0.0)
            doubt = looked(Trust(floor=earliest(believable(self.journal_path()))), look).doubt
            told = str(doubt) if doubt else None
        else:
            now, told = datetime.fromisoformat(answer["now"]), answer["doubt"]
        return Status(
            running=answer is not None,
            on_air=answer["on_air"] if answer else None,
            next_session=self.next_session(now),
            stop=Latch(folder).read(),
            doubt=told,
            now=now,
            bulletins=tuple(answer["bulletins"]) if answer else (),
            log=answer.get("log") if answer else None,
        )

    def next_session(self, now: datetime) -> Session | None:
        """The next one that may air; None when the campaign has no more."""
        day: date | None = now.date()
        while day is not None:
            for session in self.rundown(day).sessions:
                if session.at > now and session.cues and session.refused is None:
                    return session
            day = self.next_day(day)
        return None

    def stop(self, reason: str) -> bool:
        """Silence the player, and keep it silent until `resume`; False where it has not confirmed the silence."""
        folder, now = self.home / "journal", self.clock.now()
        Latch(folder).set(reason, now)
        with Journal(self.journal_path()) as journal:
            journal.note(str(tell("lệnh dừng phát: {reason}", reason=reason)), now)
        for _ in range(_LOOKS_AFTER_STOP):
            answer = ask(folder, {"do": "status"})
            if answer is None or answer["on_air"] is None:
                return True
            self.clock.wait_until(self.clock.now() + _BETWEEN_LOOKS)
        return False

    def resume(self) -> tuple[Stop | None, tuple[tuple[Airing, bool], ...]]:
        """Take the stop back. What it was, and each cue of today that is cut: will it be begun again?"""
        now = self.clock.now()
        stopped = Latch(self.home / "journal").clear()
        if stopped is not None:
            with Journal(self.journal_path()) as journal:
                journal.note(str(tell("cho phát trở lại")), now)
        heard = record(self.airings(now.date(), now.date()))
        broken = []
        for session in self.rundown(now.date()).sessions:
            for cue in unsettled(session, heard):
                last = heard.get(cue.id, ())[-1:]
                if last and last[0].outcome is Outcome.CUT:
                    broken.append((last[0], not is_too_late(session, last[0].planned, now)))
        return stopped, tuple(broken)

    def announce(
        self,
        script: str | None,
        text: str | None,
        *,
        urgency: Urgency,
        by: str,
        times: int,
        expires: timedelta,
        override: Override | None,
        progress: ProgressWatcher,
    ) -> Mapping[str, Any]:
        """Make the bulletin's cart here, then hand it to the running player; what the player answers.

        Raises WardError where it cannot be spoken, UsageRefused where the rules do not allow it now, and
        MachineError where no player runs.
        """
        if override is None and urgency is Urgency.EMERGENCY:
            self._refuse_emergency()
        id_ = self.ward.find(script) if script is not None else self._write_down(text or "", urgency)
        with self.production(progress) as production:
            cart = production.make(Order(cue=CueId(f"bulletin/{id_}"), script=id_))
        if isinstance(cart, Unready):
            raise WardError(tell("Chưa phát được bản tin này: {why}.", why=cart.why))
        answer = ask(
            self.home / "journal",
            {
                "do": "announce", "urgency": urgency, "script": id_, "fingerprint": cart.fingerprint, "by": by,
                "times": times, "expires_s": expires.total_seconds(),
                "override": override.reason if override else None,
            },
        )  # fmt: skip
        if answer is None or "error" in answer:
            raise MachineError(
                tell("Không có phiên nào đang trực để phát bản tin."), tell("Chạy trước: broadcast run")
            )
        return answer

    def _refuse_emergency(self) -> None:
        why = airtime.refusal(self.ward.playlist.airtime, self.clock.now())
        if why is not None:
            raise UsageRefused(
                tell("Không phát lúc này: {why}.", why=why),
                tell('Bản tin khẩn cấp được phát ngoài giờ khi ghi rõ lý do: --reason "lý do"'),
            )

    def _write_down(self, text: str, urgency: Urgency) -> ScriptId:
        """A script that stands in no file. Raises FaultsFound."""
        id_ = ScriptId(f"ban-tin/{urgency}")
        script = read_script(f"scripts/{id_}.md", f"---\ntitle: {tell('Bản tin')}\n---\n{text}\n".encode())
        prepared = prepare(script, self.ward.playlist.facts, self.ward.lexicon)
        self.ward = replace(self.ward, prepared={**self.ward.prepared, id_: prepared})
        return id_

    def confirm_clock(self) -> None:
        """The operator has looked: the wall clock is right. Raises UsageRefused where it cannot be."""
        now = self.clock.now()
        if now < earliest(None):
            raise UsageRefused(
                tell("Đồng hồ máy chỉ {now}, trước ngày có chương trình này.", now=f"{now:%H:%M %d/%m/%Y}"),
                tell("Chỉnh giờ của máy trước, rồi xác nhận lại."),
            )
        confirm(self.home / "journal", last_line(self.journal_path()))
        ask(self.home / "journal", {"do": "confirm-clock"})
        with Journal(self.journal_path()) as journal:
            journal.note(str(tell("người trực xác nhận giờ máy là đúng")), now)

    def _status(self, cue: CueId | None, log: Message | None) -> Mapping[str, object]:
        doubt = self._duty.doubt if self._duty is not None else None
        return {"on_air": cue, "now": self.clock.now().isoformat(), "doubt": str(doubt) if doubt else None,
                "log": str(log) if log else None}  # fmt: skip

    # --- one player ---

    @contextmanager
    def only_player(self) -> Iterator[Duty]:
        """Hold the loudspeaker, and answer to the other terminals. Raises LoudspeakerTaken."""
        with self._held(_LOCK), Journal(self.journal_path(), holding=True) as self._journal:
            self._journal.keep_reserve()
            if isinstance(self.clock, SystemClock):
                known = earliest(believable(self.journal_path()))
                self.clock = TrustedClock(self.clock, known, self._tell_of_the_clock)
            duty = self._duty = Duty(self.home / "journal", self.clock)
            try:
                yield duty
            finally:
                duty.close()
                self._journal = None

    def holds_loudspeaker(self) -> bool:
        """Whether the lock is still held: nobody, not even we, can take it now."""
        try:
            with locked(self.home / "journal" / f"{_LOCK}.lock"):
                return False
        except Timeout:
            return True
        except DiskError:
            return False

    def settle_past(self, journal: Journal) -> int:
        """Write down as missed what the days without the machine owed, since the log's last line; how many cues.

        Only where the log does not show that something else was dealt that day; nothing on a doubtful clock.
        """
        last = journal.last_written()
        if last is None or (self._duty is not None and self._duty.doubt is not None):
            return 0
        campaign = min((phase.first for phase in self.ward.playlist.phases), default=last.date())
        day, written = max(last.astimezone(self.ward.playlist.zone).date(), campaign), 0
        while day < self.today and (self.ward.playlist.phase_of(day) or self.next_day(day) is not None):
            written += self._settle_day(journal, day)
            day += timedelta(days=1)
        return written

    def _settle_day(self, journal: Journal, day: date) -> int:
        known, written = record(journal.airings(day, day)), 0
        note = str(tell("máy không chạy"))
        for session in self.rundown(day).sessions:
            told = {cue for cue in known if cue.startswith(f"{session.id}/")}
            if session.refused is not None or not told <= {cue.id for cue in session.cues}:
                continue
            for cue in session.cues:
                if cue.id not in known:
                    now = self.clock.now()
                    journal.pass_over(cue.id, cue.script, Outcome.MISSED, planned=session.at, note=note, now=now)
                    written += 1
        return written

    def _tell_of_the_loudspeaker(self, what: Message) -> None:
        self._note_down(what, self.clock.now())

    def _tell_of_the_clock(self, doubt: Message | None) -> None:
        """Into the as-run log; the wall clock's own moment with it, whatever it is worth."""
        what = tell("giờ máy đã đúng trở lại") if doubt is None else tell("không phát: {why}", why=doubt)
        self._note_down(what, self.clock.wall.now() if isinstance(self.clock, TrustedClock) else None)

    def _note_down(self, what: Message, moment: datetime | None) -> None:
        """Into the as-run log, where it takes it: no sound waits for a note."""
        try:
            with Journal(self.journal_path()) as journal:
                journal.note(str(what), moment)
        except JournalError as error:
            _log.warning("%s (%s)", what, error.what)

    @contextmanager
    def _held(self, name: str) -> Iterator[None]:
        folder = self.home / "journal"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DiskError(tell("Không tạo được thư mục journal ({reason}).", reason=error)) from error
        note = folder / f"{name}.json"
        try:
            with locked(folder / f"{name}.lock"):
                since = {"pid": os.getpid(), "since": self.clock.now().isoformat()}
                with suppress(OSError):  # only for whoever comes second; a full disk plays on
                    note.write_text(json.dumps(since), encoding="utf-8")
                yield
        except Timeout as error:
            raise LoudspeakerTaken(
                tell("Đang có phiên khác giữ loa ({holder}).", holder=_holder(note)),
                tell("Đợi phiên đó xong, hoặc dừng nó rồi chạy lại."),
            ) from error


class _Player:
    """A player that ends when it is stopped; `run` waits instead."""

    def __init__(self, duty: Duty, wanted: Wanted, ending: Ending) -> None:
        self._duty = duty
        self._wanted = wanted
        self._ending = ending

    def wanted(self) -> bool:
        return self._wanted() and self._duty.stop is None

    def ending(self) -> Message:
        return stop.why if (stop := self._duty.stop) is not None else self._ending()


class _OnAir:
    """A watcher that remembers what sounds."""

    def __init__(self, watcher: Watcher) -> None:
        self._watch = watcher
        self.cue: CueId | None = None

    def __call__(self, event: Event) -> None:
        match event:
            case OnAir(cue=cue):
                self.cue = cue.id
            case Settled() | DeviceTrouble():
                self.cue = None
        self._watch(event)


def _refuse_stopped(stop: Stop | None) -> None:
    if stop is not None:
        raise Stopped(tell("Không phát: {why}.", why=stop.why), tell("Cho phát trở lại bằng: broadcast resume"))


def _card(name: str, found: Sequence[Device]) -> Device | DeviceError:
    """The loudspeaker of that name among those found, or why it is none of them."""
    try:
        return find(name, found)
    except NoSuchDevice as error:
        why = Trouble.AMBIGUOUS if error.close else Trouble.MISSING
        known = tuple(device.name for device in error.close or found)
        return DeviceError(*device_words(name, Failed(why=why, devices=known)))


_ANYWHERE = frozenset({"default", "pulse", "pipewire", "sysdefault"})


def _refuse_one_device_for_both(names: Devices) -> None:
    found = devices()
    try:
        preview = find(names.preview, found)
        # ALSA's names for "wherever sound goes" may lead to the loudspeaker, and nothing tells
        anywhere = preview.host_api == "ALSA" and preview.name in _ANYWHERE
        same = anywhere or preview in [_card(name, found) for name in names.loudspeakers]
    except NoSuchDevice:
        same = names.preview in names.loudspeakers  # playing will say which one is not there
    if same:
        raise DeviceError(
            tell(
                "Thiết bị nghe thử “{name}” là loa phường, hoặc có thể là loa phường, nên không phát ra.",
                name=names.preview,
            ),
            tell("Đặt output.preview là tên tai nghe (xem: broadcast devices), ghi ra tệp bằng -o hay --output,"
                 " hoặc thêm --to-speaker nếu muốn cả phường nghe."),
        )  # fmt: skip


def _voices() -> Mapping[str, Isolated]:
    return voices(gtts_url=os.environ.get(_GTTS_URL), gtts_ca=os.environ.get(_GTTS_CA))


def _holder(note: Path) -> Message:
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        since = f"{datetime.fromisoformat(known['since']):%H:%M %d/%m/%Y}"
        return tell("pid {pid}, từ {since}", pid=known["pid"], since=since)
    except (OSError, ValueError, KeyError):  # the other player is just writing it
        return tell("chưa rõ")
