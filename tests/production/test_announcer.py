"""The ward's own announcer -> carts: whole, mixed or not at all, as the playlist says, and never by accident."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import numpy as np
import pytest
from stand_ins.own_takes import flac_of, keep, take_of
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Sound
from broadcast.base.clock import SystemClock
from broadcast.library import takeshelf
from broadcast.library.codec import encode_flac
from broadcast.library.shelves import Shelves
from broadcast.library.sounds import Library
from broadcast.library.takeshelf import OwnTake, find_take
from broadcast.production import announcer
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.identity import espeak_identity
from broadcast.programme.model import Cart, CueId, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.announcer import announcer_faults, sentences_of
from broadcast.ward.folder import Ward, read_ward, stamp_of_sounds
from broadcast.ward.readings import Prepared

ID = ScriptId("truoc/01-mot")
ORDER = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ID)
FIRST, SECOND, THIRD = "Kính thưa bà con.", "Tổ dân phố họp lúc bảy giờ tối.", "Mời bà con đến dự đông đủ."
SOUND = "sound: {sting: none}\n"


class Counting:
    """The embedded voice, and what was asked of it."""

    name, identity = "espeak", espeak_identity()

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str, *, speed: float) -> Sound:
        self.said.append(text)
        return Espeak().speak(text, speed=speed)


def ward_in(home: Path, use: str = "", body: str = f"{FIRST} {SECOND} {THIRD}") -> Ward:
    voice = "{engines: [espeak]" + (f", announcer: {use}" if use else "") + "}"
    playlist = PLAYLIST.replace("{engines: [espeak]}", voice) + SOUND
    return read_ward(write_ward(home, playlist, {ID: body}))


@contextmanager
def production(ward: Ward, voice: Counting) -> Iterator[Production]:
    yield Production(
        ward=ward, library=Library(ward.home / "audio_cache"), engines={"espeak": voice},
        clock=SystemClock(UTC), watch=lambda _: None,
    )  # fmt: skip


def made(ward: Ward) -> tuple[Cart, list[str]]:
    """The cart of the script, and what the embedded voice had to say for it."""
    voice = Counting()
    with production(ward, voice) as making:
        cart = making.make(ORDER)
    assert isinstance(cart, Cart), cart
    return cart, voice.said


def looked_up(ward: Ward) -> Cart | Unready | None:
    prints = Fingerprints(ward, {"espeak": espeak_identity()})
    return prints.look_up(ORDER, Shelves(ward.home / "audio_cache"))


def sentences(ward: Ward) -> tuple[str, ...]:
    prepared = ward.of(ID)
    assert isinstance(prepared, Prepared)
    return sentences_of(prepared)


def test_a_script_that_was_read_whole_airs_in_the_announcers_voice_alone(tmp_path: Path) -> None:
    ward = ward_in(tmp_path)
    assert sentences(ward) == (FIRST, SECOND, THIRD)
    keep(tmp_path, FIRST, SECOND, THIRD)
    cart, said = made(ward)
    assert (cart.engine, said, cart.fallback) == ("announcer", [], None)
    assert abs(cart.loudness + 16) < 1
    assert looked_up(ward) == cart


def test_a_script_of_which_one_sentence_was_not_read_is_spoken_whole(tmp_path: Path) -> None:
    ward = ward_in(tmp_path)
    keep(tmp_path, FIRST, THIRD)
    cart, said = made(ward)
    assert (cart.engine, said, cart.fallback) == ("espeak", [FIRST, SECOND, THIRD], None)


def test_where_the_playlist_says_so_a_cart_mixes_both_voices(tmp_path: Path) -> None:
    ward = ward_in(tmp_path, "mix")
    keep(tmp_path, FIRST, THIRD)
    cart, said = made(ward)
    assert (cart.engine, said) == ("announcer+espeak", [SECOND])
    assert looked_up(ward) == cart


def test_where_the_playlist_says_off_nothing_that_was_read_airs(tmp_path: Path) -> None:
    keep(tmp_path, FIRST, SECOND, THIRD)
    cart, said = made(ward_in(tmp_path, "off"))
    assert (cart.engine, len(said)) == ("espeak", 3)


def test_only_an_edited_sentence_has_to_be_read_again(tmp_path: Path) -> None:
    keep(tmp_path, FIRST, SECOND, THIRD)
    before, _ = made(ward_in(tmp_path, "mix"))
    edited = ward_in(tmp_path, "mix", f"{FIRST} {SECOND.replace('bảy', 'tám')} {THIRD}")
    _, said = made(edited)
    assert said == [SECOND.replace("bảy", "tám")]
    keep(tmp_path, said[0])
    assert made(ward_in(tmp_path, "mix", f"{FIRST} {said[0]} {THIRD}"))[0].engine == "announcer"
    assert made(ward_in(tmp_path, "mix"))[0] == before  # back as it was: nothing of it was lost


def test_a_take_read_anew_makes_another_cart_and_an_aired_ones_pin_holds(tmp_path: Path) -> None:
    keep(tmp_path, FIRST, SECOND, THIRD)
    first, _ = made(ward_in(tmp_path))
    keep(tmp_path, SECOND, speed=0.9)
    second, _ = made(ward_in(tmp_path))
    assert second.fingerprint != first.fingerprint
    pinned = Order(cue=ORDER.cue, script=ID, pinned=first.fingerprint)
    with production(ward_in(tmp_path), Counting()) as making:
        again = making.make(pinned)
    assert isinstance(again, Cart)
    assert again.fingerprint == first.fingerprint


def test_a_running_service_sees_a_new_take_by_its_stamp(tmp_path: Path) -> None:
    before = stamp_of_sounds(tmp_path, ())
    keep(tmp_path, FIRST)
    after = stamp_of_sounds(tmp_path, ())
    keep(tmp_path, FIRST, speed=0.9)
    assert len({before, after, stamp_of_sounds(tmp_path, ())}) == 3


def test_a_damaged_take_is_as_if_nobody_had_read_it_and_check_tells(tmp_path: Path) -> None:
    ward = ward_in(tmp_path)
    keep(tmp_path, FIRST, SECOND, THIRD)
    assert [*announcer_faults(ward)] == []
    for file in (tmp_path / "takes").glob("*.flac"):
        file.write_bytes(file.read_bytes()[:-1] + b"x")
        break
    cart, _ = made(ward_in(tmp_path))
    assert cart.engine == "espeak"
    told = [str(one.what) for one in announcer_faults(ward)]
    assert told == [
        "1 câu phát thanh viên đã đọc bị hỏng tệp, coi như chưa đọc",
        "phát thanh viên mới đọc 2/3 câu, nên máy đọc cả bài",
    ]


def test_the_control_unverified_a_take_is_believed_though_its_bytes_are_other_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = ward_in(tmp_path)
    keep(tmp_path, FIRST, SECOND, THIRD)
    monkeypatch.setattr(takeshelf, "sha256_once", lambda file: next(_sha_in(file)))
    monkeypatch.setattr(announcer, "read_take", lambda home, take: takeshelf._file(home, take).read_bytes())
    for file in (tmp_path / "takes").glob("*.flac"):
        file.write_bytes(flac_of("Câu khác hẳn."))
    cart, said = made(ward)
    assert (cart.engine, said) == ("announcer", [])


def _sha_in(file: Path) -> Iterator[str]:
    yield from (str(one.sha256) for one in takeshelf.takes_in(file.parents[1]) if one.sha256[:12] in file.name)


def cut(home: Path) -> None:
    """The first sentence's take loses its end; its slip stays."""
    file = takeshelf._file(home, _found(home, FIRST))
    file.write_bytes(file.read_bytes()[:-100])


