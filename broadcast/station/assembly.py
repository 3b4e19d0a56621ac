"""A ward's folder, read, with a clock and a library -> the parts of a station, put together and frozen."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

from broadcast.base.clock import Clock
from broadcast.library.shelves import Shelves
from broadcast.ward.folder import Stamp, Ward

Kept_co = TypeVar("Kept_co", bound=Shelves, covariant=True)
"""How the library is reached: `Shelves` find and verify files, `Library` decodes them too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StationWith(Generic[Kept_co]):
    """One ward's station as it was read once, with the library it needs: Shelves to look, Library to sound."""

    home: Path
    ward: Ward
    clock: Clock
    library: Kept_co
    stamp: Stamp
    """Of the ward's files, taken before they were read: where another one is found, they have changed."""


def today(station: StationWith[Shelves]) -> date:
    """Read the station's clock and return its date, in the station's zone; a player's clock is judged by that."""
    return station.clock.now().date()
