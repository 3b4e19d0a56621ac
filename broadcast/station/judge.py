"""A day, its carts and its rehearsal's log -> the verdict: can it go on air as it is, and what lacks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from broadcast.audio.loudness import measure
from broadcast.base.errors import Message, tell
from broadcast.programme.model import Airing, Cart, Cue, CueId, Outcome, Rundown, Session, Unready, music_told
from broadcast.programme.overlaps import overlaps
from broadcast.programme.pending import airings_by_cue
from broadcast.station.ahead import troubles
from broadcast.station.keydays import about_keys
from broadcast.station.overview import idle_scripts
from broadcast.station.station import Station
from broadcast.station.verdict import AROUND, Lacking, Tomorrow, Verdict, lacking

_LOUDNESS_TOLERANCE_LU = 0.5
_NAMED = 3
"""Scripts that a remark names; of more it tells how many."""
_PEAK_TOLERANCE_DB = 0.1
"""A true peak is measured at four times the rate, and is not the same twice to the last hundredth."""


def judged(
    station: Station, dealt: Rundown, made: Mapping[CueId, Cart | Unready], airings: Sequence[Airing]
) -> Tomorrow:
    """Judge the rehearsal of a day: `made` has its carts, `airings` the lines of the rehearsal's log.

    A session that the ward itself does without lacks nothing. Raises DiskError or NotAudio where a cart's file
    cannot be read.
    """
    sessions = [] if dealt.off is not None else [one for one in dealt.sessions if one.off is None]
    lacks, carts = _cues_judged(station, sessions, made, airings)
    silent = tuple(_silent(sessions, {one.cue for one in lacks}))
    around, overlapping = _lacking_around(station, made), tuple(_overlapping(sessions, airings))
    return Tomorrow(
        day=dealt.day,
        made=station.clock.now(),
        verdict=_verdict(sessions, ready=len(carts), lacks=bool(lacks or around or silent or overlapping)),
        sessions=sum(session.is_to_air and bool(session.cues) for session in sessions),
        cues=sum(len(session.cues) for session in sessions),
        ready=len(carts),
        seconds=round(sum(cart.seconds for cart in carts.values()), 1),
        lacking=(*around, *lacks),
        spare=tuple(
            lacking(cue.id, station.ward.title(cue.script), cart.fallback)
            for cue, cart in carts.items()
            if cart.fallback is not None
        ),
        silent=silent,
        remarks=(
            *overlapping,
            *about_keys(station),
            *_music(made),
            *_left_out(sessions),
            *_waiting(station, sessions, dealt.day),
            *_later(station, dealt),
        ),
        off=dealt.off,
    )


def _cues_judged(
    station: Station, sessions: Sequence[Session], made: Mapping[CueId, Cart | Unready], airings: Sequence[Airing]
) -> tuple[list[Lacking], dict[Cue, Cart]]:
    """The cues that lack something, and the carts of those that do not."""
    last = {cue: attempts[-1] for cue, attempts in airings_by_cue(airings).items()}
    lacks, carts = list[Lacking](), dict[Cue, Cart]()
    for session in sessions:
        for cue in session.cues:
            cart = made.get(cue.id)
            why = _why_not(station, session, last.get(cue.id), cart)
            if why is not None or not isinstance(cart, Cart):
                lacks.append(lacking(cue.id, station.ward.title(cue.script), why or tell("chưa có tiếng")))
            else:
                carts[cue] = cart
    return lacks, carts


def _verdict(sessions: Sequence[Session], *, ready: int, lacks: bool) -> Verdict:
    """A day without sessions lacks nothing; one whose sessions are all silent is not ready."""
    if sessions and not ready:
        return Verdict.NOT_READY
    return Verdict.PARTLY if lacks else Verdict.GO


def _silent(sessions: Sequence[Session], lacks: set[str]) -> Iterator[Lacking]:
    """Yield the sessions that would not sound at all; why is told where no cue of theirs tells it."""
    for session in sessions:
        name = f"{session.at:%H:%M} {session.name}"
        if not session.cues:
            yield lacking(session.id, name, session.refused or tell("buổi này sẽ im: chưa có bài nào sẵn sàng"))
        elif all(cue.id in lacks for cue in session.cues):
            yield lacking(session.id, name, tell("buổi này sẽ im: không bài nào phát được"))


def _left_out(sessions: Sequence[Session]) -> Iterator[Message]:
    """Yield the scripts that the ward itself leaves out on this day (a draft, one that is over): no fault."""
    for session in sessions:
        for one in session.left_out:
            yield tell("buổi “{name}” bỏ bài “{title}”: {why}",
                       name=session.name, title=one.title or one.script, why=one.why)  # fmt: skip


def _waiting(station: Station, sessions: Sequence[Session], day: date) -> Iterator[Message]:
    """Tell of the scripts that the day's rotations deal others for: they wait for a fact, a reading, a cure."""
    stock = station.ward.ready
    waits = [one for one in idle_scripts(station, day) if stock.why_not(one, day) is None] if sessions else []
    if waits:
        titles = ", ".join(f"“{station.ward.title(one)}”" for one in waits[:_NAMED])
        more = ", …" if len(waits) > _NAMED else ""
        yield tell("{count} bài chưa vào lượt vì chưa sẵn sàng: {titles}{more}",
                   count=len(waits), titles=titles, more=more)  # fmt: skip


