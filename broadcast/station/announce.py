"""What a bulletin says -> its cart, made here; and the bulletin, handed to the running player."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.base.errors import AirtimeRefused, MachineError, Message, UsageRefused, tell
from broadcast.playout.control import channel
from broadcast.playout.control.channel import ask
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.production.orders import Order
from broadcast.programme import airtime
from broadcast.programme.bulletins import LONGEST_WAIT, MOST_REPEATS, Urgency, moments
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Cart, CueId, Override, Unready
from broadcast.programme.onair import Sounding, sounding_of
from broadcast.station.ahead import length_ahead
from broadcast.station.bulletin_words import Wording
from broadcast.station.emergencies import Sign, signed_order
from broadcast.station.overview import journal_folder, rundown
from broadcast.station.readable import require_to_write
from broadcast.station.remote import moment_told
from broadcast.station.station import ProgressWatcher, Station, production_of
from broadcast.station.unready import error_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """The player that is on duty, as it answers."""

    now: datetime
    """Its moment; the machine's where it does not believe its clock."""
    doubt: bool
    """It does not believe its clock: the rules cannot be asked of any moment."""
    sounding: Sounding | None = None
    """What is on the loudspeaker; None while nothing is."""

    def free_for(self, urgency: Urgency) -> datetime:
        """Return when the loudspeaker is free for a bulletin of that level, as far as what sounds now tells.

        At once for an emergency, behind the piece that sounds for a priority one, behind its whole programme for
        a usual one.
        """
        if self.sounding is None or urgency is Urgency.EMERGENCY:
            return self.now
        piece_s, all_s = self.sounding.seconds_left, self.sounding.programme_seconds_left
        return self.now + timedelta(seconds=piece_s if urgency is Urgency.PRIORITY else all_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """When a bulletin is to be aired, and how often."""

    moments: Sequence[datetime]
    """When each repetition is due; one alone where all come in a row."""
    times: int
    """How many times in all."""
    every: timedelta | None
    """How far apart; None: in a row."""
    at: datetime | None
    """When the first may begin; None: as soon as the loudspeaker is free."""
    expires: timedelta
    """How long each may still be begun once it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A bulletin that the player has taken."""

    number: int
    """What `bulletins cancel` takes it by; 0 from a player of an older version."""
    hold: str | None
    """Why it does not sound yet; None where nothing keeps it."""


def player_on_duty(station: Station) -> OnDuty:
    """Ask the running player for its moment.

    Raises MachineError where none runs, or it does not answer, and DiskError where this account may only look.
    """
    require_to_write(station.home, tell("phát bản tin"))
    answer = channel.ask(journal_folder(station.home), {"do": "status"})
    if answer is None:
        raise nobody_on_duty(station.home)
    moment, zone = moment_told(answer, station.clock.now()), station.ward.playlist.zone
    return OnDuty(
        now=moment.astimezone(zone),
        doubt=answer.get("doubt") is not None,
        sounding=sounding_of(answer.get("sounding")),
    )


def nobody_on_duty(home: Path) -> MachineError:
    """Make the error that says why the folder's player takes no bulletin: none runs, or it does not answer."""
    if is_held(journal_folder(home), LOUDSPEAKER):
        return MachineError(
            tell("Phiên đang giữ loa không trả lời, nên chưa giao được bản tin."),
            tell("Dừng phiên đó rồi chạy lại: broadcast run"),
        )
    return MachineError(tell("Không có phiên nào đang trực để phát bản tin."), tell("Chạy trước: broadcast run"))


def repeats_of(
    now: datetime, *, at: datetime | None, every: timedelta | None, times: int | None, until: datetime | None,
    expires: timedelta,
) -> Repeats:  # fmt: skip
    """Work out a bulletin's repetitions from `now` on.

    Raises UsageRefused where they are too many, or go too far.
    """
    first = at or now
    if every is None:
        return Repeats(moments=(first,), times=times or 1, every=None, at=at, expires=expires)
    due = moments(first, every, times=times, until=until)
    if len(due) > MOST_REPEATS or (times is not None and until is None and len(due) < times):
        raise UsageRefused(
            tell("Nhiều nhất là {most} lần, trong {days} ngày.", most=MOST_REPEATS, days=LONGEST_WAIT.days),
            tell("Bớt số lần, hoặc cho các lần cách xa nhau hơn."),
        )
    return Repeats(moments=due, times=len(due), every=every, at=at, expires=expires)


def refuse_too_late(repeats: Repeats, free: datetime) -> None:
    """Raise AirtimeRefused where a bulletin that is to air at once expires before the loudspeaker is `free`."""
    expires = repeats.moments[0] + repeats.expires
    if repeats.at is None and free > expires:
        what = tell("Loa còn bận đến {free}, mà bản tin hết hạn lúc {expires}, nên sẽ không phát.",
                    free=f"{free:%H:%M:%S}", expires=f"{expires:%H:%M:%S}")  # fmt: skip
        raise AirtimeRefused(what, tell("Cho chờ lâu hơn (--expires), hoặc gửi ở mức cao hơn (--level)."))


def behind_sessions(station: Station, urgency: Urgency, free: datetime, length: timedelta) -> datetime:
    """Return when a bulletin of that length begins where the loudspeaker is `free` for it from that moment on.

    A usual one lets every session go first that it would not be over before; of those sessions, carts that are not
    made yet count as nothing.
    """
    if urgency is not Urgency.USUAL:
        return free
    for session in rundown(station, free.date()).sessions:
        if session.is_to_air and session.cues and free <= session.at < free + length:
            free = session.at + length_ahead(station, (session,), {cue.id for cue in session.cues})
    return free


def begun_by(repeats: Repeats, free: datetime) -> Repeats:
    """Return the same repetitions, the first no earlier than the loudspeaker is `free`."""
    first, *others = repeats.moments
    return repeats if repeats.at is not None else replace(repeats, moments=(max(first, free), *others))


def refused_moments(station: Station, repeats: Repeats, urgency: Urgency, length: timedelta) -> Sequence[datetime]:
    """List the repetitions that the airtime rules will not let begin, where they let some; empty for none.

    `length` is the cart's, zero while it is not known. Raises AirtimeRefused where they let none begin, and
    UsageRefused where the bulletin is longer than its repetitions are apart.
    """
    if repeats.every is not None and length >= repeats.every:
        what = tell("Bản tin dài {length}, nên các lần phát phải cách nhau hơn thế.", length=minutes(length))
        raise UsageRefused(what, tell("Cho các lần cách xa nhau hơn: --every"))
    rules = station.ward.playlist.airtime
    in_a_row = repeats.times if repeats.every is None else 1
    why = [airtime.bulletin_refusal(rules, moment, length, in_a_row) for moment in repeats.moments]
    if why and why[0] is not None and None not in why:
        too_long = length * in_a_row > rules.max_session
        raise AirtimeRefused(tell("Không phát lúc này: {why}.", why=why[0]), _fix(urgency, too_long=too_long))
    return [moment for moment, reason in zip(repeats.moments, why, strict=True) if reason is not None]


def _fix(urgency: Urgency, *, too_long: bool) -> Message:
    if urgency is Urgency.EMERGENCY:
        return tell('Bản tin khẩn cấp được phát ngoài quy định khi ghi rõ lý do: --reason "lý do"')
    if too_long:
        return tell("Rút ngắn lời, hoặc bớt số lần phát (--times).")
    return tell("Đến khung giờ được phát thì chạy lại lệnh này, hoặc hẹn giờ bằng --at: bản tin không tự chờ đến "
                "giờ đó.")  # fmt: skip


def make(wording: Wording, urgency: Urgency, progress: ProgressWatcher, *, hurried: bool = False) -> Cart:
    """Make the bulletin's cart here, and return it.

    For an emergency, or where it is `hurried`, no voice on the network is waited for longer than three seconds.
    Raises WardError where no voice speaks it or it does not pass its checks, DiskError where the disk takes none.
    """
    order = Order(cue=CueId(f"bulletin/{wording.script}"), script=wording.script)
    with production_of(wording.station, progress, hurried=hurried or urgency is Urgency.EMERGENCY) as production:
        cart = production.make(order)
    if isinstance(cart, Unready):
        what = tell("Chưa phát được bản tin này: {why}.", why=cart.why)
        raise error_of(what, cart, wording.station.ward, wording.script)
    return cart


def hand_over(
    wording: Wording, cart: Cart, repeats: Repeats, *, urgency: Urgency, by: str, override: Override | None,
    second: str = "", sign: Sequence[Sign] = (), token: str = "",
) -> HandedOver:  # fmt: skip
    """Hand the bulletin to the running player, which writes it down; return what it answers.

    `second`: who, besides `by`, answers for an emergency; `sign`: what signs with the key of each of the two.
    `token`: what the player takes once, however often it is handed over; empty: each time.
    Raises UsageRefused where the player refuses it, MachineError where no player runs.
    """
    answer = ask(
        journal_folder(wording.station.home),
        signed_order({
            "do": "announce", "urgency": urgency, "by": by, "second": second,
            "script": wording.script, "fingerprint": cart.fingerprint,
            "times": repeats.times, "expires_s": repeats.expires.total_seconds(),
            "override": override.reason if override else None, "title": wording.title, "text": wording.text,
            "at": repeats.at.isoformat() if repeats.at else None,
            "every_s": repeats.every.total_seconds() if repeats.every else None,
            "asked": wording.station.clock.now().isoformat(), "token": token,
        }, sign),
    )  # fmt: skip
    if answer is None:
        raise nobody_on_duty(wording.station.home)
    if "error" in answer:
        raise UsageRefused(tell("Phiên đang trực không nhận bản tin này: {why}.", why=answer["error"]))
    number, hold = answer.get("number"), answer.get("hold")
    return HandedOver(number=number if isinstance(number, int) else 0, hold=str(hold) if hold else None)
