"""A ward whose session begins in a few seconds of real time; its announcements are tones, a pitch each."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import soundfile
from stand_ins.carts import RATE, tone
from stand_ins.wards import script_text

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    return datetime.now(ZONE)


def in_seconds(seconds: float) -> datetime:
    """A whole second, so long from now."""
    return (now() + timedelta(seconds=seconds)).replace(microsecond=0)


def clear_of_midnight(minutes: float) -> None:
    """Wait until midnight is not so near: what was meant for one day is not aired on another."""
    until = now() + timedelta(minutes=minutes)
    if until.date() != now().date():
        time.sleep((until.replace(hour=0, minute=0, second=1) - now()).total_seconds())


def live_ward(
    home: Path,
    begin: datetime,
    tones: dict[str, float],
    *,
    allowed: str = "00:00-23:59",
    grace: str = "15m",
    more: str = "",
    voice: str = "espeak",
) -> Path:
    """`tones`: script id -> seconds; the first is at 500 Hz, each next one 200 Hz higher."""
    (home / "scripts").mkdir(parents=True, exist_ok=True)
    (home / "playlist.yaml").write_text(
        f"""\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
phases:
  nay: {{name: Nay, from: {begin:%Y-%m-%d}, until: {begin:%Y-%m-%d}}}
sessions:
  - {{id: buoi, name: Buổi thử, at: "{begin:%H:%M:%S}", on: [{begin:%Y-%m-%d}], grace: {grace},
     play: [{", ".join(tones)}]{more}}}
airtime: {{allowed: [{allowed}], days: t2-cn, max_session: 15m, max_sessions: 2}}
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [{voice}]}}
output: {{loudspeaker: loa, preview: tai_nghe}}
""",
        encoding="utf-8",
    )
    for number, (script, seconds) in enumerate(tones.items()):
        hertz = 500 + 200 * number
        chord = tone(hertz, seconds) // 2 + tone(2000, seconds) // 2  # something where a voice has its consonants
        soundfile.write(home / f"{number}.wav", chord, RATE)
        path = home / "scripts" / f"{script}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script_text(script, "", recording=f"{number}.wav"), encoding="utf-8")
    return home
