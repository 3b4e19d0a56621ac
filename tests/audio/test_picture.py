"""The picture is well-formed, shows what was given, and is the same for the same sound."""

import xml.etree.ElementTree as ElementTree

import numpy as np

from broadcast.audio.levels import Lufs
from broadcast.audio.picture import DrawnCue, Lane, LaneSpan, cart_picture, day_picture
from broadcast.audio.sound import Sound

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {Lane.STING: "nhạc hiệu", Lane.SPEECH: "lời", Lane.BED: "nhạc nền"}


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  our own text


def _cart(level: float = 0.2, title: str = "Đại hội <b> & bạn") -> str:
    t = np.arange(10 * 48_000) / 48_000
    sound = Sound((level * np.sin(2 * np.pi * 440 * t)).astype(np.float32), 48_000)
    stretches = [
        LaneSpan(lane=Lane.STING, start_s=0, end_s=3),
        LaneSpan(lane=Lane.SPEECH, start_s=3.5, end_s=6),
        LaneSpan(lane=Lane.SPEECH, start_s=6.5, end_s=9.5),
    ]
    return cart_picture(sound, title=title, spans=stretches, target_lufs=Lufs(-16.0), lane_names=NAMES)


def test_a_cart_is_drawn_with_its_title_lanes_and_a_tick_for_each_sentence() -> None:
    root = _parsed(_cart())
    assert root.find(f"{SVG}title").text == "Đại hội <b> & bạn"
    told = [text.text for text in root.iter(f"{SVG}text")]
    assert {"nhạc hiệu", "lời", "sóng", "LUFS", "0:09"} <= set(told)
    assert "nhạc nền" not in told
    lanes = [rect for rect in root.iter(f"{SVG}rect") if (rect.get("class") or "").startswith("lane ")]
    assert [lane.get("class") for lane in lanes] == ["lane sting", "lane speech", "lane speech"]
    assert [len(lane) for lane in lanes] == [0, 0, 0]  # no title without a word
    ticks = [line.get("x1") for line in root.iter(f"{SVG}line") if line.get("y1") == "40"]
    assert ticks == ["397.4", "662.6"]


def test_a_louder_sound_is_drawn_higher() -> None:
    def height(svg: str) -> float:
        points = _parsed(svg).find(f"{SVG}polygon").get("points").split()
        ys = [float(point.split(",")[1]) for point in points]
        return max(ys) - min(ys)

    assert height(_cart(0.8)) > 3.5 * height(_cart(0.2))


def test_the_same_sound_gives_the_same_picture_for_light_and_dark() -> None:
    assert _cart() == _cart()
    by_day, by_night = _cart().split("prefers-color-scheme:dark")
    for kind in (".paper", ".wave", ".loud", "text"):
        assert kind in by_day
        assert kind in by_night
    assert "var(" not in _cart()  # librsvg draws such things black, or not at all


def test_an_empty_cart_and_an_empty_day_are_pictures_too() -> None:
    nothing = Sound(np.zeros(0, np.float32), 48_000)
    _parsed(cart_picture(nothing, title="", target_lufs=Lufs(-16.0), lane_names=NAMES))
    _parsed(day_picture([], title="Không có buổi phát"))


def test_a_day_shows_each_cue_at_its_time_and_the_hours_allowed() -> None:
    cues = [
        DrawnCue(at_minutes=390, seconds=75, label="Giới thiệu"),
        DrawnCue(at_minutes=1_020.5, seconds=60, label="Treo cờ", ready=False),
    ]
    root = _parsed(day_picture(cues, title="06/10/2025", allowed=[(330, 450), (990, 1_110)]))
    told = [text.text for text in root.iter(f"{SVG}text")]
    assert "06:30:00  Giới thiệu" in told
    assert "17:00:30  Treo cờ" in told
    boxes = [rect.get("class") for rect in root.iter(f"{SVG}rect") if rect.get("height") == "13"]
    assert boxes == ["ready", "waiting"]
