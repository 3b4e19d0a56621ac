"""A station, and a day or a campaign -> released announcements and sessions as files that other machines play.

A session's file is what playout itself airs, opening, gaps and closing, into a file in the loudspeaker's place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from broadcast.base.clock import Wanted
from broadcast.base.errors import Message, tell
from broadcast.library.codec import encode
from broadcast.library.rack import PART_OF, Rack
from broadcast.library.tagged import Tags
from broadcast.programme.layout import WAKE_UP_S
from broadcast.programme.model import Airing, Cart, CueId, Part, Reason, Rundown, Session, Unready
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import record_at
from broadcast.station.carrying.exported import Announcement, Exported, ExportedSession, Heard, LeftBehind
from broadcast.station.carrying.released_as import Version, Versions
from broadcast.station.overview import journal_path, orders, rundown, spoken_around
from broadcast.station.rehearse import air_into
from broadcast.station.station import ProgressWatcher, Station, production_of
from broadcast.ward.readings import Prepared
from broadcast.ward.scriptfile import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to leave the house."""

    days: tuple[date, ...]
    """The days whose sessions are told of."""
    folders: tuple[str, ...] = ()
    """The folders below scripts/ whose scripts alone are wanted; none: all that the days play."""
    with_sessions: bool = True
    """Whether each session is a file, too."""
    name: str
    """What the announcements are a part of: a day, a campaign."""


def export_sounds(
    station: Station, wish: Wish, into: Path, *, wanted: Wanted, progress: ProgressWatcher
) -> Exported:
    """Make what is wanted into files below the folder `into`: `bai/` for announcements, `buoi/` for sessions.

    What is not made yet is made first. Only what is released leaves the house, where the ward's policy wants that;
    what stays behind is told. Raises DiskError where a file cannot be written or read, NotAudio for a damaged one.
    """
    (into / "bai").mkdir()
    if wish.with_sessions:
        (into / "buoi").mkdir()
    sessions: list[ExportedSession] = []
    with record_at(journal_path(station.home)) as record, production_of(station, progress) as production:
        chosen = _Chosen(station, wish, Versions(station, record))
        for day in wish.days:
            dealt, rack = _that_are_wanted(rundown(station, day), wish), Rack()
            production.fill(rack, orders(station, dealt.sessions, hurried=False), wanted)
            chosen.look_through(dealt, rack)
            sessions += _aired(station, wish, chosen.only_released(dealt), rack, into)
    for one in chosen.announcements:
        _write(station, wish, one, into / "bai")
    return Exported(
        announcements=tuple(chosen.announcements), sessions=tuple(sessions), left=tuple(chosen.left.values())
    )


def _that_are_wanted(dealt: Rundown, wish: Wish) -> Rundown:
    """The sessions that may air, and of a campaign those that play one of its scripts."""
    sessions = [
        one for one in dealt.sessions if one.is_to_air and any(_is_of(wish, cue.script) for cue in one.cues)
    ]
    return replace(dealt, sessions=tuple(sessions))


def _is_of(wish: Wish, script: ScriptId) -> bool:
    return not wish.folders or script.startswith(tuple(f"{folder}/" for folder in wish.folders))


