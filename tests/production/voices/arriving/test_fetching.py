"""A voice is fetched from a server that may do anything; nothing but the whole voice that is meant lands."""

import socket
from pathlib import Path

import pytest
from stand_ins.coming_voices import (
    CONFIG,
    NAME,
    NETWORK,
    NOW,
    never_asked,
    on_shelf,
    sha256,
)
from stand_ins.voice_server import (
    CONFIG_MISBEHAVIOURS,
    NETWORK_MISBEHAVIOURS,
    VoiceServer,
    endless,
    gives,
    refuses,
    resets,
    sends_to,
)

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import BroadcastError, SpeechError, UsageRefused
from broadcast.library.voicewish import Installation, InstallOutcome, VoiceWish
from broadcast.production.voices.arriving import download as downloading
from broadcast.production.voices.arriving import installing, remote
from broadcast.production.voices.arriving.download import download
from broadcast.production.voices.arriving.remote import Remote

PINNED = VoiceWish(model_sha256=sha256(NETWORK), replaces=True)


@pytest.fixture(autouse=True)
def _small(unheard: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are fetched in this process, and a megabyte is too much."""
    monkeypatch.setattr(remote, "MOST_MODEL", 1_000_000)


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are fetched in this process: who fetches them in a child is shown by the tests without it."""
    monkeypatch.setattr(remote, "fetched", lambda errand, _: download(errand))


def _remote(address: str, *, is_pinned: bool = True, clock: OfflineClock | None = None) -> Remote:
    return Remote(address, is_pinned=is_pinned, clock=clock or OfflineClock(NOW), progress=lambda _: None)


def _put(home: Path, origin: Remote, wish: VoiceWish = PINNED) -> Installation:
    return installing.install(home, origin, wish, ask=never_asked, now=NOW)


# --- well behaved ---


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("more", ["", "?download=true", "#x"])
def test_a_voice_is_fetched_with_its_json_from_beside_it(home: Path, server: VoiceServer, more: str) -> None:
    done = _put(home, _remote(server.address + more))

    query = more if more.startswith("?") else ""
    assert server.paths == [f"/giong/{NAME}.onnx.json{query}", f"/giong/{NAME}.onnx{query}"]
    assert done.outcome is InstallOutcome.INSTALLED
    assert (done.voice.model.read_bytes(), done.voice.config.read_bytes()) == (NETWORK, CONFIG)
    assert done.voice.source == server.address


@pytest.mark.usefixtures("_here")
def test_an_address_that_cannot_be_asked_is_told_as_one(home: Path) -> None:
    with pytest.raises(SpeechError, match="địa chỉ ấy không đúng"):
        _put(home, _remote(f"https://hai chu.test/{NAME}.onnx"))


def test_what_is_secret_in_an_address_is_not_kept() -> None:
    origin = _remote(f"https://an:matkhau@example.test/a/{NAME}.onnx?token=bimat")
    assert origin.told == f"https://example.test/a/{NAME}.onnx"


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    "answer",
    [resets, refuses(503, "1"), refuses(429), gives(b"<html>", "text/html")],
    ids=["resets", "503", "429", "page"],
)
def test_what_may_pass_is_tried_three_times_from_the_beginning(
    home: Path, server: VoiceServer, answer: object
) -> None:
    server.will(answer, answer)  # type: ignore[arg-type]
    assert _put(home, _remote(server.address)).voice.model.read_bytes() == NETWORK


@pytest.mark.usefixtures("_here")
def test_a_body_that_was_packed_though_nobody_asked_is_unpacked(home: Path, server: VoiceServer) -> None:
    import gzip

    server.always(gives(gzip.compress(NETWORK), Content_Encoding="gzip"))
    assert _put(home, _remote(server.address)).voice.model.read_bytes() == NETWORK
    assert server.headers[0]["Accept-Encoding"] == "identity"


# --- redirects ---


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_the_sha256_is_known(home: Path, server: VoiceServer, code: int) -> None:
    server.will(sends_to("{here}/khac/" + NAME + ".onnx", code))
    assert _put(home, _remote(server.address)).voice.model.read_bytes() == NETWORK
    assert server.paths[-1] == f"/khac/{NAME}.onnx"


