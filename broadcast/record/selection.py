"""Which lines of the record somebody asks for: of which days, campaign, script, outcome and person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from broadcast.base.errors import Message
from broadcast.programme.model import Airing, Outcome
from broadcast.record.airings import Entry
from broadcast.record.happenings import Happening
from broadcast.record.sessions import LoggedDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; each part that is left empty leaves nothing out."""

    first: date
    last: date
    """The last day, included."""
    campaign: str = ""
    script: str = ""
    """The script's id, or its last part, with or without the number that opens it."""
    outcome: Outcome | None = None
    person: str = ""
    """Some of the name of who released it, had it aired, changed, stopped or withdrawn."""

    @property
    def is_of_days_alone(self) -> bool:
        """Whether it leaves out no line of its days."""
        return not (self.campaign or self.script or self.outcome or self.person)

    def takes(self, airing: Airing) -> bool:
        """Whether the airing is asked for; its day is not looked at."""
        return (
            self.campaign in ("", airing.campaign)
            and (not self.script or _is_called(airing.script, self.script))
            and self.outcome in (None, airing.outcome)
            and (self.names(one.what for one in airing.reasons) or self._is_releaser(airing))
        )

    def names(self, told: Iterator[Message] | Sequence[Message]) -> bool:
        """Whether one of the sentences names the person who is asked for; True where nobody is."""
        return not self.person or any(self._is_named(one) for message in told for one in _people(message))

    def notes(self, told: Happening) -> bool:
        """Whether a line about no single cue is asked for: by the person that it names, never by what aired."""
        return not (self.campaign or self.script or self.outcome) and (
            self.names(told.what) or self._is_named(told.by)
        )

    def changes(self, entry: Entry) -> bool:
        """Whether a change of one day is asked for: by the person that made it, and never by what aired."""
        return not (self.campaign or self.script or self.outcome) and (
            not self.person or self._is_named(str(entry.body.get("by") or ""))
        )

    def _is_releaser(self, airing: Airing) -> bool:
        return airing.release is not None and self._is_named(airing.release.by)

    def _is_named(self, name: str) -> bool:
        return self.person.casefold() in name.casefold()


def chosen(days: Sequence[LoggedDay], selection: Selection) -> tuple[LoggedDay, ...]:
    """Return the days with those airings and changes alone that are asked for; a day that keeps none is left out.

    An opening or a closing stays beside an announcement of its session that stays.
    """
    if selection.is_of_days_alone:
        return tuple(days)
    return tuple(day for day in (_chosen(one, selection) for one in days) if day.sessions or day.changes)


def _chosen(day: LoggedDay, selection: Selection) -> LoggedDay:
    sessions = []
    for session in day.sessions:
        airings = [one for one in session.airings if not one.is_announcement or selection.takes(one)]
        if any(one.is_announcement for one in airings):
            sessions.append(replace(session, airings=tuple(airings)))
    changes = tuple(one for one in day.changes if selection.changes(one))
    return replace(day, sessions=tuple(sessions), changes=changes, off=None)


def _is_called(script: str, name: str) -> bool:
    wanted, last = name.removesuffix(".md").casefold(), script.rpartition("/")[2].casefold()
    return wanted in (script.casefold(), last, last.lstrip("0123456789").lstrip("-"))


def _people(message: Message) -> Iterator[str]:
    """The names of who answers for something, anywhere in the sentence."""
    values: Mapping[str, object] = message.values
    for key, value in values.items():
        if isinstance(value, Message):
            yield from _people(value)
        elif key == "by":
            yield str(value)
