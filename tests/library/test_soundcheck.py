"""Names of sounds -> those that hold none: told by a child, whatever the file does to it."""

import time
from pathlib import Path

import pytest

from broadcast.library import soundcheck
from broadcast.library.codec import encode, read_builtin


def test_each_file_that_holds_no_sound_is_told_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "tốt.wav").write_bytes(encode(read_builtin("mo-dau"), ".wav"))
    (tmp_path / "hỏng.mp3").write_text("không phải nhạc", encoding="utf-8")
    names = ["tốt.wav", "hỏng.mp3", "thiếu.wav", "../ngoài.wav", "builtin:mo-dau", "builtin:không-có"]
    bad = soundcheck.soundless(tmp_path, names)
    assert set(bad) == {"hỏng.mp3", "thiếu.wav", "../ngoài.wav", "builtin:không-có"}
    assert "nằm ngoài" in str(bad["../ngoài.wav"].what)
    assert bad["hỏng.mp3"].fix is not None


def test_names_of_ours_alone_start_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundcheck, "_CHILD", "no.such.module")
    assert soundcheck.soundless(tmp_path, ["builtin:mo-dau"]) == {}


def test_a_file_that_brings_the_decoder_down_is_told_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = "import os, pickle, sys; names = pickle.load(sys.stdin.buffer)[1]\n"
    killed += "os.kill(os.getpid(), 9) if 'nổ.wav' in names else pickle.dump({}, sys.stdout.buffer)\n"
    (tmp_path / "fragile_decoder.py").write_text(killed, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(soundcheck, "_CHILD", "fragile_decoder")
    bad = soundcheck.soundless(tmp_path, ["tốt.wav", "nổ.wav"])
    assert set(bad) == {"nổ.wav"}
    assert "dừng đột ngột" in str(bad["nổ.wav"].what)


def test_a_file_on_which_the_decoder_hangs_is_told_by_name_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = "import pickle, sys, time; names = pickle.load(sys.stdin.buffer)[1]\n"
    hangs += "time.sleep(60) if 'treo.wav' in names else pickle.dump({}, sys.stdout.buffer)\n"
    (tmp_path / "slow_decoder.py").write_text(hangs, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(soundcheck, "_CHILD", "slow_decoder")
    monkeypatch.setattr(soundcheck, "_DEADLINE_S", 3.0)
    begin = time.monotonic()
    bad = soundcheck.soundless(tmp_path, ["tốt.wav", "treo.wav"])
    assert time.monotonic() - begin < 15
    assert set(bad) == {"treo.wav"}
    assert "mãi không xong" in str(bad["treo.wav"].what)


def test_with_more_patience_the_same_decoder_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above: only the deadline ends it."""
    late = "import pickle, sys, time; time.sleep(1.0); pickle.dump({}, sys.stdout.buffer)\n"
    (tmp_path / "late_decoder.py").write_text(late, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(soundcheck, "_CHILD", "late_decoder")
    assert soundcheck.soundless(tmp_path, ["treo.wav"]) == {}
