"""The sound for a kind of loudspeaker and an hour of the day, as figures with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from broadcast.base.errors import Message, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How sound is shaped for a kind of loudspeaker or an hour of the day; every figure of it has its source.

    No figure moves the loudness: a mix is brought to its recipe's target whatever its profile.
    """

    name: str
    low_hz: float = 0.0
    """Nothing under this frequency is sent to the amplifier; 0: no limit."""
    high_hz: float = 0.0
    """Nothing over this frequency is sent to the amplifier; 0: no limit."""
    evening: float = 0.0
    """How much of a voice's own spectrum is evened out towards the slope below: 0 nothing, 1 all of it."""
    slope_db: float = 0.0
    """The spectrum aimed at changes by this many dB an octave; below 0 it falls."""
    most_db: float = 12.0
    """Evening lifts or lowers no part of the spectrum by more than this."""
    ratio: float = 1.0
    """Soft sounds are lifted until `ratio` dB of level become one; 1: not at all."""
    lift_floor_db: float = -35.0
    """Sounds further under the loud ones than this are not lifted any more, and rooms and breaths not at all."""
    sting_rise_s: float = 0.0
    """The music of an opening comes up over this long, so as not to startle."""
    advised_lufs: float | None = None
    """A loudness that suits the profile, for whoever writes playlist.yaml; no program follows it. None: no
    advice."""
    sources: tuple[tuple[str, str], ...] = ()
    """(figure, where it comes from) of each figure that is not `flat`'s."""

    @property
    def shapes(self) -> bool:
        """Whether a voice sounds different through this profile than through `flat`."""
        return bool(self.low_hz or self.high_hz or self.evening or self.ratio != 1)


_MEASURED = "chosen by ESTOI with benchmarks/intelligibility.py: docs/decisions/011-horn-profile.md"
_BAND = "the band of a horn on a pole, 300-6,000 Hz: what it cannot radiate only heats its driver"
_OURS = "our choice, by the pictures and figures in docs/decisions/011-horn-profile.md"

FLAT = Profile(name="flat")
HORN = Profile(
    name="horn",
    low_hz=300.0,
    high_hz=6_000.0,
    evening=0.6,
    slope_db=-1.5,
    most_db=15.0,
    ratio=2.0,
    lift_floor_db=-35.0,
    sources=(
        ("low_hz", _BAND),
        ("high_hz", _BAND),
        ("evening", _MEASURED),
        ("slope_db", _MEASURED),
        ("most_db", _OURS + ": no more than the noise floor of a clean recording bears"),
        ("ratio", _MEASURED + "; the kind of step is that of SSDRC (Zorila et al., Interspeech 2012)"),
        ("lift_floor_db", _OURS + ": consonants lie above it, rooms and breaths under it"),
    ),
)
NIGHT = Profile(
    name="night",
    low_hz=200.0,
    high_hz=5_000.0,
    evening=0.3,
    slope_db=-3.0,
    most_db=9.0,
    ratio=1.6,
    lift_floor_db=-35.0,
    sting_rise_s=1.0,
    advised_lufs=-20.0,
    sources=(
        ("low_hz", _OURS + ": half an octave more warmth than horn"),
        ("high_hz", _OURS + ": less sharp, for sharpness grows with the high bands (DIN 45692)"),
        ("evening", _OURS + ": half of horn's"),
        ("slope_db", _OURS + ": twice horn's, nearer to a quiet voice's"),
        ("most_db", _OURS + ": as horn's, smaller with evening"),
        ("ratio", _OURS + ": soft words stay heard although the whole is lower"),
        ("lift_floor_db", _OURS + ": as horn's"),
        ("sting_rise_s", _OURS + ": slow rises startle less (Blumenthal, Psychophysiology 25, 1988)"),
        ("advised_lufs", _OURS + ": 4 LU under the usual -16"),
    ),
)
PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in (FLAT, HORN, NIGHT)}
"""The profiles that come with the program, by name."""

_BOUNDS: Mapping[str, tuple[float, float]] = {
    "low_hz": (0, 1_000),
    "high_hz": (2_000, 20_000),
    "evening": (0, 1),
    "slope_db": (-9, 6),
    "most_db": (0, 24),
    "ratio": (1, 6),
    "lift_floor_db": (-60, -10),
    "sting_rise_s": (0, 3),
    "advised_lufs": (-30, -10),
}


def own_profile(
    name: str, figures: Mapping[str, object], *, base: Profile = FLAT
) -> Profile | tuple[Message, ...]:
    """Make a ward's own profile, `base` with other figures; or return, in words, all that is wrong with these.

    Wrong is a figure that no profile has, a value that is no number, and one out of its bounds. Raises nothing.
    """
    faults = tuple(fault for figure, value in figures.items() if (fault := _fault_of(figure, value)))
    if faults:
        return faults
    numbers = {figure: float(str(value)) for figure, value in figures.items()}
    kept = tuple((figure, source) for figure, source in base.sources if figure not in numbers)
    own = tuple((figure, f"the ward's own profile {name}") for figure in numbers)
    # only figures pass the check above, and all of them are numbers
    return replace(base, name=name, sources=kept + own, **numbers)


def profile_named(name: str, own: Mapping[str, Mapping[str, object]]) -> Profile | tuple[Message, ...]:
    """Find the profile called `name`, the ward's own before ours; or return, in words, all that is wrong with it.

    `own` maps the name of each of the ward's profiles to its `base` (one of ours; `flat` where not given) and the
    figures that differ. A name that nobody knows is told in the same way; nothing is raised.
    """
    if name not in own:
        known = ", ".join([*PROFILES, *own])
        return PROFILES.get(name) or (tell("không có profile “{name}”. Có: {known}", name=name, known=known),)
    figures = {figure: value for figure, value in own[name].items() if figure != "base"}
    base = str(own[name].get("base", FLAT.name))
    if base not in PROFILES:
        return (tell("base “{name}” phải là một trong: {known}", name=base, known=", ".join(PROFILES)),)
    return own_profile(name, figures, base=PROFILES[base])


def _fault_of(figure: str, value: object) -> Message | None:
    if figure not in _BOUNDS:
        return tell("không có thông số {figure}; các thông số: {known}", figure=figure, known=", ".join(_BOUNDS))
    low, high = _BOUNDS[figure]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return tell(
            "{figure} phải là số từ {low} đến {high}, không phải {value}",
            figure=figure,
            low=low,
            high=high,
            value=value,
        )
    return None
