"""A station and a day -> which of its scripts somebody has released, and what becomes of the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from broadcast.base.errors import JournalError, Message, tell
from broadcast.library.rack import PART_OF
from broadcast.library.shelves import Shelves
from broadcast.production.orders import Order
from broadcast.programme.model import Cart, CueId, Part, Reason, Session, Unready
from broadcast.programme.released import Stand, Standing, refused
from broadcast.programme.settings import Policy, ReleasePolicy, ScriptId
from broadcast.record.reading import record_at
from broadcast.station.assembly import StationWith
from broadcast.station.onrecord import journal_path
from broadcast.station.releases import Releases
from broadcast.station.sealing import Sealing


def standings(station: StationWith[Shelves], scripts: Iterable[ScriptId], day: date) -> dict[ScriptId, Stand]:
    """Judge how each of the scripts stands on `day` with whoever releases it; no cart is read through.

    Where the record cannot be read, nothing is released.
    """
    try:
        with record_at(journal_path(station.home)) as record:
            releases = Releases(station, record)
            return {script: releases.stand(script, day) for script in scripts}
    except JournalError as error:
        return {script: Stand(standing=Standing.WAITING, why=error.what) for script in scripts}


def policy_in_force(station: StationWith[Shelves]) -> ReleasePolicy:
    """Return the rule of release that holds: playlist.yaml's, unless something stricter was signed."""
    written = station.ward.playlist.release
    try:
        with record_at(journal_path(station.home)) as record:
            return Sealing(station.home, written, record).policy
    except JournalError:
        return written


def is_rule_signed(home: Path) -> bool:
    """Whether a rule of release is in force in that folder although its playlist.yaml has none."""
    try:
        with record_at(journal_path(home)) as record:
            return Sealing(home, ReleasePolicy(), record).policy.is_written
    except JournalError:
        return False


def is_held_back(station: StationWith[Shelves], script: ScriptId, day: date) -> bool:
    """Whether nobody has released the script that is spoken over an opening or a closing, and it must be."""
    if policy_in_force(station).policy is not Policy.REQUIRED:
        return False
    return not standings(station, [script], day)[script].is_released


def stands_of(
    station: StationWith[Shelves], asked: Sequence[Order], made: Mapping[CueId, Cart | Unready | None], day: date
) -> dict[CueId, Stand]:
    """Find how each cue's script stands, with the very cart it has; empty where the record cannot be opened."""
    try:
        with record_at(journal_path(station.home)) as record:
            releases = Releases(station, record)
            return {
                order.cue: _with_offer(
                    releases, order.script, PART_OF.get(order.cue, Part.CUE), made[order.cue], day
                )
                for order in asked
                if order.script is not None
            }
    except JournalError:  # whoever needs the log to be whole is told by what reads its lines
        return {}


def _with_offer(releases: Releases, script: ScriptId, part: Part, made: Cart | Unready | None, day: date) -> Stand:
    stand = releases.stand_with(script, part, made, day)
    return replace(stand, offered=releases.offered(script, part)) if stand.is_released else stand


def not_released(policy: ReleasePolicy, stand: Stand) -> Unready | None:
    """What stands in the place of a cart that must not air, as nobody has released it; None for any other."""
    if stand.is_released or stand.now is None or policy.policy is not Policy.REQUIRED:
        return None
    return Unready(reason=Reason.NOT_RELEASED, why=refused(stand.why))


def unreleased_ahead(station: StationWith[Shelves], session: Session) -> tuple[Message, ...]:
    """Tell of each script of a session that nobody has released what becomes of it; empty where all are.

    Those over opening and closing are among them. Nothing is told where the ward has not said yet what becomes of
    what nobody has released.
    """
    policy = policy_in_force(station)
    if not policy.is_written:
        return ()
    stands = standings(station, scripts_of(station, [session]), session.at.date())
    waiting = [station.ward.title(script) for script, stand in stands.items() if not stand.is_released]
    at = f"{session.at:%H:%M}"
    if policy.policy is Policy.REQUIRED:
        return tuple(tell("chờ duyệt: buổi {at} không có bài “{title}”", at=at, title=title) for title in waiting)
    return tuple(tell("chờ duyệt: buổi {at} vẫn phát bài “{title}”", at=at, title=title) for title in waiting)


def scripts_of(station: StationWith[Shelves], sessions: Sequence[Session]) -> tuple[ScriptId, ...]:
    """List the scripts of those sessions of one day, each once, with those spoken over opening and closing."""
    cues = [cue.script for session in sessions for cue in session.cues]
    if not cues:
        return ()
    day, playlist = sessions[0].at.date(), station.ward.playlist
    opening, closing = (
        [id_] if id_ is not None and station.ward.ready.why_not(id_, day) is None else []
        for id_ in (playlist.opening, playlist.closing)
    )
    return tuple(dict.fromkeys([*opening, *cues, *closing]))
