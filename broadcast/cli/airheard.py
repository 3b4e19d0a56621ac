"""What a microphone heard at the loudspeaker -> a line on a screen, and fields for JSON."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.words import said, words
from broadcast.cli.face import Face
from broadcast.programme.airheard import AirHeard, HowHeard

if TYPE_CHECKING:
    from broadcast.station.readable import Readable
    from broadcast.station.remote import Status


def at_loudspeaker(heard: AirHeard) -> str:
    """Say in one line what was heard at the loudspeaker: `ở loa: nghe rõ`."""
    return words("ở loa: {what}", what="; ".join(map(said, heard.told)))


def as_fields(heard: AirHeard) -> dict[str, object]:
    """Return what was heard at the loudspeaker as values that JSON holds."""
    return {
        "heard": heard.how.value,
        "what": "; ".join(map(said, heard.told)),
        "score": round(heard.score, 3),
        "level": heard.level_db,
        "offset": heard.offset_s,
        "drift_ppm": round(heard.drift_ppm, 1),
        "seconds": round(heard.heard_s, 2),
        "of_seconds": round(heard.of_s, 2),
        "missing": [list(one) for one in heard.missing],
        "shifts": [list(one) for one in heard.shifts],
        "again": list(heard.again_s),
    }


def show_heard(face: Face, seen: "Readable", now: "Status") -> None:
    """Write what a microphone last heard at the loudspeaker: another thing than what the machine hands to it."""
    from broadcast.station.readable import last_heard

    ears = seen.overview.ward.playlist.devices.aircheck if seen.overview is not None else None
    if now.sounding is not None and ears is not None:
        face.line(words("  máy đang đưa tiếng ra loa; ở loa nghe được hay không, hết bài mới biết"))
    if (last := last_heard(seen.home, now.now.date())) is not None:
        airing, heard = last
        title = airing.title or seen.title(airing.script)
        at = f"{airing.started or airing.planned:%H:%M}"
        style = "" if heard.how is HowHeard.CLEAR else "yellow"
        face.line(words("  lượt vừa qua, {at} “{title}”, {heard}", at=at, title=title,
                        heard=at_loudspeaker(heard)), style)  # fmt: skip


def last_fields(home: Path, now: datetime) -> dict[str, object] | None:
    """Return what was heard last at the loudspeaker today, and of which cue; None where nobody compared."""
    from broadcast.station.readable import last_heard

    last = last_heard(home, now.date())
    return {"cue": last[0].cue, **as_fields(last[1])} if last is not None else None