def _music(made: Mapping[CueId, Cart | Unready]) -> tuple[Message, ...]:
    """What was done to the ward's own music; it keeps nothing off the air."""
    return music_told(cart for cart in made.values() if isinstance(cart, Cart))


def _later(station: Station, dealt: Rundown) -> Iterator[Message]:
    """Yield what the days after it lack; of the day itself the rehearsal knows better."""
    day = f"{dealt.day:%d/%m/%Y}"
    for one in troubles(station.ward, dealt.day):
        if one.what.values.get("day") != day:
            yield one.what


def _why_not(
    station: Station, session: Session, airing: Airing | None, cart: Cart | Unready | None
) -> Message | str | None:
    if session.refused is not None:
        return session.refused
    if isinstance(cart, Unready):
        return cart.why
    if airing is None or airing.outcome is not Outcome.AIRED or cart is None:
        return (airing.why if airing is not None else None) or tell("chưa tổng duyệt tới bài này")
    return _badly_measured(station, cart)


def _overlapping(sessions: Sequence[Session], airings: Sequence[Airing]) -> Iterator[Message]:
    """Yield where one session still sounded in the rehearsal when another was to begin."""
    for one in overlaps((session, _length(session, airings)) for session in sessions):
        yield one.what


def _length(session: Session, airings: Sequence[Airing]) -> timedelta:
    """How long the session sounded, from its first sound to the end of its last."""
    heard = [
        (one.started, one.ended) for one in airings
        if one.session_id == session.id and one.started is not None and one.ended is not None
    ]  # fmt: skip
    return max(ended for _, ended in heard) - min(started for started, _ in heard) if heard else timedelta()


def _lacking_around(station: Station, made: Mapping[CueId, Cart | Unready]) -> list[Lacking]:
    """What opens and closes each session, where it is not as it should be."""
    found = []
    for cue, title in AROUND.items():
        match made.get(cue):
            case Unready(why=why):
                found.append(lacking(cue, str(title), why))
            case Cart() as cart if (bad := _badly_measured(station, cart)) is not None:
                found.append(lacking(cue, str(title), bad))
    return found


def _badly_measured(station: Station, cart: Cart) -> Message | None:
    """The cart's file, decoded and measured once more."""
    heard, meant = measure(station.library.sound_of(cart)), station.ward.playlist.sound
    if abs(heard.integrated_lufs - meant.loudness) > _LOUDNESS_TOLERANCE_LU:
        return tell("độ to {loudness:.1f} LUFS, lệch mức {meant:.1f}",
                    loudness=heard.integrated_lufs, meant=meant.loudness)  # fmt: skip
    if heard.true_peak_dbtp > meant.true_peak + _PEAK_TOLERANCE_DB:
        return tell("đỉnh {peak:.1f} dBTP, quá mức {meant:.1f}", peak=heard.true_peak_dbtp, meant=meant.true_peak)
    return None
