"""The days ahead -> when each script airs next, those of a day or a session, and those that nobody released."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from broadcast.base.errors import UsageRefused, tell
from broadcast.programme.model import Session
from broadcast.programme.released import Standing
from broadcast.programme.settings import Policy, ScriptId
from broadcast.station.overview import Overview, dealt_day, sessions_from
from broadcast.station.standings import policy_in_force, scripts_of, standings

_DAYS_AHEAD = 14


def next_airings(overview: Overview) -> Mapping[ScriptId, datetime]:
    """Find when each script airs next: the begin of the first session of the coming days that has it.

    Nothing is written, and nothing asked of a running player. A script that no such session has is left out.
    """
    found = dict[ScriptId, datetime]()
    for at, script in airings_ahead(overview):
        found.setdefault(script, at)
    return found


def airings_ahead(overview: Overview) -> Iterator[tuple[datetime, ScriptId]]:
    """Yield what the sessions of the coming 14 days air, in order: when the session begins, and the script."""
    now = overview.clock.now()
    for session in sessions_from(overview, now.date(), _DAYS_AHEAD):
        if session.at > now and session.is_to_air:
            yield from ((session.at, script) for script in scripts_of(overview, [session]))


def scripts_of_day(overview: Overview, day: date, name: str | None) -> tuple[ScriptId, ...]:
    """List the scripts that air on `day`, or in its session of that id or name, each once, in their order.

    Those over opening and closing are among them. Raises UsageRefused where the day has no such session, or airs
    nothing.
    """
    sessions = [one for one in dealt_day(overview, day).rundown.sessions if one.is_to_air]
    if name is not None:
        wanted = name.strip().casefold()
        known = sessions
        sessions = [one for one in known if wanted in (one.slot.casefold(), one.name.casefold())]
        if known and not sessions:
            names = ", ".join(f"{one.slot} ({one.at:%H:%M} {one.name})" for one in known)
            raise UsageRefused(
                tell("Ngày {day} không có buổi “{name}”.", day=f"{day:%d/%m/%Y}", name=name),
                tell("Ngày ấy có: {names}.", names=names),
            )
    scripts = scripts_of(overview, sessions)
    if not scripts:
        raise UsageRefused(tell("Ngày {day} không có bài nào phát.", day=f"{day:%d/%m/%Y}"))
    return scripts


def unreleased_among(
    overview: Overview, sessions: Iterable[Session], *, at_once: bool = False
) -> tuple[ScriptId, ...]:
    """List what of the sessions that are still to air stays silent as nobody has released it, each script once.

    Those over opening and closing are among them; drafts are not. `at_once`: the sessions whose moment is over air
    too. Empty where no release is asked for.
    """
    if policy_in_force(overview).policy is not Policy.REQUIRED:
        return ()
    now, days = overview.clock.now(), dict[date, list[Session]]()
    for session in sessions:
        if session.is_to_air and (at_once or session.at > now):
            days.setdefault(session.at.date(), []).append(session)
    found = dict[ScriptId, None]()
    for day, those in days.items():
        stands = standings(overview, scripts_of(overview, those), day)
        found |= dict.fromkeys(
            one for one, stand in stands.items() if not stand.is_released and stand.standing is not Standing.DRAFT
        )
    return tuple(found)