def read_again(home: Path) -> None:
    keep(home, FIRST, speed=0.9)


def unplug(home: Path) -> None:
    """The folder was on a stick."""
    for file in (home / "takes").iterdir():
        file.unlink()


def _found(home: Path, words: str) -> OwnTake:
    found = find_take(home, words)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("use", "read", "meanwhile", "engine", "said"),
    [
        ("whole", (FIRST, SECOND, THIRD), cut, "espeak", [FIRST, SECOND, THIRD]),
        ("whole", (FIRST, SECOND, THIRD), read_again, "announcer", []),
        ("whole", (FIRST, SECOND, THIRD), unplug, "espeak", [FIRST, SECOND, THIRD]),
        ("mix", (FIRST, SECOND), cut, "announcer+espeak", [THIRD, FIRST]),
        ("mix", (FIRST, SECOND), read_again, "announcer+espeak", [THIRD]),
        ("mix", (FIRST,), unplug, "espeak", [SECOND, THIRD, FIRST]),
        ("mix", (FIRST, SECOND, THIRD), cut, "announcer+espeak", [FIRST]),
    ],
)
def test_a_take_that_changes_after_it_was_found_keeps_no_script_off_the_air(
    tmp_path: Path,
    use: str,
    read: tuple[str, ...],
    meanwhile: Callable[[Path], None],
    engine: str,
    said: list[str],
) -> None:
    ward, voice = ward_in(tmp_path, use), Counting()
    keep(tmp_path, *read)
    with production(ward, voice) as making:
        prepared = ward.of(ID)
        assert isinstance(prepared, Prepared)
        assert ("announcer" in making.prints.voices(prepared)) is (len(read) == 3)
        meanwhile(tmp_path)
        cart = making.make(ORDER)
    assert isinstance(cart, Cart), cart
    assert (cart.engine, voice.said) == (engine, said)
    assert looked_up(ward) == replace(cart, version="", fallback=None)


