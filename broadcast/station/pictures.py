"""A cart, or a day -> SVG: what is to be heard, as it will be heard."""

from datetime import datetime, timedelta
from pathlib import Path

from broadcast.audio.levels import Lufs
from broadcast.audio.picture import DrawnCue, Lane, LaneSpan, cart_picture, day_picture
from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio
from broadcast.library.ingest.report import Use
from broadcast.library.names import NONE
from broadcast.library.wardsounds import ward_sound
from broadcast.programme.airtime import hours_on
from broadcast.programme.dayview import DayView
from broadcast.programme.model import Cart, CueState
from broadcast.programme.settings import Playlist

_LANES = {Lane.STING: "nhạc hiệu", Lane.SPEECH: "lời đọc", Lane.BED: "nhạc nền"}


def picture_of_cart(cart: Cart, sound: Sound, *, title: str, home: Path, playlist: Playlist) -> str:
    """Draw a cart as SVG text: its wave, its loudness over time with the target, sting, sentences and bed.

    `sound` is the cart's own, decoded; `home` the ward's folder, in which the sting is looked for.
    """
    sting_s = _seconds(home, playlist.sound.sting)
    spans = [LaneSpan(lane=Lane.STING, start_s=0.0, end_s=sting_s)] if sting_s else []
    for start, end in cart.sentences:
        span = LaneSpan(lane=Lane.SPEECH, start_s=start / cart.rate_hz, end_s=end / cart.rate_hz)
        spans.append(span)
    if playlist.sound.bed != NONE:
        spans.append(LaneSpan(lane=Lane.BED, start_s=sting_s, end_s=sound.seconds))
    return cart_picture(
        sound, title=title, spans=spans, target_lufs=Lufs(playlist.sound.loudness), lane_names=_LANES
    )


def picture_of_day(view: DayView, *, title: str, playlist: Playlist, titles: dict[str, str]) -> str:
    """Draw a day as SVG text: its cues on the hours, the allowed hours shaded.

    Unready cues are left out. `titles` maps a script's id to its title; without one the id is shown.
    """
    cues = [
        DrawnCue(
            at_minutes=_minutes(cue.at),
            seconds=cue.seconds or 0.0,
            label=titles.get(cue.cue.script, cue.cue.script),
            ready=cue.state in (CueState.READY, CueState.AIRED, CueState.ON_AIR, CueState.WAITING),
        )
        for cue in view.cues
        if cue.at is not None
    ]
    minute = timedelta(minutes=1)
    hours = [(w.begins // minute, w.ends // minute) for w in hours_on(playlist.airtime, view.rundown.day)]
    return day_picture(cues, title=title, allowed=hours)


def _minutes(moment: datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def _seconds(home: Path, name: str) -> float:
    try:
        return 0.0 if name == NONE else ward_sound(home, name, use=Use.JINGLE).seconds
    except NotAudio:  # `check` tells it; our own sounds in its place
        return 0.0
