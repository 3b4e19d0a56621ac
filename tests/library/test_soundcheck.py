"""Names of sounds -> those that hold none: told by a child, whatever the file does to it."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.machine import no_process_left

from broadcast.base.errors import MachineError
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


@pytest.fixture
def decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What the child does with the names it is given, in place of decoding them."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(soundcheck, "_CHILD", "our_decoder")

    def write(does: str) -> None:
        head = "import os, pickle, sys, time\nnames = pickle.load(sys.stdin.buffer)[1]\n"
        code = f"{head}{does}\npickle.dump(({{}}, {{}}), sys.stdout.buffer)\n"
        (tmp_path / "our_decoder.py").write_text(code, encoding="utf-8")

    return write


def test_a_file_that_brings_the_decoder_down_is_told_by_name(
    tmp_path: Path, decoder: Callable[[str], None]
) -> None:
    decoder("if 'nổ.wav' in names: os.kill(os.getpid(), 9)")
    bad = soundcheck.soundless(tmp_path, ["tốt.wav", "nổ.wav"])
    assert set(bad) == {"nổ.wav"}
    assert "dừng đột ngột" in str(bad["nổ.wav"].what)


def test_a_file_on_which_the_decoder_hangs_is_told_by_name_at_the_deadline(
    tmp_path: Path, decoder: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder("if 'treo.wav' in names: time.sleep(60)")
    monkeypatch.setattr(soundcheck, "_DEADLINE_S", 3.0)
    monkeypatch.setattr(soundcheck, "_EACH_MORE_S", 0.1)
    begin = time.monotonic()
    bad = soundcheck.soundless(tmp_path, ["tốt.wav", "treo.wav"])
    assert time.monotonic() - begin < 15
    assert set(bad) == {"treo.wav"}
    assert "mãi không xong" in str(bad["treo.wav"].what)


def test_with_more_patience_a_slow_decoder_is_waited_for(tmp_path: Path, decoder: Callable[[str], None]) -> None:
    """The negative control of the test above: only the deadline ends it."""
    decoder("time.sleep(1)")
    assert soundcheck.soundless(tmp_path, ["treo.wav"]) == {}


def test_a_machine_that_starts_no_more_processes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", no_process_left)
    with pytest.raises(MachineError, match="Không khởi động được"):
        soundcheck.soundless(tmp_path, ["a.wav"])
