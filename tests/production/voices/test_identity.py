"""What a voice is told to be without loading it is what it is."""

from importlib import metadata

import pytest

from broadcast.production.voices import identity
from broadcast.production.voices.identity import identities
from broadcast.production.voices.roster import voices
from broadcast.programme.settings import ENGINES


def test_every_voice_of_the_program_has_the_identity_it_is_known_by() -> None:
    made = voices(gtts_url=None, gtts_ca=None)
    assert {name: voice.identity for name, voice in made.items()} == identities()


def test_what_is_installed_is_looked_up_once_however_often_a_voice_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up: list[str] = []

    def version(name: str) -> str:
        looked_up.append(name)
        return metadata.version(name)

    monkeypatch.setattr(identity, "version", version)
    for known in (identity.gtts_identity, identity.espeak_identity):
        getattr(known, "cache_clear", lambda: None)()
    made = voices(gtts_url=None, gtts_ca=None)
    assert looked_up == []  # nor before somebody asks
    for _ in range(3):
        assert {name: voice.identity for name, voice in made.items()} == identities()
    assert sorted(looked_up) == ["espeakng-loader", "gTTS"]


def test_the_engines_that_a_ward_may_name_are_the_voices_of_the_program() -> None:
    assert set(voices(gtts_url=None, gtts_ca=None)) == set(ENGINES)