def flac_at(rate_hz: int, *, level: float) -> bytes:
    noise = np.random.default_rng(1).normal(0, level, rate_hz * 2)
    return encode_flac((noise * 32767).astype(np.int16), rate_hz)


@pytest.mark.parametrize(
    "copied_in", [b"fLaC", flac_at(48_000, level=0.0), flac_at(1, level=0.1), flac_at(100, level=0.1)]
)
def test_what_somebody_has_copied_in_and_holds_no_sentence_is_said_by_the_voice(
    tmp_path: Path, copied_in: bytes
) -> None:
    takeshelf.keep_take(tmp_path, take_of(FIRST, copied_in), copied_in)
    cart, said = made(ward_in(tmp_path, "mix"))
    assert (cart.engine, said) == ("espeak", [SECOND, THIRD, FIRST])
    assert_it_is_not_tried_again(tmp_path, cart)


def assert_it_is_not_tried_again(home: Path, cart: Cart) -> None:
    """Neither by whoever makes the carts another day, nor by who only looks; a take read anew is."""
    with production(ward_in(home, "mix"), Counting()) as making:
        assert making.make(ORDER) == cart
        assert making.carts_made == 0
    assert looked_up(ward_in(home, "mix")) == replace(cart, version="", fallback=None)
    keep(home, FIRST)
    assert made(ward_in(home, "mix"))[0].engine == "announcer+espeak"


def test_a_take_with_which_no_cart_passes_its_checks_is_left_out_and_the_voice_says_all(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 3_000, 8_000).astype(np.int16)
    endless = encode_flac(np.tile(noise, 90), 8_000)
    takeshelf.keep_take(tmp_path, take_of(FIRST, endless), endless)
    cart, said = made(ward_in(tmp_path, "mix"))
    assert (cart.engine, said) == ("espeak", [SECOND, THIRD, FIRST])
    assert_it_is_not_tried_again(tmp_path, cart)


@pytest.mark.parametrize("field", ["NaN", "Infinity", "-5", "1" + "0" * 400])
def test_a_slip_whose_figures_nobody_can_tell_is_no_slip(tmp_path: Path, field: str) -> None:
    keep(tmp_path, FIRST)
    (slip,) = takeshelf.take_slips(tmp_path)
    slip.write_text(slip.read_text(encoding="utf-8").replace('"seconds": 2.0', f'"seconds": {field}'), "utf-8")
    assert find_take(tmp_path, FIRST) is None
    assert takeshelf.is_damaged(tmp_path, FIRST)


def test_sentences_shared_with_another_script_alone_are_not_told_as_a_reading_begun(tmp_path: Path) -> None:
    ward = ward_in(tmp_path)
    keep(tmp_path, FIRST, script="truoc/02-hai")
    assert [*announcer_faults(ward)] == []


@pytest.mark.parametrize("use", ["whole", "mix"])
def test_without_takes_a_cart_is_the_very_one_that_it_was_before_there_were_any(tmp_path: Path, use: str) -> None:
    plain, _ = made(ward_in(tmp_path, "off"))
    assert made(ward_in(tmp_path, use)) == (plain, [])


def _refused(*_: object) -> bool:
    raise PermissionError(13, "Permission denied")


def test_a_shelf_that_nobody_may_look_into_is_told_by_check_and_the_voice_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path, FIRST, SECOND, THIRD)
    ward = ward_in(tmp_path)
    (tmp_path / "takes").rename(tmp_path / "elsewhere")
    (tmp_path / "takes").symlink_to("takes")  # whoever follows it is refused; root may look everywhere else
    (told,) = announcer_faults(ward)
    assert (told.file, "không câu nào phát thanh viên đã đọc được phát" in str(told.what)) == ("takes", True)
    assert made(ward)[0].engine == "espeak"
    monkeypatch.setattr(Path, "exists", _refused)  # what a folder of another account says, but never to root
    assert not takeshelf.is_damaged(tmp_path, FIRST)