class _Chosen:
    """Which carts leave the house; each script once, in the order in which they are heard first."""

    def __init__(self, station: Station, wish: Wish, versions: Versions) -> None:
        self._station, self._wish, self._versions = station, wish, versions
        self.announcements: list[Announcement] = []
        self.left: dict[ScriptId | CueId, LeftBehind] = {}
        self._stays: set[CueId] = set()

    def look_through(self, dealt: Rundown, rack: Rack) -> None:
        """Choose among a day's carts; what opens or closes its sessions unreleased is taken off the rack."""
        if not dealt.sessions:
            return
        made = rack.contents()
        around = spoken_around(self._station, dealt.sessions)
        for cue, part in PART_OF.items():
            if (script := around[cue]) is not None:
                found = self._version(script, part, made.get(cue), dealt.day)
                if isinstance(found, Message):
                    self._leave(cue, script, found)
                    rack.put(cue, Unready(reason=Reason.CHANGED, why=found))
        for cue_ in (cue for session in dealt.sessions for cue in session.cues):
            cart = made.get(cue_.id)
            version = self._version(cue_.script, Part.CUE, cart, dealt.day)
            if isinstance(version, Message):
                self._stays.add(cue_.id)
                self._leave(cue_.script, cue_.script, version)
            elif isinstance(cart, Cart):
                self._choose(cue_.script, cart, version)

    def only_released(self, dealt: Rundown) -> Rundown:
        """Return the day without the cues that stay behind, and without sessions that are empty then."""
        kept = (
            replace(one, cues=tuple(cue for cue in one.cues if cue.id not in self._stays))
            for one in dealt.sessions
        )
        return replace(dealt, sessions=tuple(one for one in kept if one.cues))

    def _version(self, script: ScriptId, part: Part, cart: Cart | Unready | None, day: date) -> Version | Message:
        if not isinstance(cart, Cart):
            return cart.why if cart is not None else tell("chưa tạo tiếng")
        return self._versions.of(script, part, cart, day)

    def _leave(self, key: ScriptId | CueId, script: ScriptId, why: Message) -> None:
        self.left.setdefault(key, LeftBehind(title=self._station.ward.title(script), why=why))

    def _choose(self, script: ScriptId, cart: Cart, version: Version) -> None:
        prepared = self._station.ward.of(script)
        if not _is_of(self._wish, script) or any(one.script == script for one in self.announcements):
            return
        if not isinstance(prepared, Prepared):  # it was dealt, and is not ready any more
            self._leave(script, script, prepared.why)
            return
        number, title = len(self.announcements) + 1, self._station.ward.title(script)
        self.announcements.append(
            Announcement(script=script, title=title, cart=cart, version=version, prepared=prepared, number=number,
                         file=f"{number:02}-{name_of(title)}")
        )  # fmt: skip


def _write(station: Station, wish: Wish, one: Announcement, folder: Path) -> None:
    tags = Tags(
        title=one.title, artist=station.ward.playlist.station, day=wish.days[0], album=wish.name, track=one.number
    )
    (folder / f"{one.file}.mp3").write_bytes(encode(station.library.sound_of(one.cart), ".mp3", tags))


# --- sessions, aired into files ---


def _aired(station: Station, wish: Wish, dealt: Rundown, rack: Rack, into: Path) -> Iterator[ExportedSession]:
    for number, session in enumerate(dealt.sessions, 1):
        file = f"buoi/{session.at:%H%M}-{name_of(session.name)}.mp3" if wish.with_sessions else None
        tags = Tags(
            title=f"{session.name} {session.at:%d/%m/%Y}", artist=station.ward.playlist.station,
            day=dealt.day, album=wish.name, track=number,
        )  # fmt: skip
        alone = replace(dealt, sessions=(session,))
        heard = [one for one in air_into(station, alone, rack, into / file if file else None, tags) if one.started]
        if heard:
            yield _told(session, heard, file)


def _told(session: Session, heard: Sequence[Airing], file: str | None) -> ExportedSession:
    begins = _moment(heard[0].started) - timedelta(seconds=WAKE_UP_S)
    ends = max(_moment(one.ended) for one in heard)
    return ExportedSession(
        name=session.name,
        at=session.at,
        seconds=(ends - begins).total_seconds(),
        file=file,
        heard=tuple(
            Heard(at=_moment(one.started), after_s=(_moment(one.started) - begins).total_seconds(),
                  seconds=one.seconds, title=one.title, script=one.script)
            for one in heard if one.is_announcement
        ),
    )  # fmt: skip


def _moment(told: datetime | None) -> datetime:
    assert told is not None  # noqa: S101 - of what was heard
    return told
