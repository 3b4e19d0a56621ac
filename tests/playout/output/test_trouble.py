"""Every trouble of the sound card's process has its words, with nothing left to fill in."""

import pytest

from broadcast.playout.output.trouble import microphone_words, words, words_for_all
from broadcast.playout.output.wire import Failed, Trouble


@pytest.mark.parametrize("why", Trouble)
@pytest.mark.parametrize("devices", [(), ("Tai nghe",)])
def test_every_trouble_says_what_happened_and_what_to_do(why: Trouble, devices: tuple[str, ...]) -> None:
    what, fix = words("Loa phường", Failed(why=why, detail="bận", devices=devices))
    assert str(what)
    assert str(fix).endswith(".")
    assert "{" not in str(what) + str(fix)
    assert why is Trouble.NO_PORTAUDIO or "“Loa phường”" in str(what)


def test_a_name_that_none_has_is_told_with_the_devices_there_are_or_that_there_are_none() -> None:
    what, _ = words("Loa phường", Failed(why=Trouble.MISSING, devices=("Tai nghe", "HDMI")))
    assert "máy đang có “Tai nghe”, “HDMI”" in str(what)
    what, _ = words("Loa phường", Failed(why=Trouble.MISSING))
    assert "không có thiết bị âm thanh nào" in str(what)


def test_a_list_that_cannot_be_had_names_no_loudspeaker() -> None:
    for why in Trouble:
        what, _ = words_for_all(Failed(why=why))
        assert "loa “" not in str(what)


@pytest.mark.parametrize("why", Trouble)
@pytest.mark.parametrize(("name", "devices"), [("Micro USB", ()), ("", ("Micro USB",)), ("", ())])
def test_every_trouble_of_a_microphone_has_words_of_its_own(
    why: Trouble, name: str, devices: tuple[str, ...]
) -> None:
    what, fix = microphone_words(name, Failed(why=why, detail="bận", devices=devices))
    assert str(fix).endswith(".")
    assert "{" not in str(what) + str(fix)
    assert "“”" not in str(what)
    assert "loa" not in str(what)
