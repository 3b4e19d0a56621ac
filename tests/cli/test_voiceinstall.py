"""`broadcast voices install`: what an operator is told and asked; how a voice comes is shown below `cli/`."""

import json
import re
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.coming_voices import CONFIG, NAME, NETWORK, OLD_NETWORK, on_shelf, put_on_stick, sha256
from stand_ins.piper_voice import voice_model
from stand_ins.voice_server import VoiceServer
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.library.voiceshelf import installed_voices
from broadcast.production.voices.arriving import installing
from broadcast.station import voicing

SHA256 = sha256(NETWORK)
WITH_PIPER = PLAYLIST.replace("[espeak]", "[piper, espeak]")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "ward", WITH_PIPER, {"chung/ngan": "Xin chào bà con."})


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return put_on_stick(tmp_path / "usb")


@pytest.fixture
def _heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "tried", lambda _: None)


@pytest.fixture
def _on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.cli.voiceinstall.on_a_terminal", lambda: True)


def _install(home: Path, *words: object, stdin: str = "", **environment: str) -> Result:
    return run_here("--home", home, "voices", "install", *words, stdin=stdin, **environment)


def test_a_real_voice_on_a_stick_is_heard_and_reads_from_then_on(home: Path, tmp_path: Path) -> None:
    network = voice_model().read_bytes()
    stick = put_on_stick(tmp_path / "usb", network)
    done = _install(home, stick, "--sha256", sha256(network).upper(), "--licence", "CC BY 4.0")

    assert (done.code, done.stderr) == (0, "")
    assert f"√ Đã cài giọng {NAME} (63,2 MB); đọc thử một câu tốt." in done.stdout
    assert "Từ nay đài đọc bằng giọng này." in done.stdout
    assert "sẽ được tạo lại" in done.stdout
    slip = json.loads((home / "voices" / f"{NAME}.voice.json").read_text(encoding="utf-8"))
    assert (slip["licence"], slip["config_sha256"]) == ("CC BY 4.0", sha256(CONFIG))
    assert f"{NAME}  (piper đọc giọng này" in run_here("--home", home, "voices").stdout


@pytest.mark.usefixtures("_heard")
def test_without_a_terminal_the_command_that_tells_the_sha256_is_given_and_works(home: Path, stick: Path) -> None:
    refused = _install(home, stick, "--name", "giong-moi", "--licence", "CC BY 4.0")
    assert (refused.code, refused.stdout, on_shelf(home)) == (2, "", {})
    given = re.search(r"gõ: broadcast voices install (.*)", refused.stderr)
    assert given is not None
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', given[1])]
    assert words[-4:] == ["--sha256", SHA256, "--json-sha256", sha256(CONFIG)]
    assert _install(home, *words).code == 0
    assert [(one.name, one.licence) for one in installed_voices(home)] == [("giong-moi", "CC BY 4.0")]


@pytest.mark.usefixtures("_heard")
def test_the_command_that_is_given_repeats_no_secret_of_an_address(home: Path, tmp_path: Path) -> None:
    with VoiceServer(tmp_path / "tls") as server:
        secret = server.address.replace("https://", "https://ten:mat-khau-bi-mat@") + "?token=khoa-bi-mat"
        refused = _install(home, secret, REQUESTS_CA_BUNDLE=str(server.ca_file))
    assert (refused.code, "bi-mat" in refused.stderr) == (2, False)
    assert f"voices install {server.address} --home" in refused.stderr


@pytest.mark.usefixtures("_heard", "_on_a_terminal")
@pytest.mark.parametrize(
    ("answer", "installed"), [("y\n", 1), ("Có\n", 1), ("ừ thì\nc\n", 1), ("n\n", 0), ("không\n", 0), ("\n", 0)]
)
def test_on_a_terminal_source_size_licence_and_sha256_are_shown_and_asked_about(
    home: Path, stick: Path, answer: str, installed: int
) -> None:
    done = _install(home, stick, stdin=answer)
    assert done.code == 0
    for shown in (SHA256, sha256(CONFIG), str(stick), "0,0 MB", "không rõ giấy phép"):
        assert shown in done.stderr
    assert len(installed_voices(home)) == installed
    assert ("Không cài gì." in done.stdout) is not installed


