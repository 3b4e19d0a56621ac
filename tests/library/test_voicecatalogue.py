"""The catalogue tells of voices that others publish what their pages say, and nothing that nobody has seen."""

from dataclasses import fields

from broadcast.library.voicecatalogue import KNOWN_VOICES, KnownVoice, known_voice
from broadcast.library.voiceshelf import is_voice_name


def test_every_known_voice_has_a_name_that_the_shelf_takes_and_is_found_by_it() -> None:
    assert [known_voice(one.name) for one in KNOWN_VOICES] == list(KNOWN_VOICES)
    assert all(is_voice_name(one.name) for one in KNOWN_VOICES)
    assert known_voice("vi_VN-khong-co") is None


def test_its_addresses_are_those_of_its_own_folder_over_https() -> None:
    for one in KNOWN_VOICES:
        _, speaker, quality = one.name.split("-")
        assert one.folder == f"vi/vi_VN/{speaker}/{quality}"
        assert one.model.endswith(f"/{one.folder}/{one.name}.onnx")
        assert {address.split("/")[0] for address in (one.page, one.card, one.model)} == {"https:"}


def test_no_hash_is_told_that_nobody_here_has_seen() -> None:
    assert not [one.name for one in fields(KnownVoice) if "sha" in one.name or "hash" in one.name]
