"""Devices: the name an operator wrote -> the one device it means."""

import unicodedata

import pytest

from broadcast.playout.output.devices import Device, NoSuchDevice, find


def device(name: str, host_api: str = "ALSA", *, default: bool = False) -> Device:
    return Device(name=name, host_api=host_api, channels=2, rate_hz=48_000, default=default)


CARDS = (device("Loa phường"), device("Loa phường 2"), device("Tai nghe USB"), device("sysdefault", default=True))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Loa phường", 0),  # exact, though another name holds it
        ("loa PHƯỜNG 2", 1),
        ("usb", 2),
        ("  tai nghe usb ", 2),
        (unicodedata.normalize("NFD", "Loa phường"), 0),
        ("default", 3),
        ("Default", 3),
    ],
)
def test_a_name_means_the_exact_device_else_the_only_one_that_holds_it(written: str, meant: int) -> None:
    assert find(written, CARDS) is CARDS[meant]


@pytest.mark.parametrize("written", ["loa", "phường"])
def test_a_name_that_several_hold_is_refused_and_tells_which(written: str) -> None:
    with pytest.raises(NoSuchDevice) as refusal:
        find(written, CARDS)
    assert refusal.value.close == CARDS[:2]


@pytest.mark.parametrize("written", ["Loa ngoài sân", "", "   "])
def test_a_name_that_none_holds_is_refused(written: str) -> None:
    with pytest.raises(NoSuchDevice) as refusal:
        find(written, CARDS)
    assert refusal.value.close == ()


def test_one_loudspeaker_that_windows_shows_four_times_is_one() -> None:
    apis = ("MME", "Windows DirectSound", "Windows WASAPI", "Windows WDM-KS")
    shown = tuple(device("Speakers (USB Audio)", api) for api in apis)
    assert find("speakers", shown).host_api == "Windows WASAPI"
    with pytest.raises(NoSuchDevice):
        find("speakers", (*shown, device("Speakers (Realtek)", "Windows WASAPI")))


def test_the_default_of_a_machine_that_has_none_is_missing() -> None:
    with pytest.raises(NoSuchDevice):
        find("default", CARDS[:3])
