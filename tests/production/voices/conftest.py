"""Google's stand-in and a server of voices, with no proxy between them and us; a ward, and a voice on a stick."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_ins.coming_voices import on_shelf, put_old, put_on_stick
from stand_ins.google import Google
from stand_ins.voice_server import VoiceServer

from broadcast.production.voices.arriving import installing


@pytest.fixture
def google(tmp_path: Path) -> Iterator[Google]:
    with Google(tmp_path) as server:
        yield server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[VoiceServer]:
    with VoiceServer(tmp_path / "tls") as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "ward").mkdir()
    return tmp_path / "ward"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return put_on_stick(tmp_path / "usb")


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network is loaded: test_trial.py does that."""
    monkeypatch.setattr(installing, "tried", lambda _: None)


@pytest.fixture
def before(unheard: None, home: Path, tmp_path: Path) -> dict[str, bytes]:
    """The shelf with another voice of the same name on it."""
    put_old(home, tmp_path / "old")
    return on_shelf(home)
