"""Sounds and where things lie in them -> SVG text: a cart, or a day; readable in light and dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from xml.sax.saxutils import escape

import numpy as np

from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import HOP, RATE_HZ, Meter
from broadcast.audio.sound import Floats, Samples, Sound, channels_in, resampled
from broadcast.base.lengths import timecode
from broadcast.base.onscreen import one_line

_WIDTH, _LEFT, _RIGHT = 1_000, 88, 28
_COLUMNS = _WIDTH - _LEFT - _RIGHT
_QUIETEST_LUFS = -48.0

_LIGHT_AND_DARK = (
    (".paper", "fill", "#fff", "#16181c"),
    ("text", "fill", "#1c1c1c", "#ececec"),
    (".s", "fill", "#6b6b6b", "#8f959e"),
    (".axis", "stroke", "#8a8a8a", "#8f959e"),
    (".wave,.speech,.ready", "fill", "#2f6db3", "#7db3f0"),
    (".ready,.waiting", "stroke", "#2f6db3", "#7db3f0"),
    (".sting", "fill", "#7c3aed", "#b794f6"),
    (".bed", "fill", "#0f8a5f", "#5fd3a6"),
    (".loud,.target", "stroke", "#c2410c", "#ff9a62"),
)
"""What, which of its colours, by day, by night. Not custom properties: many a viewer of pictures knows none."""


def _style() -> str:
    day, night = (
        "".join(f"{colour[0]}{{{colour[1]}:{colour[place]}}}" for colour in _LIGHT_AND_DARK) for place in (2, 3)
    )
    return (
        "text{font:12px system-ui,sans-serif}.h{font-size:15px;font-weight:600}.loud,.waiting{fill:none}"
        ".loud{stroke-width:1.5}.axis{stroke-width:.5}.target{stroke-width:1;stroke-dasharray:5 4}"
        f".lane{{opacity:.75}}.shade{{opacity:.14}}\n{day}\n@media(prefers-color-scheme:dark){{{night}}}"
    )


class Lane(StrEnum):
    """A row of a cart's picture: what of one kind sounds when."""

    STING = "sting"
    SPEECH = "speech"
    BED = "bed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneSpan:
    """Something that sounds from here to there in a cart's picture."""

    lane: Lane
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCue:
    """One cue in a day's picture; `seconds` is its length, `ready` whether it is drawn as ready or as waiting."""

    at_minutes: float
    """Minutes after midnight."""
    seconds: float
    label: str
    ready: bool = True


def cart_picture(
    sound: Sound, *, title: str, spans: Sequence[LaneSpan] = (), target_lufs: Lufs, lane_names: dict[Lane, str]
) -> str:
    """Draw a cart as SVG text: wave, short-term loudness (over 3 s) beside `target_lufs`, `spans` in lanes.

    A vertical line marks the beginning of each SPEECH span. `lane_names` has what the operator calls each lane
    that has spans.
    """
    at_48k = resampled(sound, RATE_HZ)
    seconds = max(at_48k.seconds, 0.1)
    lanes = [lane for lane in Lane if any(span.lane == lane for span in spans)]
    height = 300 + 24 * len(lanes) + 34
    parts = [
        _text(_LEFT, 24, title, "h"),
        _wave(at_48k.samples, top=40, height=120),
        _loudness(at_48k.samples, target_lufs, seconds, top=176, height=110),
    ]
    for number, lane in enumerate(lanes):
        own = [span for span in spans if span.lane == lane]
        parts.append(_lane(lane, lane_names[lane], own, seconds, top=304 + 24 * number))
    for span in spans:
        if span.lane is Lane.SPEECH:
            x = _x(span.start_s, seconds)
            parts.append(f'<line class="axis" x1="{x}" x2="{x}" y1="40" y2="{height - 26}"/>')
    parts.append(_seconds_axis(seconds, height - 12))
    return _svg(height, parts, title)


