"""A slot that deals in turn, the scripts there are, and a day -> the scripts of that day's session.

Everything is counted from the calendar and nothing remembered, so that any day can be rehearsed anywhere; a day of
next year takes no longer than today.
"""

from datetime import date

from broadcast.base.errors import Message, tell
from broadcast.programme.settings import Phase, Playlist, Rotation, ScriptId, Slot
from broadcast.programme.stock import Stock

_LONG_AGO = date(2000, 1, 3)
"""A Monday: folders that are dealt all the year are counted from here."""

_Source = str | tuple[Phase, ...]
"""What is dealt from: a folder, or the phases of a day together."""


def stands(playlist: Playlist, slot: Slot, day: date) -> bool:
    """Whether the timetable has a session of the slot on `day`: by its days, its campaign, and what it deals.

    A slot that names its scripts or a folder needs no phase. One that deals a phase by name has a session on the
    days of that phase, and on its own single dates.
    """
    if not slot.falls_on(day) or not _in_campaign(playlist, slot, day):
        return False
    if not isinstance(slot.play, Rotation) or slot.play.folder is not None:
        return True
    phases = _phases(playlist, slot.play, day)
    return any(day in phase for phase in phases) or (bool(phases) and day in slot.on)


def _in_campaign(playlist: Playlist, slot: Slot, day: date) -> bool:
    if slot.campaign is None:
        return True
    campaign = playlist.campaign(slot.campaign)
    return campaign is not None and day in campaign


def _phases(playlist: Playlist, rotation: Rotation, day: date) -> tuple[Phase, ...]:
    """The phases that are dealt on `day`: the named one on any day, else those that the day lies in."""
    if rotation.phase is not None:
        wanted = (rotation.campaign, rotation.phase)
        return tuple(phase for phase in playlist.phases if (phase.campaign, phase.id) == wanted)
    return tuple(phase for phase in playlist.phases_of(day) if rotation.campaign in (None, phase.campaign))


def out_of_its_days(playlist: Playlist, script: ScriptId, day: date) -> Message | None:
    """Tell why a script does not air on `day` by the folder that it lies in; None where it may.

    A script of a phase's folder airs on the days of that phase, one of a campaign's folder on those of the
    campaign; of a folder that is neither, on any day.
    """
    phases = [phase for phase in playlist.phases if script.startswith(f"{phase.scripts_in}/")]
    if any(day in phase for phase in phases):
        return None
    if phases:
        return _over_or_to_come(phases[-1].name, phases[-1].first, max(phase.last for phase in phases), day)
    homes = [campaign for campaign in playlist.campaigns if script.startswith(f"{campaign.folder}/")]
    if not homes or any(day in campaign for campaign in homes):
        return None
    return _over_or_to_come(homes[-1].name, homes[-1].first, max(campaign.last for campaign in homes), day)


def _over_or_to_come(name: str, first: date, last: date, day: date) -> Message:
    if day > last:
        return tell("bài của “{name}”, đã hết ngày {day}", name=name, day=f"{last:%d/%m/%Y}")
    return tell("bài của “{name}”, từ ngày {day} mới phát", name=name, day=f"{first:%d/%m/%Y}")


def dealt(playlist: Playlist, stock: Stock, slot: Slot, day: date) -> tuple[ScriptId, ...]:
    """Deal the scripts that the slot plays on `day` in turn; fewer than its count where fewer are ready.

    Of several phases on one day each script comes as often as any other.
    """
    if not isinstance(slot.play, Rotation):
        return slot.play
    source = _source(playlist, slot.play, day)
    hand = _hand(playlist, stock, source, day)
    start = _dealt_before(playlist, source, slot, day)
    return tuple(hand[(start + step) % len(hand)] for step in range(min(slot.play.count, len(hand))))


def pool(playlist: Playlist, stock: Stock, slot: Slot, day: date) -> tuple[ScriptId, ...]:
    """List every script that the slot deals from on `day`, ready or not; what it names where it deals nothing."""
    if not isinstance(slot.play, Rotation):
        return slot.play
    return _scripts_of(playlist, stock, _source(playlist, slot.play, day))


def _source(playlist: Playlist, rotation: Rotation, day: date) -> _Source:
    return rotation.folder if rotation.folder is not None else _phases(playlist, rotation, day)


def _hand(playlist: Playlist, stock: Stock, source: _Source, day: date) -> tuple[ScriptId, ...]:
    if isinstance(source, str):
        return tuple(id_ for id_ in _scripts_of(playlist, stock, source) if stock.can_be_dealt(id_, day))
    hands = [
        [id_ for id_ in _scripts_of(playlist, stock, (phase,)) if stock.can_be_dealt(id_, day)] for phase in source
    ]
    # spread evenly, so that a session of two scripts has one of each campaign
    spread = sorted(
        ((2 * place + 1) / (2 * len(hand)), number, id_)
        for number, hand in enumerate(hands)
        for place, id_ in enumerate(hand)
    )
    return tuple(dict.fromkeys(id_ for _, _, id_ in spread))


def _scripts_of(playlist: Playlist, stock: Stock, source: _Source) -> tuple[ScriptId, ...]:
    """What lies there, less what is spoken around every session: that is no announcement."""
    around = (playlist.opening, playlist.closing)
    if isinstance(source, str):
        return tuple(id_ for id_ in stock.in_folder(source) if id_ not in around)
    found = (
        stock.serving(phase, playlist.campaign(phase.campaign) if phase.campaign is not None else None)
        for phase in source
    )
    return tuple(dict.fromkeys(id_ for scripts in found for id_ in scripts if id_ not in around))


def _dealt_before(playlist: Playlist, source: _Source, slot: Slot, day: date) -> int:
    """How many scripts the timetable has dealt from that source up to this session, from its first day on."""
    start = _LONG_AGO if isinstance(source, str) else min((phase.first for phase in source), default=day)
    before = 0
    for other in playlist.slots:
        if isinstance(other.play, Rotation) and _source(playlist, other.play, day) == source:
            earlier_today = other.falls_on(day) and (other.at, other.id) < (slot.at, slot.id)
            before += other.play.count * (_times(other, start, day) + earlier_today)
    return before


def _times(slot: Slot, first: date, end: date) -> int:
    """On how many days from `first` (included) to `end` (not included) the timetable has the slot."""
    weeks, days = divmod(max(0, (end - first).days), 7)
    by_weekday = weeks * len(slot.days) + sum((first.weekday() + step) % 7 in slot.days for step in range(days))
    return by_weekday + sum(first <= one < end and one.weekday() not in slot.days for one in slot.on)
