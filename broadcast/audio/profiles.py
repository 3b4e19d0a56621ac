"""The sound for a kind of loudspeaker and hour, as figures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    name: str


FLAT = Profile(name="flat")
