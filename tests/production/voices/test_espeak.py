import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from broadcast.base.errors import SpeechError
from broadcast.production.voices import espeak
from broadcast.production.voices.checks import check_speech
from broadcast.production.voices.espeak import Espeak

SENTENCE = "Kính thưa bà con nhân dân phường Hồng Bàng, xin mời bà con đón nghe chương trình phát thanh."


def test_it_speaks_at_its_own_rate_and_not_too_loud() -> None:
    sound = Espeak().speak(SENTENCE, speed=1.0)

    assert sound.rate_hz == 22_050
    assert sound.samples.dtype == np.float32
    assert 0.3 < np.abs(sound.samples).max() < 0.99  # heard, and nothing cut off at full scale


def test_a_syllable_takes_about_a_third_of_a_second() -> None:
    sound = Espeak().speak(SENTENCE, speed=1.0)

    assert 0.3 < sound.seconds / len(SENTENCE.split()) < 0.42


@pytest.mark.parametrize("speed", [0.7, 0.8, 1.2, 1.5])
def test_speed_is_kept(speed: float) -> None:
    plain, other = (Espeak().speak(SENTENCE, speed=one).seconds for one in (1.0, speed))

    assert plain / other == pytest.approx(speed, rel=0.06)


def test_the_same_words_are_the_same_samples_whatever_was_said_before() -> None:
    first = Espeak().speak(SENTENCE, speed=1.0)
    for others in ("Xin chào.", "Mời bà con treo cờ.", SENTENCE):
        Espeak().speak(others, speed=1.2)
        again = Espeak().speak(SENTENCE, speed=1.0)
        assert np.array_equal(again.samples, first.samples)


def test_without_a_library_loaded_anew_the_same_words_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    with espeak._loaded() as kept:
        monkeypatch.setattr(espeak, "_loaded", lambda: nullcontext(kept))
        first, again = (Espeak().speak(SENTENCE, speed=1.0) for _ in range(2))
    assert not np.array_equal(again.samples, first.samples)


def test_identity_names_the_pinned_library() -> None:
    assert "espeakng-loader 0.2.4" in Espeak().identity


@pytest.mark.parametrize("text", ["", "...", "?!"])
def test_where_there_is_no_word_it_says_nothing(text: str) -> None:
    with pytest.raises(SpeechError, match="không có chữ"):
        Espeak().speak(text, speed=1.0)


def test_markup_is_words_like_any_other() -> None:
    plain = Espeak().speak("Xin chào bà con.", speed=1.0)
    marked = Espeak().speak("<speak> Xin chào [[h@lo]] bà con. </speak>", speed=1.0)

    assert marked.seconds > plain.seconds


def test_every_first_and_last_syllable_of_the_language_passes_the_checks() -> None:
    onsets = ("", *"b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x".split())  # noqa: SIM905  # to read
    rhymes = "a à ảng ác ịch út ơi ừ iêng oa ấp ệt uyên ê y".split()  # noqa: SIM905
    for onset in onsets:
        for rhyme in rhymes:
            Espeak().speak(f"{onset}{rhyme} bà con {onset}{rhyme}.".capitalize(), speed=1.0)


def test_a_deep_folder_with_vietnamese_letters_is_no_obstacle(tmp_path: Path) -> None:
    """The library itself takes no path beyond 160 bytes, nor on Windows one that the code page cannot spell."""
    deep = tmp_path / "Đài truyền thanh phường Hồng Bàng" / ("thư mục rất dài " * 8).strip()
    shutil.copytree(
        Path(espeakng_loader.__file__).parent,
        deep / "espeakng_loader",
        ignore=lambda folder, names: [name for name in names if ".so." in name or name == "__pycache__"],
    )
    script = (
        "import espeakng_loader; from broadcast.production.voices.espeak import Espeak;"
        f"print(espeakng_loader.__file__, Espeak().speak({SENTENCE!r}, speed=1.0).seconds)"
    )
    path = [str(deep), *sys.path]

    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {path!r}; {script}"],
        capture_output=True, text=True, encoding="utf-8", check=True, env={"PYTHONUTF8": "1"},
    )  # fmt: skip

    file, seconds = run.stdout.rsplit(maxsplit=1)
    assert len(file.encode()) > 200
    assert file.startswith(str(deep))
    assert float(seconds) > 5


def test_its_sound_is_not_taken_for_other_words() -> None:
    sound = Espeak().speak(SENTENCE, speed=1.0)
    with pytest.raises(SpeechError):
        check_speech(sound, "Có.")
    with pytest.raises(SpeechError):
        check_speech(sound, " ".join([SENTENCE] * 5))
