"""The ward's log -> its head signed each day, carried out of the machine, told; proofs, cosignatures for others.

Whoever has all of this machine, the key too, can make another log and sign it. What was carried out before stands
against that, so it must lie where this machine cannot change it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base import children
from broadcast.base.clock import Wanted
from broadcast.base.errors import MachineError, tell
from broadcast.programme.settings import Playlist
from broadcast.record.anchors.anchoring import Anchor, anchor, anchor_of
from broadcast.record.anchors.cosigning import cosign
from broadcast.record.anchors.proving import growth_of, proof_of
from broadcast.record.anchors.signednote import Note
from broadcast.record.anchors.stationkey import station_key
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.station import carry_child
from broadcast.station.notify import send
from broadcast.station.overview import journal_folder, journal_path
from broadcast.station.readable import require_folder

_LONGEST = timedelta(minutes=10)
"""A stick that is slow, a folder of the network that does not answer."""
_GENTLE = 10
"""How nice the child beside the player is."""


def sign_head(home: Path, journal: Journal, now: datetime) -> Anchor:
    """Sign the log's head at `now`, write it into the log and return it.

    The station's key is made where there is none. Raises JournalError where the log cannot be read or takes no
    line, or the key cannot be read; DiskError where none can be made.
    """
    return anchor(journal, station_key(journal_folder(home)), now)


def carry_and_look_through(home: Path, to: str | None, wanted: Wanted) -> None:
    """Copy the newest head to the folder `to` (None: nowhere), then look through the whole log, in a child.

    It has ten minutes: a folder of the network may never answer. Raises MachineError with what the child said.
    """
    try:
        done = children.run(
            carry_child.__name__, str(home), to or "", deadline_s=_LONGEST.total_seconds(), niceness=_GENTLE,
            wanted=wanted,
        )  # fmt: skip
    except children.NotWanted:
        return
    except children.OutOfTime as error:
        raise MachineError(tell("mang mốc ký ra {folder} quá lâu nên thôi", folder=to or "")) from error
    if done.code:
        raise MachineError(tell("mốc nhật ký: {why}", why="; ".join(done.complaints.splitlines())))


def tell_head(playlist: Playlist, made: Anchor) -> tuple[MachineError, ...]:
    """Send the head's short code to every URL of station.notices; return why each one was not reached.

    Takes up to a minute.
    """
    title = tell("Mốc nhật ký của {station}", station=playlist.station)
    body = tell(
        "{at} nhật ký có {lines} dòng, mã {code}. Xin giữ lại tin này để đối chứng khi cần.",
        at=f"{made.written:%H:%M %d/%m/%Y}", lines=made.checkpoint.size, code=made.checkpoint.code,
    )  # fmt: skip
    return tuple(MachineError(one) for one in send(playlist.notices, title=str(title), body=str(body)))


def is_due(journal: Journal, now: datetime, evening: datetime) -> bool:
    """Whether a head must be signed at `now`: none was since midnight, or since the `evening` of this day.

    Also where the last one is of a later moment: the clock ran ahead then. Raises JournalError where the log
    cannot be read.
    """
    last = journal.last_anchor()
    if last is None:
        return journal.count() > 0
    try:
        written = anchor_of(last).written.astimezone(now.tzinfo)
    except ValueError:  # `log --verify` names it
        return True
    return written.date() < now.date() or written < evening <= now or written > now


def prove(home: Path, what: str) -> Mapping[str, Any]:
    """Return the proof of the lines about a cue in the as-run log of `home`, as JSON holds it.

    `what`: the cue; or a number of lines, for the proof that the log has only grown since it had so many. Raises
    WardError where there is no such folder, JournalError where no signed head has such a line.
    """
    require_folder(home)
    with record_at(journal_path(home)) as record:
        key = station_key(journal_folder(home))
        return growth_of(record, int(what), key) if what.isdecimal() else proof_of(record, what, key)


def cosign_head(home: Path, carried: Path, now: datetime) -> tuple[Note, str]:
    """Cosign the head in `carried`, another station's folder, at `now`; return it, and this station's public key.

    The key is as that station's file `cosigners` wants it. Raises JournalError where it must not be cosigned,
    DiskError where what was cosigned cannot be kept.
    """
    require_folder(home)
    folder = journal_folder(home)
    key = station_key(folder)
    own = carried if carried.is_dir() else carried.parent
    return cosign(own, folder, key, now), str(key.cosigner)