@pytest.mark.usefixtures("_here")
def test_no_redirect_is_followed_where_it_is_not_and_what_to_do_is_told(home: Path, server: VoiceServer) -> None:
    server.always(sends_to("{here}/khac/" + NAME + ".onnx"))
    with pytest.raises(SpeechError, match=r"chuyển sang 127\.0\.0\.1, mà chưa có mã sha256") as caught:
        _put(home, _remote(server.address, is_pinned=False), VoiceWish())
    assert "USB" in str(caught.value.fix)
    assert not any("khac" in path for path in server.paths)
    assert on_shelf(home) == {}


# --- badly behaved ---


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("name", NETWORK_MISBEHAVIOURS)
def test_whatever_a_server_gives_for_the_network_nothing_of_it_lands(
    home: Path, server: VoiceServer, before: dict[str, bytes], name: str
) -> None:
    answer, told = NETWORK_MISBEHAVIOURS[name]
    server.always(answer)
    with pytest.raises(BroadcastError, match=told):
        _put(home, _remote(server.address))
    assert on_shelf(home) == before


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("name", CONFIG_MISBEHAVIOURS)
def test_whatever_a_server_gives_for_the_json_the_network_is_not_even_asked_for(
    home: Path, server: VoiceServer, before: dict[str, bytes], name: str
) -> None:
    server.config, told = CONFIG_MISBEHAVIOURS[name]
    with pytest.raises(BroadcastError, match=told):
        _put(home, _remote(server.address))
    assert on_shelf(home) == before
    assert not any(path.endswith(".onnx") for path in server.paths)


@pytest.mark.usefixtures("_here")
def test_a_server_that_asks_to_come_again_in_an_hour_is_not_waited_for(home: Path, server: VoiceServer) -> None:
    clock = OfflineClock(NOW)
    server.always(refuses(429, "3600"))
    with pytest.raises(SpeechError, match="429"):
        _put(home, _remote(server.address, clock=clock))
    assert clock.monotonic() == 0.0


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("certificate", ["self-signed", "expired", "other-name"])
def test_a_server_that_cannot_prove_itself_is_asked_for_nothing(
    home: Path, tmp_path: Path, certificate: str
) -> None:
    with (
        VoiceServer(tmp_path / "tls", certificate=certificate) as impostor,
        pytest.raises(SpeechError, match="chứng chỉ"),
    ):
        _put(home, _remote(impostor.address))
    assert impostor.paths == []


@pytest.mark.usefixtures("_here")
def test_without_the_network_that_is_told_and_that_a_stick_will_do(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        address = f"https://127.0.0.1:{taken.getsockname()[1]}/{NAME}.onnx"
        with pytest.raises(SpeechError, match="không kết nối được máy chủ"):
            _put(home, _remote(address))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"http://example.test/{NAME}.onnx", "https"), (f"ftp://example.test/{NAME}.onnx", "https"),
        ("https:///x.onnx", "https"), ("https://[::1/x.onnx", "https"), ("https://a.test:99999/x.onnx", "https"),
        ("https://example.test/", "không phải của một tệp .onnx"),
        ("https://example.test/x.onnx.json", "không phải của một tệp .onnx"),
    ],
)  # fmt: skip
def test_an_address_of_no_voice_is_refused(address: str, told: str) -> None:
    with pytest.raises(UsageRefused, match=told):
        _remote(address)


# --- negative controls: each safeguard taken out, the same test would fail ---


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("name", ["another voice", "one bit flipped", "half of it, no length told"])
def test_control_without_the_sha256_what_is_meant_is_not_what_lands(
    home: Path, server: VoiceServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(installing, "_refuse_other", lambda *_: None)
    server.always(NETWORK_MISBEHAVIOURS[name][0])
    assert _put(home, _remote(server.address)).voice.model.read_bytes() != NETWORK


@pytest.mark.usefixtures("_here")
def test_control_it_is_the_bound_that_ends_an_endless_body(
    home: Path, server: VoiceServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "MOST_MODEL", 30_000_000)
    monkeypatch.setattr(downloading, "DEADLINE_S", 0.0)
    server.always(endless)
    with pytest.raises(SpeechError, match="không trả lời trọn vẹn"):
        _put(home, _remote(server.address))
    monkeypatch.setattr(downloading, "DEADLINE_S", 3600.0)
    with pytest.raises(SpeechError, match="dài"):
        _put(home, _remote(server.address))
