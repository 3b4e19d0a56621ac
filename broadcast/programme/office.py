"""Who issues the station's papers, and the written plan that it carries out, as playlist.yaml says."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues the station's papers, as their head has it; empty where the ward has not said."""

    lines: tuple[str, ...] = ()
    """Its name, a line each; the last line is set in bold."""
    place: str = ""
    """The place that stands before the date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOnPaper:
    """The written plan that the station carries out, in its own words; empty where the ward has not copied it."""

    name: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    """What each line asks, by the place that scripts name as their `basis`: `II.1.1, dòng 1`."""
