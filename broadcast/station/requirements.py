"""What the program needs of other packages, and what is installed -> where the two differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import requires

from packaging.requirements import Requirement

from broadcast.base.packages import installed

_OURS = "broadcast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """One package that is missing, or of a version that the program was not made for."""

    name: str
    needed: str
    """The versions that will do, as pip writes them: `<8.2,>=8.1`."""
    installed: str | None
    """None where it is missing."""


def unmet(needed: Iterable[str] | None = None) -> tuple[Unmet, ...]:
    """Compare the requirements of the program with the packages installed; return those not met, empty for none.

    `needed` are requirements as pip writes them; None: those the program itself declares. Extras, and what belongs
    to other systems, are left out; what the needed packages need in turn is not asked.
    """
    return tuple(_unmet(needed if needed is not None else requires(_OURS) or ()))


def _unmet(needed: Iterable[str]) -> Iterator[Unmet]:
    for line in needed:
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        found = installed(wanted.name)
        if found is None or not wanted.specifier.contains(found, prereleases=True):
            yield Unmet(name=wanted.name, needed=str(wanted.specifier), installed=found)
