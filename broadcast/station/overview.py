"""The ward's folder -> what is planned, made and on record; looked at without voices and without a loudspeaker."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from broadcast.base.clock import SystemClock
from broadcast.base.errors import JournalError, Message, tell
from broadcast.library.names import NONE
from broadcast.library.rack import CLOSING, OPENING, PART_OF, STINGS
from broadcast.library.shelves import CACHE, Shelves
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Order
from broadcast.production.voices.identity import identities
from broadcast.programme import airtime
from broadcast.programme.dayview import DayView, view_day
from broadcast.programme.dealing import DealtDay, redeal
from broadcast.programme.model import (
    Cart,
    CueId,
    Part,
    Rundown,
    Session,
    Unready,
    music_told,
)
from broadcast.programme.onair import Sounding
from broadcast.programme.pending import airings_by_cue
from broadcast.programme.rotation import pool, stands
from broadcast.programme.rundown import next_day_with_cues
from broadcast.programme.settings import Rotation, ScriptId
from broadcast.record.reading import record_at
from broadcast.station.assembly import StationWith, today
from broadcast.station.dealt import as_it_holds, planned
from broadcast.station.onrecord import airings as airings
from broadcast.station.onrecord import carts_released as carts_released
from broadcast.station.onrecord import changes_in_force as changes_in_force
from broadcast.station.onrecord import journal_folder as journal_folder
from broadcast.station.onrecord import journal_path as journal_path
from broadcast.station.onrecord import notes as notes
from broadcast.station.standings import is_held_back, not_released, policy_in_force, stands_of
from broadcast.ward.folder import Stamp, Ward, read_out, read_ward, stamp, stamp_of_sounds
from broadcast.ward.readings import Prepared

_log = logging.getLogger(__name__)

Overview = StationWith[Shelves]
"""A station that is only looked at: nothing of sound is loaded for it. Its library finds files, and decodes
none."""


def look_at(home: Path, *, lazily: bool = False) -> Overview:
    """Read the ward's folder `home` for looking at it, on the machine's own clock.

    `lazily`: a script is turned into words when it is first asked for, as `read_ward` says. Raises WardError where
    there is no playlist.yaml, FaultsFound where it has faults, DiskError where a file cannot be read.
    """
    before = stamp(home)
    ward = read_ward(home, lazily=lazily)
    return overview_of(home, ward, before + stamp_of_sounds(home, ward.sounds))


def overview_of(home: Path, ward: Ward, before: Stamp) -> Overview:
    """Put an Overview together from a Ward, on the machine's own clock.

    `before` is the stamp of the files, taken before they were read.
    """
    clock = machine_clock(ward.playlist.zone)
    return StationWith(home=home, ward=ward, clock=clock, library=shelves_of(home), stamp=before)


def machine_clock(zone: tzinfo | None = None) -> SystemClock:
    """Return the machine's own clock, in `zone`; for None in the offset that the machine's own zone has now."""
    return SystemClock(zone or SystemClock(UTC).now().astimezone().tzinfo or UTC)


def shelves_of(home: Path) -> Shelves:
    """Return the library of made sounds of the folder `home`, to find and verify files in; reads nothing yet."""
    return Shelves(cache_folder(home))


def cache_folder(home: Path) -> Path:
    """Return the path of the folder of made sounds, `home`/audio_cache; it may be deleted at any time."""
    return home / CACHE


# --- what is planned ---


def rundown(overview: Overview, day: date) -> Rundown:
    """Return the sessions and cues of `day` as they hold: as dealt, and where nothing has begun as edited.

    Nothing is written. Of a day of which nothing was dealt, and where the log cannot be read, it is the plan.
    """
    return dealt_day(overview, day).rundown


def dealt_day(overview: Overview, day: date) -> DealtDay:
    """Return `day` as it holds, with the last dealing of each session: what was changed of it last, and why.

    Nothing is written. What was edited and is not dealt anew yet is in it, as if it were.
    """
    now = overview.clock.now()
    try:
        with record_at(journal_path(overview.home)) as record:
            return as_it_holds(overview, record, day, now)
    except JournalError as error:
        # whoever needs the log to be whole reads its lines too, and is told by them
        _log.info("the day is shown as it is planned: %s", error)
    return redeal((), planned(overview, day), (), now, is_first=True)


def next_day(overview: Overview, after: date) -> date | None:
    """Find the first day after `after` with a cue to air; None where no later day has one."""
    return next_day_with_cues(overview.ward.playlist, overview.ward.ready, after, changes_in_force(overview.home))


def sessions_from(overview: Overview, first: date, days: int) -> list[Session]:
    """Deal the sessions of `days` days, `first` among them, in order of time; refused ones too."""
    return [s for offset in range(days) for s in rundown(overview, first + timedelta(days=offset)).sessions]


def next_session(overview: Overview, now: datetime) -> Session | None:
    """Find the first session after `now` that may air and has cues; None where there is none any more."""
    day: date | None = now.date()
    while day is not None:
        for session in rundown(overview, day).sessions:
            if session.at > now and session.cues and session.is_to_air:
                return session
        day = next_day(overview, day)
    return None


def unusual_now(overview: Overview, day: date) -> Message | None:
    """Say why that day's programme needs somebody's word to air now: another day, or the airtime rules.

    None where it needs none. Which sessions were refused is not asked, nor how long they are.
    """
    if day != today(overview):
        return tell("chương trình của ngày {day}, không phải hôm nay", day=f"{day:%d/%m/%Y}")
    return airtime.refusal(overview.ward.playlist.airtime, overview.clock.now())


def idle_scripts(overview: Overview, day: date) -> dict[ScriptId, Message]:
    """Collect the scripts that the rotations of `day` would deal and do not, each with its reason.

    One waits for a fact or a reading, another is a draft, expired, or not for this day.
    """
    ward, stock, found = overview.ward, overview.ward.ready, dict[ScriptId, Message]()
    for slot in ward.playlist.slots:
        if isinstance(slot.play, Rotation) and stands(ward.playlist, slot, day):
            for id_ in pool(ward.playlist, stock, slot, day):
                one = ward.of(id_)
                why = stock.why_not(id_, day) or (one.why if isinstance(one, Unready) else None)
                if why is not None:
                    found[id_] = why
    return found


def reading(overview: Overview, script: ScriptId) -> Prepared | Unready:
    """Return the script with its facts in place, and how it is spoken, doubts included; or an Unready.

    No file is read again. Unready where a fact is missing, the script is faulty, or no file has that id.
    """
    return read_out(overview.ward, script)


# --- what is made ---


def orders(overview: Overview, sessions: Sequence[Session], *, hurried: bool = True) -> list[Order]:
    """List the carts that `sessions` need: opening and closing, then the cues in the order of the sessions.

    Sessions that are not to air need none; a cue whose cart is fixed needs that one. Empty where no cue is left.
    `hurried`: each order tells when it will air, so that right before it production asks no voice on the network.
    """
    released = carts_released(overview.home)
    cues = [
        Order(
            cue=cue.id,
            script=cue.script,
            by=session.at if hurried else None,
            pinned=cue.cart,
            preferred=released.get((cue.script, Part.CUE)),
            version=cue.version,
        )
        for session in sessions
        if session.is_to_air
        for cue in session.cues
    ]
    if not cues:
        return []
    sound, spoken = overview.ward.playlist.sound, spoken_around(overview, sessions)
    around = ((Part.OPENING, sound.opening), (Part.CLOSING, sound.closing))
    stings = [
        Order(cue=STINGS[part], script=script, by=cues[0].by, preferred=released.get((script, part)))
        for part, name in around
        if (script := spoken[STINGS[part]]) or name != NONE
    ]
    return stings + cues


def waiting_around(overview: Overview, sessions: Sequence[Session]) -> list[Order]:
    """List the carts of opening and closing as they sound once somebody has released the words over them.

    For whoever makes sounds ahead, so that they can be heard; `orders` has what airs until then. Empty where
    nobody has to release them, or has.
    """
    released, spoken = carts_released(overview.home), spoken_around(overview, sessions)
    return [
        Order(cue=cue, script=id_, preferred=released.get((id_, PART_OF[cue])))
        for cue, id_ in _allowed_around(overview, _first_day(sessions)).items()
        if id_ is not None and spoken[cue] is None
    ]


def spoken_around(overview: Overview, sessions: Sequence[Session]) -> Mapping[CueId, ScriptId | None]:
    """Find the scripts spoken over OPENING and CLOSING on the first day on which one of the `sessions` is to air.

    None where the ward has none, and where the script's header does not allow that day, or nobody has released it
    and the ward asks for that: the sting sounds alone.
    """
    day = _first_day(sessions)
    return {
        cue: None if id_ is None or (day is not None and is_held_back(overview, id_, day)) else id_
        for cue, id_ in _allowed_around(overview, day).items()
    }


def _allowed_around(overview: Overview, day: date | None) -> Mapping[CueId, ScriptId | None]:
    playlist, ready = overview.ward.playlist, overview.ward.ready
    return {
        cue: None if id_ is None or (day is not None and ready.why_not(id_, day) is not None) else id_
        for cue, id_ in ((OPENING, playlist.opening), (CLOSING, playlist.closing))
    }


def _first_day(sessions: Sequence[Session]) -> date | None:
    return next((session.at.date() for session in sessions if session.is_to_air and session.cues), None)


def view(overview: Overview, day: date, sounding: Sounding | None = None, *, as_planned: bool = False) -> DayView:
    """Put together how `day` stands now: each cue planned, made, on air, aired or refused, with moment and reason.

    `sounding` is what the running player says is on the loudspeaker; ask it first, then call this.
    `as_planned`: what is over is not asked. Raises JournalError where the as-run log cannot be read.
    """
    dealt, prints = dealt_day(overview, day), fingerprints_of(overview)
    sessions = dealt.rundown.sessions
    asked = orders(overview, sessions)
    made = {order.cue: prints.look_up(order, overview.library) for order in asked}
    stands = stands_of(overview, asked, made, day)
    policy = policy_in_force(overview)
    held = {cue: why for cue, stand in stands.items() if (why := not_released(policy, stand)) is not None}
    on_record = airings(overview.home, day, day)
    shown = view_day(
        dealt.rundown,
        made | {cue: why for cue, why in held.items() if isinstance(made[cue], Cart)},
        airings_by_cue(on_record),
        OPENING,
        CLOSING,
        now=None if as_planned else overview.clock.now(),
        sounding=sounding,
        rules=overview.ward.playlist.airtime,
    )
    carts = [cart for cart in made.values() if isinstance(cart, Cart)]
    cues = tuple(replace(one, release=stands.get(one.cue.id)) for one in shown.cues)
    return replace(shown, cues=cues, changed=dealt.changed, music=music_told([*on_record, *carts]))


def music_ahead(overview: Overview, session: Session) -> tuple[Message, ...]:
    """List what was done to the ward's own music in the carts that a session has by now, each sentence once."""
    prints = fingerprints_of(overview)
    made = (prints.look_up(order, overview.library, verified=False) for order in orders(overview, [session]))
    return music_told(cart for cart in made if isinstance(cart, Cart))


def fingerprints_of(overview: Overview) -> Fingerprints:
    """Return what names the station's made sounds: by the ward's files, and by the voices that it has now."""
    return Fingerprints(overview.ward, identities(overview.ward.playlist.voice, overview.ward.home))