def day_picture(cues: Sequence[DrawnCue], *, title: str, allowed: Sequence[tuple[float, float]] = ()) -> str:
    """Draw the cues of one day as SVG text, over whole hours from the first in use to the last.

    `allowed`: (start, end) of the hours in which the loudspeaker may speak, in minutes after midnight; they are
    shaded.
    """
    minutes = [cue.at_minutes for cue in cues] + [minute for pair in allowed for minute in pair] or [
        360.0,
        1_080.0,
    ]
    ends = [cue.at_minutes + cue.seconds / 60 for cue in cues] + minutes
    first, last = int(min(minutes) // 60) * 60, -(-int(max(ends) + 1) // 60) * 60
    height = 96 + 20 * len(cues)

    def across(minute: float) -> float:
        return round(_LEFT + (minute - first) / (last - first) * _COLUMNS, 1)

    parts = [_text(_LEFT, 24, title, "h")]
    for start, end in allowed:
        width = round(across(end) - across(start), 1)
        shade = f'<rect x="{across(start)}" y="40" width="{width}" height="{height - 70}"'
        parts.append(f'{shade} class="bed shade"/>')
    for hour in range(first, last + 1, 60):
        x = across(hour)
        parts.append(f'<line class="axis" x1="{x}" x2="{x}" y1="40" y2="{height - 30}"/>')
        parts.append(_text(x, height - 12, f"{hour // 60:02}:00", "s", "middle"))
    for number, cue in enumerate(cues):
        parts.append(
            _cue(cue, across(cue.at_minutes), across(cue.at_minutes + cue.seconds / 60), 46 + 20 * number)
        )
    return _svg(height, parts, title)


def _cue(cue: DrawnCue, start: float, end: float, top: int) -> str:
    kind = "ready" if cue.ready else "waiting"
    box = f'<rect x="{start}" y="{top}" width="{max(2.0, round(end - start, 1))}" height="13" class="{kind}"/>'
    minute, second = divmod(round(cue.at_minutes * 60), 60)
    told = f"{minute // 60:02}:{minute % 60:02}:{second:02}  {cue.label}"
    side, anchor = (start - 6, "end") if start > _WIDTH * 0.6 else (max(end, start + 2) + 6, "start")
    return box + _text(side, top + 11, told, anchor=anchor)


def _wave(samples: Samples, *, top: int, height: int) -> str:
    """Highest and lowest sample of each column, as one closed shape."""
    edges = np.linspace(0, len(samples), _COLUMNS + 1).astype(int)
    columns = [samples[a:b] if b > a else np.zeros(1, np.float32) for a, b in pairwise(edges)]
    middle, half = top + height / 2, height / 2
    upper = [f"{_LEFT + n},{middle - float(column.max()) * half:.1f}" for n, column in enumerate(columns)]
    lower = [f"{_LEFT + n},{middle - float(column.min()) * half + 0.5:.1f}" for n, column in enumerate(columns)]
    return f'<polygon class="wave" points="{" ".join(upper + lower[::-1])}"/>' + _text(8, middle + 4, "sóng", "s")


def _loudness(samples: Samples, target: Lufs, seconds: float, *, top: int, height: int) -> str:
    meter = Meter(channels_in(samples))
    meter.add(samples)
    lufs: Floats = np.maximum(meter.short_term(), _QUIETEST_LUFS)

    def down(value: float) -> float:
        return round(top + height * value / _QUIETEST_LUFS, 1)

    points = " ".join(
        f"{_x(n * HOP / RATE_HZ + 3.0, seconds)},{down(float(value))}" for n, value in enumerate(lufs)
    )
    scale = "".join(
        f'<line class="axis" x1="{_LEFT}" x2="{_LEFT + _COLUMNS}" y1="{down(v)}" y2="{down(v)}"/>'
        + _text(_LEFT - 6, down(v) + 4, f"{v:.0f}".replace("-", "−"), "s", "end")
        for v in (0.0, -12.0, -24.0, -36.0)
    )
    line = f'<line class="target" x1="{_LEFT}" x2="{_LEFT + _COLUMNS}" y1="{down(target)}" y2="{down(target)}"/>'
    return f'{scale}{line}<polyline class="loud" points="{points}"/>' + _text(8, top + height - 2, "LUFS", "s")


def _lane(lane: Lane, name: str, spans: Sequence[LaneSpan], seconds: float, *, top: int) -> str:
    drawn = [_text(8, top + 12, name, "s")]
    for span in spans:
        x, end = _x(span.start_s, seconds), _x(span.end_s, seconds)
        width = max(1.0, round(end - x, 1))
        drawn.append(f'<rect x="{x}" y="{top}" width="{width}" height="16" rx="2" class="lane {lane}"/>')
    return "".join(drawn)


def _seconds_axis(seconds: float, y: int) -> str:
    step = next(s for s in (1, 2, 5, 10, 30, 60, 300, 600, 3_600) if seconds / s <= 14 or s == 3_600)
    marks = range(0, int(seconds) + 1, step)
    return "".join(_text(_x(mark, seconds), y, timecode(mark), "s", "middle") for mark in marks)


def _x(second: float, seconds: float) -> float:
    return round(_LEFT + second / seconds * _COLUMNS, 1)


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{_shown(words)}</text>'


def _shown(words: str) -> str:
    return escape(one_line(words))


def _svg(height: int, parts: Sequence[str], title: str) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" lang="vi">'
    paper = f'<rect width="{_WIDTH}" height="{height}" class="paper"/>'
    return "\n".join([head, f"<title>{_shown(title)}</title><style>{_style()}</style>", paper, *parts, "</svg>\n"])
