"""A ward whose session begins in a few seconds of real time; its announcements are tones, a pitch each."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import soundfile
from stand_ins.carts import RATE, tone
from stand_ins.wards import script_text


def zone_where_it_is_noon() -> str:
    """So that no hour of a test meets midnight."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


ZONE = ZoneInfo(zone_where_it_is_noon())
"""Of these wards: at noon as the tests begin, and so hours from any midnight."""


def now() -> datetime:
    return datetime.now(ZONE)


def in_seconds(seconds: float) -> datetime:
    """A whole second, so long from now."""
    return (now() + timedelta(seconds=seconds)).replace(microsecond=0)


def live_ward(
    home: Path,
    begin: datetime,
    tones: dict[str, float],
    *,
    allowed: str = "00:00-23:59",
    grace: str = "15m",
    more: str = "",
    voice: str = "espeak",
    only: Sequence[str] | None = None,
    loudspeaker: str = "loa",
) -> Path:
    """`tones`: script id -> seconds; the first is at 500 Hz, each next one 200 Hz higher.

    The session airs all of them, or `only` some.
    """
    (home / "scripts").mkdir(parents=True, exist_ok=True)
    (home / "playlist.yaml").write_text(
        f"""\
station: {{name: Đài thử, timezone: {ZONE.key}}}
phases:
  nay: {{name: Nay, from: {begin:%Y-%m-%d}, until: {begin:%Y-%m-%d}}}
sessions:
  - {{id: buoi, name: Buổi thử, at: "{begin:%H:%M:%S}", on: [{begin:%Y-%m-%d}], grace: {grace},
     play: [{", ".join(only or tones)}]{more}}}
airtime: {{allowed: [{allowed}], days: t2-cn, max_session: 15m, max_sessions: 2}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [{voice}]}}
output: {{loudspeaker: {loudspeaker}, preview: tai_nghe}}
""",
        encoding="utf-8",
    )
    write_tones(
        home, {script: (500 + 200 * number, seconds) for number, (script, seconds) in enumerate(tones.items())}
    )
    return home


def write_tones(home: Path, tones: Mapping[str, tuple[int, float]]) -> None:
    """Announcements that are recorded tones, which nobody speaks in: script id -> pitch in Hz, seconds."""
    for script, (hertz, seconds) in tones.items():
        chord = tone(hertz, seconds) // 2 + tone(2000, seconds) // 2  # something where a voice has its consonants
        soundfile.write(home / f"{hertz}.wav", chord, RATE)
        path = home / "scripts" / f"{script}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script_text(script, "", recording=f"{hertz}.wav", music="true"), encoding="utf-8")
