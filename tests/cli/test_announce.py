"""`broadcast announce`, beside a player that answers: what it says, how long it takes, what is handed over."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.carts import RATE
from stand_ins.cli import Result, run_here
from stand_ins.live import in_seconds, live_ward, now
from stand_ins.on_duty import on_duty

from broadcast.playout.control.waiting import Bulletins
from broadcast.production.voices import roster
from broadcast.production.voices.online.hurried import Hurried, Patience
from broadcast.programme.bulletins import Bulletin

EMERGENCY = ("--level", "khan-cap")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0})


def _announced(home: Path, *words: str, **environment: str) -> tuple[Result, list[Bulletin]]:
    with on_duty(home) as duty:
        result = run_here("--home", home, "announce", "--by", "An", *words, **environment)
        return result, list(duty._bulletins)


def test_without_a_player_nothing_is_made(home: Path) -> None:
    result = run_here("--home", home, "announce", "--text", "Nước lên.", "--by", "An")
    assert result.code == 5
    assert "đang tạo tiếng" not in result.stderr
    assert not list((home / "audio_cache").rglob("*.wav"))


def test_what_is_said_is_handed_over_whole(home: Path) -> None:
    text = "Nước sông đang lên, đề nghị bà con sơ tán."
    result, (one,) = _announced(home, "--text", text)
    assert result.code == 0, result
    assert (one.title, one.text) == (text, text)
    assert result.stderr.count("đang tạo tiếng") == 1
    assert "bản tin ưu tiên" in result.stderr


def test_what_is_not_spoken_as_it_was_typed_is_kept_both_ways(home: Path) -> None:
    text = "Họp lúc 20h ngày 05/12/2026 tại nhà văn hoá, mời bà con đến đông đủ, mang theo giấy mời."
    _, (one,) = _announced(home, "--text", text)
    spoken, written = one.text.split("\n\n")
    assert "hai mươi giờ" in spoken
    assert written == text
    assert one.title == "Họp lúc 20h ngày 05/12/2026 tại nhà văn hoá, mời bà con…"


def test_text_full_of_brackets_is_handed_over(home: Path) -> None:
    result, (one,) = _announced(home, "--text", "Mời bà con [họp] " * 40)
    assert result.code == 0, result
    assert one.text.count("[") == 40


# --- signs, and words that nobody knows ---


def test_signs_that_no_voice_reads_are_left_out_and_told(home: Path) -> None:
    for level in ("thuong", "uu-tien", "khan-cap"):
        result, (*_, one) = _announced(home, "--text", "⚠️ Nước lên ∮ ⌘ sơ tán ∰", "--level", level)
        assert result.code == 0, result
        assert "không đọc: ∮ ∰" in result.stderr
        assert one.text == "⚠️ Nước lên ∮ ⌘ sơ tán ∰"  # as it was typed: the words are the same
        (home / "journal" / "bulletins.json").unlink()


def test_an_emergency_is_not_held_for_a_word_that_nobody_knows(home: Path) -> None:
    result, (one,) = _announced(home, "--text", "BCHXYZ mời bà con sơ tán.", *EMERGENCY)
    assert result.code == 0, result
    assert "BCHXYZ" in result.stderr
    assert one.text.startswith("bê xê hát ích i dét mời bà con")


def test_any_other_bulletin_is_held_for_it_and_told_how_to_go_on(home: Path) -> None:
    result, waits = _announced(home, "--text", "BCHXYZ mời bà con sơ tán.")
    assert (result.code, waits) == (3, [])
    assert "lexicon.yaml" in result.stderr


@pytest.mark.parametrize("text", ["📌", "...", "— —", "♥ ☔", "1.\n2.", "- [x]", "&nbsp;", "\u202e", "b)"])
def test_a_bulletin_without_words_is_no_jingle_on_its_own(home: Path, text: str) -> None:
    result, waits = _announced(home, "--text", text, *EMERGENCY)
    assert (result.code, waits) == (3, [])
    assert "không có lời nào" in result.stderr


# --- a jingle is worth less than what is announced ---


def _gong(path: Path) -> None:
    """A jingle with nothing where a voice has its consonants."""
    seconds = np.arange(2 * RATE) / RATE
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 180 * seconds) * np.exp(-seconds), RATE)


def test_a_short_emergency_keeps_its_gong_and_is_not_kept_off_by_it(home: Path) -> None:
    _gong(home / "cong.wav")
    playlist = home / "playlist.yaml"
    playlist.write_text(playlist.read_text().replace("sting: none", "sting: cong.wav"))
    result, waits = _announced(home, "--text", "Lũ!", *EMERGENCY)
    assert result.code == 0, result
    assert len(waits) == 1
    assert "nhạc hiệu" not in result.stderr


# --- a network that takes a connection and says nothing ---


def test_an_emergency_waits_for_no_voice_that_does_not_answer(
    tmp_path: Path, silent: str, measured: Callable[[str], None]
) -> None:
    home = live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0}, voice="gtts, espeak")
    begin_s = time.monotonic()
    words = ("--text", "Nước lên, sơ tán ngay. Chạy lên nhà văn hoá.", *EMERGENCY)
    result, _ = _announced(home, *words, BROADCAST_GTTS_URL=silent)
    took_s = time.monotonic() - begin_s
    measured(f"an emergency beside a silent network: handed over after {took_s:.1f} s")
    assert result.code == 0, result
    assert "không chờ giọng qua mạng quá 3 giây" in result.stderr
    assert "đọc bằng giọng espeak" in result.stderr
    assert took_s < 9  # under four on a machine that does nothing else


def test_with_more_patience_it_would_wait(tmp_path: Path, silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(roster, "Hurried", partial(Hurried, answer_s=9.5))
    monkeypatch.setattr(roster, "Patience", partial(Patience, 20.0))
    home = live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0}, voice="gtts, espeak")
    begin_s = time.monotonic()
    result, _ = _announced(home, "--text", "Nước lên.", *EMERGENCY, BROADCAST_GTTS_URL=silent)
    assert result.code == 0, result
    assert time.monotonic() - begin_s > 9


# --- heard first ---


def test_a_preview_is_written_to_a_file_and_hands_nothing_over(home: Path) -> None:
    with on_duty(home) as duty:
        result = run_here("--home", home, "announce", "--text", "Nước lên.", "--preview", "-o", home / "nghe.wav")
        assert duty.waiting() is None
    assert result.code == 0, result
    assert "chưa phát ra loa" in result.stdout
    assert soundfile.info(home / "nghe.wav").duration > 0.5


def test_a_preview_needs_no_player_and_no_name(home: Path) -> None:
    words = ("announce", "chung/a", "--preview", "-o", home / "nghe.wav")
    assert run_here("--home", home, *words).code == 0
    assert run_here("--home", home, "announce", "chung/a", "--by", "An", "-o", home / "nghe.wav").code == 2


# --- again and again ---


def test_every_hour_until_a_time_is_a_repetition_each_hour_the_first_at_once(home: Path) -> None:
    until = now() + timedelta(hours=3, minutes=30)
    words = ("--every", "1h", "--until", f"{until:%H:%M %d/%m/%Y}")
    result, (one,) = _announced(home, "chung/a", *EMERGENCY, "--reason", "bão", *words)
    assert result.code == 0, result
    assert (one.times, one.every, one.nth) == (4, timedelta(hours=1), 1)
    assert one.due == one.taken
    assert "4 lần, cách nhau 1 giờ" in result.stdout


def test_a_time_that_is_past_today_is_tomorrow_s(home: Path) -> None:
    earlier = now() - timedelta(minutes=5)
    words = ("--reason", "bão", "--at", f"{earlier:%H:%M}")
    _, (one,) = _announced(home, "chung/a", *EMERGENCY, *words)
    assert one.due is not None
    assert timedelta(hours=23) < one.due - now() < timedelta(hours=24)
    assert one.expires - one.due == timedelta(hours=2)
    assert Bulletins(home / "journal").due(now()) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--every", "1h"), "đến bao giờ"),
        (("--until", "20:00"), "--every"),
        (("--times", "11"), "--every"),
        (("--every", "10s", "--times", "201"), "từ 1 đến 200"),
        (("--every", "1m", "--until", "00:00 01/01/2030"), "Nhiều nhất"),
        (("--every", "2s", "--times", "3"), "cách nhau"),
        (("--at", "25:00"), "không hợp lệ"),
        (("--at", "06:00 01/01/2020"), "đã qua"),
    ],
)
def test_what_cannot_be_repeated_so_is_refused_with_what_can(
    home: Path, words: tuple[str, ...], told: str
) -> None:
    result, waits = _announced(home, "chung/a", *words)
    assert (result.code, waits) == (2, []), result
    assert told in result.stderr
