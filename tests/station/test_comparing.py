"""The same cart in each voice, made beside what the ward airs."""

import errno
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from stand_ins.own_takes import keep
from stand_ins.piper_voice import NAME, put_voice
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.base.errors import DiskError, UsageRefused, WardError
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.station import comparing
from broadcast.station.comparing import Trial, beside, choice_of, choices, in_voice, with_sentence
from broadcast.station.station import Station, open_station

HEARD = ScriptId("chung/ngan")
OFFLINE = PLAYLIST.replace("[espeak]", "[piper, espeak]")


def _ward(home: Path, playlist: str = OFFLINE) -> Station:
    write_ward(home, playlist, {})
    (home / "scripts" / "chung").mkdir()
    text = script_text("Ngắn", "Đúng giờ, cả ngõ cùng đến.", voice="gtts")  # what its header names is passed over
    (home / "scripts" / "chung" / "ngan.md").write_text(text, encoding="utf-8")
    return open_station(home)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """A ward with a script and an installed voice."""
    home = tmp_path_factory.mktemp("ward")
    put_voice(home)
    return _ward(home)


@pytest.fixture(scope="module")
def trials(station: Station) -> Iterator[list[Trial]]:
    """The script in each of its voices."""
    with beside(station) as aside:
        made = [in_voice(aside, HEARD, one) for one in choices(aside)]
        yield [one for one in made if isinstance(one, Trial)]


def test_every_voice_that_can_read_reads_the_script_itself(trials: list[Trial]) -> None:
    assert [(one.name, one.cart.engine, one.cart.fallback) for one in trials] == [
        (NAME, "piper", None), ("espeak", "espeak", None),
    ]  # fmt: skip
    assert all(abs(one.cart.loudness + 16) < 0.5 and one.cart.true_peak <= -1 for one in trials)
    assert all(0 < one.took_s < 60 for one in trials)
    sounds = [one.station.library.sound_of(one.cart) for one in trials]
    length = min(map(len, sounds))
    assert not np.array_equal(sounds[0].samples[:length], sounds[1].samples[:length])


@pytest.mark.usefixtures("trials")
def test_nothing_of_it_is_in_the_ward_s_own_library(station: Station) -> None:
    assert not station.library.root.exists()


def test_what_is_made_in_the_ward_s_own_library_is_seen_there(tmp_path: Path) -> None:
    """The negative control."""
    station = _ward(tmp_path)
    in_voice(station, HEARD, choice_of(station, "espeak"))
    assert station.library.root.exists()


def test_when_the_comparison_is_over_its_sounds_are_gone(station: Station) -> None:
    with beside(station) as aside:
        root = aside.library.root
        assert root.is_dir()
    assert not root.exists()


def test_where_there_is_no_place_for_its_sounds_that_is_told(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryDirectory", full)
    with pytest.raises(DiskError, match="thư mục tạm"), beside(station):
        pass


def test_words_are_sent_over_the_network_only_where_the_playlist_or_the_person_names_that_engine(
    station: Station, tmp_path: Path
) -> None:
    assert [one.name for one in choices(station)] == [NAME, "espeak"]
    with_network = _ward(tmp_path, PLAYLIST.replace("[espeak]", "[gtts, espeak]"))
    assert [one.name for one in choices(with_network)] == ["gtts", "espeak"]
    assert choice_of(station, "gtts").voice.engines == ("gtts",)


def test_every_installed_voice_is_a_choice_and_piper_is_the_one_that_reads(tmp_path: Path) -> None:
    home = tmp_path / "ward"
    put_slip(
        home, "vi_VN-truoc-medium", {"installed": "2024-10-01T08:00:00+07:00"}
    ) if home.mkdir() is None else ()
    put_slip(home, "vi_VN-sau-medium")
    station = _ward(home, PLAYLIST.replace("[espeak]", "[espeak], piper: {voice: vi_VN-sau-medium, speaker: 3}"))
    told = {one.name: one.voice.piper for one in choices(station)}
    assert [(name, one.speaker) for name, one in told.items() if name != "espeak"] == [
        ("vi_VN-truoc-medium", 0), ("vi_VN-sau-medium", 3),
    ]  # fmt: skip
    assert choice_of(station, "piper").voice.piper.voice == "vi_VN-sau-medium"


@pytest.mark.parametrize(("name", "near"), [("espek", "Ý bạn là “espeak”"), ("vi_VN-joe", NAME), ("??", "voices")])
def test_a_voice_that_cannot_read_is_told_with_the_nearest(station: Station, name: str, near: str) -> None:
    with pytest.raises(UsageRefused) as refused:
        choice_of(station, name)
    assert near in str(refused.value.fix)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("http", "chưa tả máy đọc http"),
        ("edge", "chưa có gói edge-tts"),
        ("vi_VN-vivos-x_low", "Đài chưa cài giọng vi_VN-vivos-x_low"),
    ],
)
def test_a_voice_that_is_known_and_not_there_is_told_with_what_it_lacks(
    station: Station, name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("netready", "identity"):
        monkeypatch.setattr(f"broadcast.production.voices.{module}.edge_version", lambda: None)
    with pytest.raises(UsageRefused, match=told) as refused:
        choice_of(station, name)
    assert "Ý bạn là" not in str(refused.value.fix)


def test_a_voice_that_cannot_be_reached_is_an_unready(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADCAST_GTTS_URL", "https://127.0.0.1:9")
    with beside(station) as aside:
        trial = in_voice(aside, HEARD, choice_of(aside, "gtts"))
    assert isinstance(trial, Unready)
    assert trial.reason is Reason.NO_SPEECH


# --- one sentence ---


def test_a_sentence_is_read_as_a_script_is_and_sounds_alone(station: Station) -> None:
    worded, script = with_sentence(station, "Họp ngày 2/9.")
    assert str(worded.ward.of(script).spoken) == "Họp ngày hai tháng chín."  # type: ignore[union-attr]
    assert (worded.ward.playlist.sound.sting, worded.ward.playlist.sound.bed) == ("none", "none")
    assert script not in station.ward.prepared
    assert with_sentence(station, comparing.SENTENCE)


@pytest.mark.parametrize("text", ["", "...", "Họp ở XQZ."])
def test_a_sentence_that_cannot_be_read_for_certain_is_refused(station: Station, text: str) -> None:
    with pytest.raises(WardError):
        with_sentence(station, text)


def test_a_script_that_no_voice_reads_is_refused(station: Station) -> None:
    with pytest.raises(WardError):
        comparing.refuse_unread(station, ScriptId("chung/khong-co"))
    comparing.refuse_unread(station, HEARD)


def test_a_script_that_the_announcer_has_read_is_compared_in_the_engines_voices_all_the_same(
    tmp_path: Path,
) -> None:
    station = _ward(tmp_path, PLAYLIST)
    keep(tmp_path, "Đúng giờ, cả ngõ cùng đến.", script=HEARD)
    with beside(station) as aside:
        trial = in_voice(aside, HEARD, choice_of(aside, "espeak"))
    assert isinstance(trial, Trial)
    assert trial.cart.engine == "espeak"
