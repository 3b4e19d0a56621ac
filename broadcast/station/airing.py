"""A station and a day -> aired while a person stands there: the rest of it on its seconds, or all at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from broadcast.base.clock import Wanted
from broadcast.base.errors import AirtimeRefused, MachineError, Message, tell
from broadcast.base.words import OVERRIDE_HINT
from broadcast.playout.events import Watcher
from broadcast.playout.output import Output
from broadcast.playout.output.listing import require_one_of
from broadcast.programme.dealing import may_air_by_hand
from broadcast.programme.model import Airing, Override
from broadcast.programme.pending import airings_by_cue, unheard
from broadcast.station.assembly import today
from broadcast.station.dealt import WrittenPlan, deal
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import airings, rundown, unusual_now
from broadcast.station.player import Ending, Player, UntilStopped, holding_loudspeaker, refuse_stopped
from broadcast.station.station import (
    ProgressWatcher,
    Station,
    loudspeaker,
    loudspeaker_names,
    on_air,
    told_to_stop,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A person's turn at the loudspeaker: what holding it has given, for as long as nobody stops it."""

    player: Player
    station: Station
    """The station on the player's clock."""
    output: Output
    until: UntilStopped


@contextmanager
def turn_at_loudspeaker(
    station: Station, device: str | None, wanted: Wanted, ending: Ending = told_to_stop
) -> Iterator[Turn]:
    """Hold the loudspeaker until the block ends, and give a Turn at it; `device` None: the ward's loudspeakers.

    `wanted` and `ending` are asked through `Turn.until`. Raises LoudspeakerTaken where another player holds it;
    Stopped where a stop holds, at the beginning or at the end; MachineError where the clock is not believed;
    DeviceError where none of the devices is there; DiskError or JournalError where the folder or the log cannot be
    opened.
    """
    with holding_loudspeaker(station) as player:
        player.duty.poll()
        refuse_stopped(player.duty.stop)
        hold = player.duty.hold()
        if hold is not None:
            raise MachineError(
                tell("Không phát: {why}.", why=hold.why),
                tell("Chỉnh lại giờ của máy. Giờ đang đúng thì chạy: broadcast clock --confirm"),
            )
        # somebody stands here: better told now than at its second
        require_one_of(loudspeaker_names(station, device))
        ours = player.on_its_clock(station)
        yield Turn(
            player=player,
            station=ours,
            output=loudspeaker(ours, player, device),
            until=UntilStopped(player, wanted, ending),
        )
        player.duty.poll()
        refuse_stopped(player.duty.stop)


def air_on_time(
    station: Station,
    day: date,
    device: str | None,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
    ending: Ending = told_to_stop,
) -> tuple[Airing, ...]:
    """Air what is still to air on `day`, each session on its second; return all airings of that day.

    The earlier ones of the day are among them. `device` None: the ward's loudspeakers. Ends early once `wanted()`
    is False. Raises what `turn_at_loudspeaker` raises.
    """
    with turn_at_loudspeaker(station, device, wanted, ending) as turn:
        turn.player.tell_edits()
        keep_last_good(station.home, station.stamp)
        dealt = deal(turn.station, turn.player.journal, day)
        with on_air(
            turn.station, turn.player, dealt.rundown.sessions, turn.output, watcher=watcher,
            wanted=turn.until.wanted, progress=progress, ending=turn.until.ending,
            plan=WrittenPlan(turn.station, turn.player.journal, dealt),
        ) as desk:  # fmt: skip
            desk.playout.air_day(dealt.rundown)
    return airings(station.home, day, day)


def air_at_once(
    station: Station,
    day: date,
    device: str | None,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
    ending: Ending = told_to_stop,
    override: Override | None = None,
) -> tuple[Airing, ...]:
    """Air now what has not been heard of that day's programme; return the airings of this time alone.

    A session that an edit has put at a second that was over is among it: here a person asks for it. Without an
    `override`, raises AirtimeRefused where the day is not today or the airtime rules do not allow it now, and
    leaves refused sessions out. Raises what `turn_at_loudspeaker` raises.
    """
    why = unusual_now(station, day) if override is None else None
    refuse_now(why)  # before production has been waited for
    before = len(airings(station.home, day, day))
    with turn_at_loudspeaker(station, device, wanted, ending) as turn:
        dealt = deal(turn.station, turn.player.journal, day)
        sessions = [
            replace(session, refused=None, off=None)
            for session in dealt.rundown.sessions
            if may_air_by_hand(session) and (override or session.refused is None)
        ]
        with on_air(
            turn.station, turn.player, sessions, turn.output, watcher=watcher, wanted=turn.until.wanted,
            progress=progress, hurried=False, ending=turn.until.ending,
            plan=WrittenPlan(turn.station, turn.player.journal, dealt),
        ) as desk:  # fmt: skip
            desk.playout.air_now(sessions, note=_note_of(station, day), override=override)
    return airings(station.home, day, day)[before:]


def why_nothing(station: Station, day: date) -> tuple[tuple[str, Message], ...]:
    """Tell of each session of `day` that was not heard whole, by name, why airing it at once gave nothing.

    Empty where all has been heard. Raises JournalError where the log cannot be read.
    """
    heard = airings_by_cue(airings(station.home, day, day))
    held = tell("đang có điều giữ loa im. Xem: broadcast status")
    return tuple(
        (session.name, session.refused or session.off or held)
        for session in rundown(station, day).sessions
        if unheard(session, heard)
    )


def refuse_now(why: Message | None, fix: Message = OVERRIDE_HINT) -> None:
    """Raise AirtimeRefused where there is a reason why nothing may air now; nothing happens for None."""
    if why is not None:
        raise AirtimeRefused(tell("Không phát lúc này: {why}.", why=why), fix)


def _note_of(station: Station, day: date) -> tuple[Message, ...]:
    note = tell("phát ngay theo lệnh người trực")
    other = tell("chương trình của ngày {day}, không phải hôm nay", day=f"{day:%d/%m/%Y}")
    return (note,) if day == today(station) else (note, other)
