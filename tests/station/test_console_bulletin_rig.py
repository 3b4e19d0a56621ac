"""A bulletin from the console beside a real player: two persons, many presses, heard once, both on record."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from listener import Listener
from pulse_rig import Rig, until
from stand_ins.live import in_seconds, live_ward
from starlette.testclient import TestClient

from broadcast.base.children import LeftAlone
from broadcast.programme.model import Outcome
from broadcast.station import beginduty
from broadcast.station.accounts import Person, Role
from broadcast.station.overview import airings
from broadcast.web.app import console

HERE = "http://127.0.0.1:8350"
READY = 700
"""Hz, of the second script."""


def test_an_emergency_of_two_persons_is_heard_once_however_often_it_is_pressed(
    tmp_path: Path, rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "vi")
    home = live_ward(tmp_path / "phuong", begin := in_seconds(3600), {"chung/a": 2.0, "khan-cap/lut": 2.0},
                     only=["chung/a"])  # fmt: skip
    playlist = home / "playlist.yaml"
    playlist.write_text(f"{playlist.read_text()}release: {{policy: required}}\n")
    begun: list[LeftAlone] = []

    def leave(*words: str) -> LeftAlone:
        begun.append(LeftAlone(*words))
        return begun[-1]

    app = console(home, hosts=["127.0.0.1:8350"], port=8350)

    def heard() -> list[object]:
        day = begin.date()
        return [one for one in airings(home, day, day) if one.outcome is Outcome.AIRED]

    try:
        with (
            Listener(rig, "loa", [READY]) as loudspeaker,
            TestClient(app, base_url=HERE, headers={"Origin": HERE}, follow_redirects=False),
            patch.object(beginduty, "LeftAlone", leave),
        ):
            lan, hung = (_of(app, name) for name in ("Bà Lan", "Ông Hùng"))
            lan.post("/bat-dau-truc")
            asked = lan.post("/ban-tin", data={"viec": "nghe", "muc": "khan-cap", "bai": "khan-cap/lut"})
            where = asked.headers["location"]
            until(lambda: "Đang tạo tiếng" not in lan.get(f"{where}/song").text, 20)
            for _ in range(3):
                pressed = lan.post(f"{where}/phat")
                assert pressed.status_code == 303, pressed.text
            assert not heard()
            for _ in range(3):
                assert hung.post(f"{where}/xac-nhan").status_code == 303
            until(lambda: bool(heard()), 20)
            time.sleep(1.5)
    finally:
        for one in begun:
            with suppress(ProcessLookupError):
                os.kill(one.pid, signal.SIGTERM)
            while not one.has_ended:
                time.sleep(0.05)
    (aired,) = heard()
    assert [tone.hertz for tone in loudspeaker.tones()] == [READY]
    assert "Bà Lan, Ông Hùng" in str(aired)


def _of(app: object, name: str) -> TestClient:
    desk = app.state.desk  # type: ignore[attr-defined]
    one = TestClient(app, base_url=HERE, headers={"Origin": HERE}, follow_redirects=False)  # type: ignore[arg-type]
    one.cookies.set(desk.cookie, desk.sessions.begin(Person(name=name, roles=frozenset(Role))))
    return one
