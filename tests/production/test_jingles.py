"""A ward's own music -> what its day sounds like: an announcement is worth more than its jingle."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.machine import no_process_left
from stand_ins.soundfiles import HAS_FFMPEG, made
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Floats
from broadcast.base.clock import SystemClock
from broadcast.base.words import said
from broadcast.library.ingest import ingesting
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.model import Cart, CueId, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.check import check
from broadcast.ward.folder import read_ward

RATE = 48_000
SHORT = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))
ORDERS = (Order(cue=OPENING, script=None), SHORT, Order(cue=CLOSING, script=None))


def _music() -> Floats:
    t = np.arange(6 * RATE) / RATE
    edges = np.minimum(1, np.minimum(t / 0.2, (6 - t) / 0.8))
    return 0.1 * edges * sum(np.sin(2 * np.pi * hz * t) for hz in (220, 440, 880, 1_320, 2_200))


def _gong() -> Floats:
    """Nothing of it lies where a voice has its consonants."""
    t = np.arange(5 * RATE) / RATE
    return 0.3 * sum(a * np.sin(2 * np.pi * hz * t) * np.exp(-t) for hz, a in ((180, 1.0), (327, 0.6), (452, 0.4)))


MUSIC = {
    "gong": _gong(),
    "silent at its beginning": np.concatenate([np.zeros(4 * RATE), _music()]),
    "silent in its middle": np.concatenate([_music(), np.zeros(4 * RATE), _music()]),
    "hardly to be heard": _music() * 0.0005,
    "silent": np.zeros(5 * RATE),
    "cut off at its beginning": _music()[RATE:],
    "silent at its end, not long enough to tell": np.concatenate([_music(), np.zeros(int(2.8 * RATE))]),
}


UNFIT = ("hardly to be heard", "silent")
RIGHTED = {
    "silent at its beginning": "bỏ 4,0 giây im lặng ở đầu",
    "silent in its middle": "rút ngắn quãng lặng ở giữa",
    "silent at its end, not long enough to tell": "bỏ 2,3 giây im lặng ở cuối",
}


@contextmanager
def _production(home: Path, music: Floats) -> Iterator[Production]:
    sound = "sound: {opening: nhac.wav, sting: nhac.wav, closing: nhac.wav}"
    write_ward(home, f"{PLAYLIST}\n{sound}\n", {"truoc/01-mot": "Lũ!"})
    soundfile.write(home / "nhac.wav", music, RATE)
    with _production_of(home) as production:
        yield production


@contextmanager
def _production_of(home: Path) -> Iterator[Production]:
    engines = {"espeak": Espeak()}
    yield Production(
        ward=read_ward(home), library=Library(home / "audio_cache"), engines=engines, clock=SystemClock(UTC),
        watch=lambda _: None,
    )  # fmt: skip


@pytest.mark.usefixtures("decoded_here")
@pytest.mark.parametrize("music", MUSIC)
def test_no_music_of_the_wards_keeps_an_announcement_the_opening_or_the_closing_off_the_air(
    tmp_path: Path, music: str
) -> None:
    with _production(tmp_path, MUSIC[music]) as production:
        made = [production.make(order) for order in ORDERS]
        assert [one for one in made if not isinstance(one, Cart)] == []
        assert [production.make(order) for order in ORDERS] == made  # found again, and not mixed anew
        assert production.carts_made == 3


@pytest.mark.parametrize("music", UNFIT)
def test_check_tells_which_music_of_the_wards_will_not_be_heard_and_calls_it_no_error(
    tmp_path: Path, music: str
) -> None:
    with _production(tmp_path, MUSIC[music]):
        found = check(tmp_path)
    told = [fault for fault in found.faults if "nhac.wav" in str(fault.what)]
    assert {fault.file for fault in told} == {"playlist.yaml"}
    assert {str(fault.level) for fault in told} == {"warning"}
    assert all("nhạc có sẵn" in str(fault.fix) for fault in told)


@pytest.mark.parametrize("music", RIGHTED)
def test_check_tells_what_is_done_to_music_that_is_put_right(tmp_path: Path, music: str) -> None:
    with _production(tmp_path, MUSIC[music]):
        found = check(tmp_path)
    told = [fault for fault in found.faults if "nhac.wav" in str(fault.what)]
    assert {str(fault.what) for fault in told} == {f"“nhac.wav”: {RIGHTED[music]}"}
    assert {(fault.file, str(fault.level)) for fault in told} == {("playlist.yaml", "warning")}


@pytest.mark.usefixtures("decoded_here")
def test_a_gong_is_music_and_nothing_is_told_of_it(tmp_path: Path) -> None:
    with _production(tmp_path, MUSIC["gong"]):
        assert [fault for fault in check(tmp_path).faults if "nhac.wav" in str(fault.what)] == []


def test_where_no_process_can_be_started_ours_stands_in_and_a_recording_says_why_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _production(tmp_path, _music()) as production:
        monkeypatch.setattr(ingesting, "Child", no_process_left)
        assert all(isinstance(production.make(order), Cart) for order in ORDERS)
        assert production._mixing.stand_ins == {"opening", "sting", "closing"}
    (tmp_path / "scripts/truoc/01-mot.md").write_text("---\ntitle: x\nrecording: nhac.wav\n---\n", "utf-8")
    with _production_of(tmp_path) as production:
        made = production.make(SHORT)
    assert isinstance(made, Unready)
    assert "Không khởi động được chương trình đọc âm thanh" in str(made.why)


# --- what could not be read may be read tomorrow ---


def _with_a_sting(home: Path) -> Path:
    write_ward(
        home, f"{PLAYLIST}\nsound: {{opening: none, sting: nhac.wav, closing: none}}\n", {"truoc/01-mot": "Lũ!"}
    )
    soundfile.write(home / "nhac.wav", _music(), RATE)
    return home


def _made(home: Path) -> tuple[Cart, int]:
    """The cart of a production that begins anew, as each `build` does, and how many it mixed for it."""
    with _production_of(home) as production:
        cart = production.make(SHORT)
        assert isinstance(cart, Cart)
        return cart, production.carts_made


def _looked_up(home: Path) -> Cart:
    with _production_of(home) as production:
        found = production._prints.look_up(SHORT, production._library)
    assert isinstance(found, Cart)
    return found


def test_once_a_passing_trouble_is_over_the_wards_own_jingle_airs_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _with_a_sting(tmp_path)
    with monkeypatch.context() as trouble:
        trouble.setattr(ingesting, "Child", no_process_left)
        in_trouble, _ = _made(home)
        assert "Phát nhạc có sẵn thay vào." in str(in_trouble.music)
        assert _made(home) == (in_trouble, 0)  # it is found again for as long as the trouble lasts
        assert _looked_up(home) == in_trouble
    own, mixed = _made(home)
    assert (mixed, own.music) == (1, ())
    assert own.seconds > in_trouble.seconds + 1  # theirs lasts longer than ours
    assert _looked_up(home) == own
    assert _made(home) == (own, 0)


def test_a_player_that_met_the_trouble_reads_the_jingle_again_when_it_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _with_a_sting(tmp_path)
    with _production_of(home) as production:
        rack = Rack()
        with monkeypatch.context() as trouble:
            trouble.setattr(ingesting, "Child", no_process_left)
            production.fill(rack, [SHORT])
        production.forgive()
        production.fill(rack, [SHORT])
        cart = rack.contents()[SHORT.cue]
    assert isinstance(cart, Cart)
    assert cart.music == ()


def test_a_jingle_that_was_missing_airs_once_it_is_there(tmp_path: Path) -> None:
    home = _with_a_sting(tmp_path)
    (home / "nhac.wav").rename(home / "cho.wav")
    assert "thay vào" in str(_made(home)[0].music)
    (home / "cho.wav").rename(home / "nhac.wav")
    assert _made(home)[0].music == ()


@pytest.mark.skipif(not HAS_FFMPEG, reason="no ffmpeg here to be found afterwards")
@pytest.mark.skipif(find_spec("imageio_ffmpeg") is not None, reason="there is always an ffmpeg here")
def test_a_jingle_that_waited_for_ffmpeg_airs_once_that_is_there_and_a_damaged_one_says_so_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _with_a_sting(tmp_path)
    whole = made("m4a")
    damaged = whole[:60] + b"\xff" * (whole.index(b"moov") - 64) + whole[whole.index(b"moov") - 4 :]
    for held, then in ((whole, ""), (damaged, "thay vào")):
        (home / "nhac.wav").write_bytes(held)
        with monkeypatch.context() as without:
            without.setenv("PATH", os.devnull)
            assert "chưa có ffmpeg" in str(_made(home)[0].music)
        later = str(_made(home)[0].music)
        assert "chưa có ffmpeg" not in later
        assert then in later
        assert str(_looked_up(home).music) == later


def test_what_is_in_the_file_itself_is_judged_once(tmp_path: Path) -> None:
    home = _with_a_sting(tmp_path)
    soundfile.write(home / "nhac.wav", MUSIC["silent"], RATE)
    unfit, mixed = _made(home)
    assert (mixed, "im lặng" in str(unfit.music)) == (1, True)
    assert _made(home) == (unfit, 0)


RECORDED = Order(cue=CueId("2025-10-06/sang/truoc/02-hai"), script=ScriptId("truoc/02-hai"))


def test_what_a_full_disk_kept_off_is_made_once_there_is_room_and_until_then_only_the_first_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, tried = _with_a_sting(tmp_path), 0
    (home / "scripts/truoc/02-hai.md").write_text("---\ntitle: x\nrecording: loi.wav\n---\n", "utf-8")
    soundfile.write(
        home / "loi.wav", np.resize(Espeak().speak("Kính thưa bà con. " * 4, speed=1).samples, 5 * RATE), RATE
    )

    def none_left(*_: object, **__: object) -> None:
        nonlocal tried
        tried += 1
        no_process_left()

    rack, orders = Rack(), (RECORDED, SHORT, RECORDED)
    with _production_of(home) as production:
        with monkeypatch.context() as trouble:
            trouble.setattr(ingesting, "Child", none_left)
            production.fill(rack, orders)
            assert isinstance(rack.contents()[RECORDED.cue], Unready)
            tried = 0
            production.fill_troubled(rack, orders)
            assert tried == 2, "the sting, and the first recording"
        production.fill_troubled(rack, orders)
        made = rack.contents()
        assert [type(made[one.cue]) for one in orders] == [Cart] * 3
        assert str(made[SHORT.cue].music) == "()"
        before = production.carts_made
        production.fill_troubled(rack, orders)
        assert production.carts_made == before


def test_what_is_told_of_a_jingle_names_the_file_that_the_playlist_names_now(tmp_path: Path) -> None:
    home = _with_a_sting(tmp_path)
    soundfile.write(home / "nhac.wav", np.concatenate([np.zeros(4 * RATE), _music()]), RATE)
    (home / "khac.wav").write_bytes((home / "nhac.wav").read_bytes())
    playlist = (home / "playlist.yaml").read_text("utf-8")
    for name in ("nhac.wav", "khac.wav", "không.wav", "đâu.wav", "nhac.wav"):
        (home / "playlist.yaml").write_text(playlist.replace("nhac.wav", name), "utf-8")
        assert f"“{name}”" in said(_made(home)[0].music[0])
        assert f"“{name}”" in said(_looked_up(home).music[0])