@pytest.mark.usefixtures("_heard")
def test_another_sha256_is_refused_and_both_are_shown(home: Path, stick: Path) -> None:
    refused = _install(home, stick, "--sha256", "a" * 64)
    assert (refused.code, on_shelf(home)) == (4, {})
    assert SHA256 in refused.stderr
    assert "a" * 64 in refused.stderr


@pytest.mark.usefixtures("_heard")
def test_a_voice_that_is_there_is_said_to_be_and_another_of_its_name_needs_replace(
    home: Path, stick: Path, tmp_path: Path
) -> None:
    assert _install(home, stick, "--sha256", SHA256).code == 0
    assert f"Đài đã có đúng giọng {NAME}" in _install(home, stick).stdout
    other = put_on_stick(tmp_path / "khac", OLD_NETWORK), "--sha256", sha256(OLD_NETWORK)
    refused = _install(home, *other)
    assert (refused.code, "--replace" in refused.stderr) == (2, True)
    replaced = _install(home, *other, "--replace")
    assert (replaced.code, "sẽ được tạo lại" in replaced.stdout) == (0, True)


@pytest.mark.usefixtures("_heard")
def test_who_reads_from_then_on_is_told_whatever_the_playlist_says(
    home: Path, stick: Path, tmp_path: Path
) -> None:
    _install(home, stick, "--sha256", SHA256)
    second = _install(home, stick, "--sha256", SHA256, "--name", "giong-hai")
    assert f"Đài vẫn đọc bằng giọng {NAME}. Muốn đổi, ghi giong-hai ở voice.piper.voice" in second.stdout
    for engines, told in (("[espeak, piper]", "đọc thay khi"), ("[espeak]", "thêm piper vào đầu voice.engines")):
        (home / "playlist.yaml").write_text(PLAYLIST.replace("[espeak]", engines), encoding="utf-8")
        assert told in _install(home, stick, "--sha256", SHA256).stdout


@pytest.mark.usefixtures("_heard")
def test_a_voice_comes_over_the_network_with_its_sha256(home: Path, tmp_path: Path) -> None:
    with VoiceServer(tmp_path / "tls") as server:
        done = _install(home, server.address, "--sha256", SHA256)
    assert (done.code, [one.source for one in installed_voices(home)]) == (0, [server.address])


def test_without_piper_that_is_told_in_one_line_before_anything_is_copied(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicing, "installed", lambda _: None)
    refused = _install(home, stick, "--sha256", SHA256)
    assert (refused.code, "-m pip install piper-tts" in refused.stderr) == (5, True)
    assert not (home / "voices").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["x.onnx"], 2, "Không thấy tệp hay thư mục x.onnx"),
        (["vi_VN-vais1000-mediun"], 2, "Ý bạn là “vi_VN-vais1000-medium”?"),
        (["http://example.test/x.onnx"], 2, "https://"),
        (["x.onnx", "--sha256", "abc"], 2, "64 chữ số"),
    ],
)
def test_what_is_typed_wrong_is_told(home: Path, words: list[str], code: int, told: str) -> None:
    refused = _install(home, *words)
    assert (refused.code, told in refused.stderr) == (code, True), refused.stderr


def test_a_folder_that_is_no_ward_s_gets_no_voice(tmp_path: Path, stick: Path) -> None:
    refused = _install(tmp_path, stick, "--sha256", SHA256)
    assert (refused.code, "playlist.yaml" in refused.stderr, (tmp_path / "voices").exists()) == (3, True, False)


@pytest.mark.usefixtures("_heard")
def test_faults_of_the_playlist_keep_no_voice_out(home: Path, stick: Path) -> None:
    (home / "playlist.yaml").write_text("station: [", encoding="utf-8")
    assert _install(home, stick, "--sha256", SHA256).code == 0
