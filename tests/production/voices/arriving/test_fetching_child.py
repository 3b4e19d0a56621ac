"""A voice is fetched by a child: its refusals come back, it is left where it dawdles, and it ends with us."""

import subprocess
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stand_ins.cli import command
from stand_ins.coming_voices import NAME, NETWORK, NOW, never_asked, on_shelf, sha256
from stand_ins.voice_server import (
    DAWDLING,
    VoiceServer,
    drips,
    gives,
    refuses,
)
from stand_ins.wards import write_ward

from broadcast.base.clock import SystemClock
from broadcast.base.errors import SpeechError
from broadcast.library.voicewish import Installation, InstallOutcome, VoiceWish
from broadcast.production.voices.arriving import installing, remote
from broadcast.production.voices.arriving.remote import Remote

PINNED = VoiceWish(model_sha256=sha256(NETWORK), replaces=True)


pytestmark = pytest.mark.usefixtures("unheard")


def _remote(server: VoiceServer) -> Remote:
    clock = SystemClock(ZoneInfo("UTC"))
    return Remote(server.address, is_pinned=True, clock=clock, progress=lambda _: None)


def _put(home: Path, origin: Remote) -> Installation:
    return installing.install(home, origin, PINNED, ask=never_asked, now=NOW)


@pytest.mark.parametrize("name", DAWDLING)
def test_a_server_that_dawdles_is_left(
    home: Path, server: VoiceServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    server.always(DAWDLING[name])
    origin = _remote(server)
    origin.bring_config(home / "warm.json")  # how long the child takes to begin is not what is measured
    monkeypatch.setattr(remote, "_IN_S", 1.5)
    start = time.perf_counter()
    with pytest.raises(SpeechError, match="quá chậm"):
        origin.bring_model(home / "x.onnx")
    assert time.perf_counter() - start < 4.0


def test_a_child_fetches_it_and_its_refusals_come_back(home: Path, server: VoiceServer) -> None:
    server.will(refuses(404))
    with pytest.raises(
        SpeechError, match=r"Chưa tải được .*onnx: máy chủ 127\.0\.0\.1 từ chối yêu cầu \(mã 404\)"
    ):
        _put(home, _remote(server))
    assert _put(home, _remote(server)).outcome is InstallOutcome.INSTALLED


def test_whoever_is_killed_while_a_voice_comes_leaves_no_voice_and_nobody_who_fetches(
    tmp_path: Path, server: VoiceServer
) -> None:
    home = write_ward(tmp_path / "ward")
    server.will(drips)
    words = ("--home", home, "voices", "install", server.address, "--sha256", sha256(NETWORK))
    process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    came = home / "voices" / "coming.part" / f"{NAME}.onnx"
    try:
        _until(came.exists)
    finally:
        process.kill()
        process.wait()
    _until(lambda: not server.serves)
    assert installing.chosen_voice(home, NAME) is None
    assert _put(home, _remote(server)).outcome is InstallOutcome.INSTALLED
    assert sorted(on_shelf(home)) == [f"{NAME}.{end}" for end in ("onnx", "onnx.json", "voice.json")]


def _until(happened: object) -> None:
    for _ in range(400):
        if happened():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


def test_control_without_the_pace_a_drip_is_waited_for(home: Path, server: VoiceServer) -> None:
    server.always(gives(NETWORK))
    assert remote.fetched(_errand(server, home), lambda: True).sha256 == sha256(NETWORK)
    server.always(drips)
    asked = iter([True] * 8)
    with pytest.raises(SpeechError, match="quá chậm"):  # who gives up after two seconds, and not the server
        remote.fetched(_errand(server, home), lambda: next(asked, False))


def _errand(server: VoiceServer, home: Path) -> remote.Errand:
    return remote.Errand(
        url=server.address, into=home / "x.onnx", most=1_000_000, hops=0, clock=SystemClock(ZoneInfo("UTC"))
    )
