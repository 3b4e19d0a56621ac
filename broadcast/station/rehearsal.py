"""A day -> its Tomorrow: made, measured and aired into nothing by the real playout."""

from collections.abc import Callable
from datetime import date

from broadcast.audio.loudness import measure
from broadcast.base.errors import Message, tell
from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.model import Airing, Cart, Outcome, Session, Unready
from broadcast.programme.pending import record
from broadcast.station.rehearse import TriedOut, try_out
from broadcast.station.station import ProgressWatcher, Station
from broadcast.station.verdict import Lacking, Tomorrow, Verdict

_LOUDNESS_TOLERANCE_LU = 0.5
_PEAK_TOLERANCE_DB = 0.1
"""A true peak is measured at four times the rate, and is not the same twice to the last hundredth."""


def rehearse(station: Station, day: date, *, wanted: Callable[[], bool], progress: ProgressWatcher) -> Tomorrow:
    """Make, measure and air that day into nothing by the real playout; whether it can go on air as it is."""
    sessions = station.rundown(day).sessions
    tried = try_out(station, day, wanted=wanted, progress=progress)
    last = {cue: airings[-1] for cue, airings in record(tried.airings).items()}
    lacking = [*_lacking_around(station, tried)]
    spare, ready, seconds = [], 0, 0.0
    for session in sessions:
        for cue in session.cues:
            title, cart = station.ward.title(cue.script), tried.made.get(cue.id)
            why = _why_not(station, session, last.get(cue.id), cart)
            if why is not None:
                lacking.append(Lacking(cue=cue.id, title=title, why=str(why)))
                continue
            ready += 1
            if isinstance(cart, Cart):
                seconds += cart.seconds
                if cart.fallback is not None:
                    spare.append(Lacking(cue=cue.id, title=title, why=str(cart.fallback)))
    cues = sum(len(session.cues) for session in sessions)
    return Tomorrow(
        day=day,
        made=station.clock.now(),
        verdict=_verdict(cues=cues, ready=ready, lacking=len(lacking)),
        sessions=sum(session.refused is None and bool(session.cues) for session in sessions),
        cues=cues,
        ready=ready,
        seconds=round(seconds, 1),
        lacking=tuple(lacking),
        spare=tuple(spare),
    )


def _verdict(*, cues: int, ready: int, lacking: int) -> Verdict:
    if cues and not ready:
        return Verdict.NOT_READY
    return Verdict.PARTLY if lacking else Verdict.GO


def _why_not(
    station: Station, session: Session, airing: Airing | None, cart: Cart | Unready | None
) -> Message | str | None:
    if session.refused is not None:
        return session.refused
    if airing is None or airing.outcome is not Outcome.AIRED or not isinstance(cart, Cart):
        return airing.note if airing is not None and airing.note else tell("chưa tổng duyệt tới bài này")
    return _badly_measured(station, cart)


def _lacking_around(station: Station, tried: TriedOut) -> list[Lacking]:
    """What opens and closes each session, where it is not as it should be."""
    found = []
    for cue, title in ((OPENING, tell("nhạc và lời mở đầu")), (CLOSING, tell("lời chào và nhạc kết thúc"))):
        match tried.made.get(cue):
            case Unready(why=why):
                found.append(Lacking(cue=cue, title=str(title), why=str(why)))
            case Cart() as cart if (bad := _badly_measured(station, cart)) is not None:
                found.append(Lacking(cue=cue, title=str(title), why=str(bad)))
    return found


def _badly_measured(station: Station, cart: Cart) -> Message | None:
    """The cart's file, decoded and measured once more."""
    heard, meant = measure(station.library.sound_of(cart)), station.ward.playlist.sound
    if abs(heard.integrated_lufs - meant.loudness) > _LOUDNESS_TOLERANCE_LU:
        return tell("độ to {loudness:.1f} LUFS, lệch mức {meant:g}",
                    loudness=heard.integrated_lufs, meant=meant.loudness)  # fmt: skip
    if heard.true_peak_dbtp > meant.true_peak + _PEAK_TOLERANCE_DB:
        return tell("đỉnh {peak:.1f} dBTP, quá mức {meant:g}", peak=heard.true_peak_dbtp, meant=meant.true_peak)
    return None
