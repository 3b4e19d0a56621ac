"""The ward's scripts, a folder and a day -> which can be dealt, and why the others are not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from broadcast.base.errors import Message, tell
from broadcast.programme.settings import Campaign, Phase, ScriptId

EVERY_DAY = frozenset(range(7))
"""All weekdays, Monday 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The days on which a script may air."""

    first: date | None = None
    """The first day; None: since ever."""
    last: date | None = None
    """The last day, included; None: for good."""
    draft: bool = False
    """Still being written: it airs on no day."""
    days: frozenset[int] = EVERY_DAY
    """Weekdays, Monday 0."""

    def why_not(self, day: date) -> Message | None:
        """Tell why the script does not air on `day`; None where it may."""
        if self.draft:
            return tell("bản nháp, chưa cho phát (draft: true)")
        if self.first is not None and day < self.first:
            return tell("chưa đến hạn, phát từ ngày {day}", day=f"{self.first:%d/%m/%Y}")
        if self.last is not None and day > self.last:
            return tell("đã hết hạn, chỉ phát đến ngày {day}", day=f"{self.last:%d/%m/%Y}")
        if day.weekday() not in self.days:
            return tell("không phát vào thứ này trong tuần (days)")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocked:
    """One script of the ward, as dealing sees it."""

    title: str = ""
    validity: Validity = field(default_factory=Validity)


def _all_ready(_script: ScriptId) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Stock:
    """Every script of the ward, and on which days each may be dealt."""

    scripts: Mapping[ScriptId, Stocked]
    is_ready: Callable[[ScriptId], bool] = _all_ready
    """Whether a script has all its words; a rotation passes one without them over, a slot that names it does not.

    Asked only of a script whose header allows the day: to answer, it may have to be turned into words first.
    """

    def title(self, script: ScriptId) -> str:
        """Return the script's title; empty where there is no such script."""
        known = self.scripts.get(script)
        return known.title if known else ""

    def why_not(self, script: ScriptId, day: date) -> Message | None:
        """Tell why the script may not air on `day`, by its own header; None where it may, or is not there at all.

        Whether it has all its words is not asked.
        """
        known = self.scripts.get(script)
        return known.validity.why_not(day) if known else None

    def in_folder(self, folder: str) -> tuple[ScriptId, ...]:
        """List the scripts below the folder, subfolders too, in the order of their names."""
        return tuple(sorted(id_ for id_ in self.scripts if id_.startswith(f"{folder}/")))

    def serving(self, phase: Phase, campaign: Campaign | None = None) -> tuple[ScriptId, ...]:
        """List the scripts of a phase in the order of their names, with those that serve all of its campaign.

        Those lie in the campaign's own folder, not below it.
        """
        own = self.in_folder(phase.scripts_in)
        if campaign is None or campaign.folder == phase.scripts_in:
            return own
        common = tuple(id_ for id_ in self.scripts if id_.rpartition("/")[0] == campaign.folder)
        return tuple(sorted({*own, *common}))

    def can_be_dealt(self, script: ScriptId, day: date) -> bool:
        """Whether a rotation may deal the script on `day`: it has all its words, and its header allows the day."""
        known = self.scripts.get(script)
        return known is not None and known.validity.why_not(day) is None and self.is_ready(script)
