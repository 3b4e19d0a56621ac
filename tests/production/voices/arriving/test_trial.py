"""A voice that nobody has heard yet is heard, in a child whose memory is bounded, before it is taken in."""

import json
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stand_ins.coming_voices import CONFIG, NAME, never_asked, on_shelf, put_on_stick, sha256
from stand_ins.piper_voice import voice_config, voice_model

from broadcast.base.errors import SpeechError
from broadcast.library.voiceshelf import InstalledVoice
from broadcast.library.voicewish import InstallOutcome, VoiceWish
from broadcast.production.voices.arriving import installing
from broadcast.production.voices.arriving.carried import carried
from broadcast.production.voices.arriving.trial import SENTENCE, tried

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
_OTHER_BYTES = b"\x08\x07" + bytes(10_000)


def _voice(folder: Path, model: Path) -> InstalledVoice:
    shutil.copyfile(model, folder / f"{NAME}.onnx")
    (folder / f"{NAME}.onnx.json").write_bytes(CONFIG)
    return InstalledVoice(
        name=NAME, model=folder / f"{NAME}.onnx", model_sha256=sha256(model.read_bytes()),
        config_sha256=sha256(CONFIG), model_bytes=model.stat().st_size, source="", licence="", installed=NOW,
    )  # fmt: skip


def test_a_real_voice_is_heard_and_nothing_of_it_is_loaded_here(tmp_path: Path) -> None:
    before = set(sys.modules)
    sound = tried(_voice(tmp_path, voice_model()))
    assert len(SENTENCE.split()) * 0.1 < sound.seconds < len(SENTENCE.split())
    assert {"onnxruntime", "piper"} & (set(sys.modules) - before) == set()


def test_a_voice_that_wants_more_memory_than_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="bộ nhớ"):  # with the usual bound it is heard, by the test before
        tried(_voice(tmp_path, voice_model()), most_memory=100_000_000)


@pytest.mark.parametrize("what", ["cut in the middle", "of other bytes"])
def test_a_network_that_cannot_be_loaded_leaves_the_shelf_as_it_was(tmp_path: Path, what: str) -> None:
    home = tmp_path / "ward"
    home.mkdir()
    whole = voice_model().read_bytes()
    network = whole[: len(whole) // 2] if "cut" in what else _OTHER_BYTES
    stick = put_on_stick(tmp_path / "usb", network)
    with pytest.raises(SpeechError, match=f"Không cài giọng {NAME}: tệp {NAME}.onnx hỏng") as caught:
        installing.install(home, carried(stick), VoiceWish(model_sha256=sha256(network)), ask=never_asked, now=NOW)
    assert "chép lại" in str(caught.value.fix)
    assert on_shelf(home) == {}


def test_whatever_onnxruntime_makes_of_a_network_is_told_in_our_words_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    many = voice_config()["phoneme_id_map"] | {"a": [20] * 20_000}
    config = json.dumps(voice_config(phoneme_id_map=many)).encode()
    voice = replace(_voice(tmp_path, voice_model()), config_sha256=sha256(config))
    voice.config.write_bytes(config)
    with pytest.raises(SpeechError):
        tried(voice, most_memory=600_000_000)
    assert caplog.text == ""


def test_control_unheard_such_a_network_lands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "tried", lambda _: None)
    (tmp_path / "ward").mkdir()
    stick = put_on_stick(tmp_path / "usb", _OTHER_BYTES)
    done = installing.install(tmp_path / "ward", carried(stick), VoiceWish(), ask=lambda _: True, now=NOW)
    assert done.outcome is InstallOutcome.INSTALLED
