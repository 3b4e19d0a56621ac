"""What a voice is told to be without loading it is what it is."""

from broadcast.production.voices.identity import identities
from broadcast.production.voices.roster import voices
from broadcast.programme.settings import ENGINES


def test_every_voice_of_the_program_has_the_identity_it_is_known_by() -> None:
    made = voices(gtts_url=None, gtts_ca=None)
    assert {name: voice.identity for name, voice in made.items()} == identities()


def test_the_engines_that_a_ward_may_name_are_the_voices_of_the_program() -> None:
    assert set(voices(gtts_url=None, gtts_ca=None)) == set(ENGINES)
