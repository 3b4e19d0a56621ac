"""What a voice is told to be without loading it is what it is."""

from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from stand_ins.carts import RATE, keep_tone, tone
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base import packages
from broadcast.library.codec import encode_wav
from broadcast.library.sounds import Library
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.orders import Order
from broadcast.production.voices import identity
from broadcast.production.voices.identity import ONLINE_ENGINES, identities, one_pace
from broadcast.production.voices.online.hurried import Hurried
from broadcast.production.voices.roster import voices
from broadcast.programme.described_voice import HttpVoice
from broadcast.programme.model import Cart, CueId
from broadcast.programme.settings import ScriptId
from broadcast.programme.voice import EDGE, ENGINES, GTTS, HTTP, PIPER, PiperSettings, Voice
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared


def test_every_voice_of_the_program_has_the_identity_it_is_known_by(tmp_path: Path) -> None:
    made = voices(Voice(), tmp_path, gtts_url=None, gtts_ca=None)
    assert {name: voice.identity for name, voice in made.items()} == identities(Voice(), tmp_path)


def test_what_is_installed_is_looked_up_once_however_often_a_voice_is_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up: list[str] = []

    def version(name: str) -> str:
        looked_up.append(name)
        return metadata.version(name)

    monkeypatch.setattr(packages, "version", version)
    packages.installed.cache_clear()
    made = voices(Voice(), tmp_path, gtts_url=None, gtts_ca=None)
    assert sorted(looked_up) == ["edge-tts", "piper-tts"]  # whether they are there; the others when somebody asks
    for _ in range(3):
        assert {name: voice.identity for name, voice in made.items()} == identities(Voice(), tmp_path)
    assert sorted(looked_up) == ["edge-tts", "espeakng-loader", "gTTS", "piper-tts"]


def test_the_engines_that_a_ward_may_name_are_the_voices_of_the_program(tmp_path: Path) -> None:
    put_slip(tmp_path, "vi_VN-thu-medium")
    voice = Voice(http=HttpVoice(url="https://may-doc.vi-du.vn/doc", body="{text}"))
    made = voices(voice, tmp_path, gtts_url=None, gtts_ca=None)
    assert set(made) == set(ENGINES)
    assert {name: one.identity for name, one in made.items()} == identities(voice, tmp_path)


def test_every_voice_that_needs_the_network_is_hurried_and_they_share_their_patience(tmp_path: Path) -> None:
    voice = Voice(http=HttpVoice(url="https://may-doc.vi-du.vn/doc", body="{text}"))
    made = voices(voice, tmp_path, gtts_url=None, gtts_ca=None, hurried=True)
    lanes = {name: one._lanes[0] for name, one in made.items()}
    hurried = {name: one for name, one in lanes.items() if isinstance(one, Hurried)}
    assert set(hurried) == ONLINE_ENGINES
    assert len({id(one._patience) for one in hurried.values()}) == 1


def test_a_server_that_is_told_no_speed_has_one_pace() -> None:
    untold = HttpVoice(url="https://may-doc.vi-du.vn/doc", body="{text}")
    told = HttpVoice(url="https://may-doc.vi-du.vn/doc?speed={speed}", body="{text}")
    assert [one_pace(HTTP, Voice(http=one)) for one in (untold, told)] == [True, False]
    assert [one_pace(name, Voice(http=told)) for name in (GTTS, EDGE, PIPER)] == [True, False, False]


def test_without_edge_tts_there_is_no_such_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "installed", lambda _: None)
    assert EDGE not in identities(Voice(), tmp_path)


def test_another_voice_another_speaker_is_another_identity(tmp_path: Path) -> None:
    put_slip(tmp_path, "vi_VN-thu-medium")
    put_slip(tmp_path, "vi_VN-khac-medium", {"model_sha256": "c" * 64})
    asked = [PiperSettings(), PiperSettings(voice="vi_VN-thu-medium"), PiperSettings(speaker=1)]
    told = [identities(Voice(piper=one), tmp_path)[PIPER] for one in asked]
    assert len(set(told)) == len(told)
    assert PIPER not in identities(Voice(piper=PiperSettings(voice="vi_VN-chua-cai-medium")), tmp_path)


def test_the_identity_of_a_human_voice_is_written_as_it_always_was(tmp_path: Path) -> None:
    """Frozen: another spelling would make every cart anew, in every ward."""
    put_slip(tmp_path, "vi_VN-thu-medium")
    piper, onnx = metadata.version("piper-tts"), metadata.version("onnxruntime")
    assert identities(Voice(piper=PiperSettings(speaker=2)), tmp_path)[PIPER] == (
        f"piper-tts {piper}, onnxruntime {onnx}, model {'a' * 64}, config {'b' * 64}, speaker 2,"
        " noise_scale 0, noise_w_scale 0, not normalized"
    )


def test_a_cart_that_was_made_in_one_voice_does_not_air_for_another_of_the_same_name(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[piper]"))
    put_slip(home, "vi_VN-thu-medium")
    ward, library = read_ward(home), Library(home / "audio_cache")
    order = Order(cue=CueId("2025-10-06/sang/x"), script=ScriptId("truoc/02-hai"))
    prepared = ward.of(ScriptId("truoc/02-hai"))
    assert isinstance(prepared, Prepared)

    def prints() -> Fingerprints:
        return Fingerprints(ward, identities(ward.playlist.voice, home))

    cart = replace(keep_tone(library, "mau", 440, 1), fingerprint=prints().named(order, prepared))
    library.keep_cart(cart, encode_wav(tone(440, 1), RATE))
    assert isinstance(prints().look_up(order, library), Cart)
    for more in ({"model_sha256": "c" * 64}, {"config_sha256": "c" * 64}):
        put_slip(home, "vi_VN-thu-medium", more)
        assert prints().look_up(order, library) is None
    put_slip(home, "vi_VN-thu-medium")
    assert isinstance(prints().look_up(order, library), Cart)


def test_a_human_voice_that_must_be_heard_at_once_is_not_waited_for_as_long(tmp_path: Path) -> None:
    put_slip(tmp_path, "vi_VN-thu-medium")
    lanes = [
        voices(Voice(), tmp_path, gtts_url=None, gtts_ca=None, hurried=hurried)[PIPER]._lanes[0]
        for hurried in (False, True)
    ]
    patience_s = [(lane._start_s, lane._deadline_s, lane._a_letter_s) for lane in lanes]
    assert patience_s == [(20.0, 10.0, 0.2), (0.0, 8.0, 0.0)]
