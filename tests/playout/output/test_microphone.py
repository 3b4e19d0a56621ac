"""The player's end of a microphone's pipe: frames are kept while somebody reads, and every end is told."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import until

from broadcast.audio.sound import Samples
from broadcast.base.children import Child
from broadcast.base.errors import DeviceError, DeviceLost
from broadcast.playout.output import microphone
from broadcast.playout.output.microphone import Microphone
from broadcast.playout.output.wire import Command, Failed, Opened, Trouble, command, line_of

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere no test may begin a process"
)
OPENED = command(Command.REPORT, line_of(Opened(device="Micro USB")).encode())
LOUD = command(Command.SOUND, b"\x00\x40" * 480)
Saying = Callable[..., AbstractContextManager[Microphone]]


@pytest.fixture
def saying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Saying:
    """A microphone whose process says these bytes, once it is told nothing more says the others, and ends."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(microphone, "Child", lambda _, *words: Child("says_and_ends", *words))

    def begin(first: bytes, then: bytes = b"", ends: bool = True) -> Microphone:
        wait = f"import pathlib, time\nwhile not pathlib.Path({str(tmp_path / 'go')!r}).exists(): time.sleep(0.01)"
        rest = "" if ends else "\ntime.sleep(60)"
        said = f"import sys\nout = sys.stdout.buffer\nout.write({first!r}); out.flush()\n"
        then_said = f"{wait}\nout.write({then!r}); out.flush(){rest}" if then or not ends else ""
        (tmp_path / "says_and_ends.py").write_text(said + then_said, "utf-8")
        return Microphone("usb", "tai nghe")

    return begin


def go(tmp_path: Path) -> None:
    (tmp_path / "go").touch()


def test_frames_come_as_they_were_heard_and_only_while_somebody_reads(saying: Saying, tmp_path: Path) -> None:
    with saying(OPENED + LOUD * 3, LOUD * 2, ends=False) as opened:
        assert isinstance(opened, Microphone)
        assert opened.name == "Micro USB"
        heard: list[Samples] = []
        with opened.listening():
            go(tmp_path)
            until(lambda: heard.append(opened.heard()) or sum(map(len, heard)) >= 960, 5)
    whole = np.concatenate(heard)
    assert (len(whole), set(whole.tolist())) == (960, {0.5})  # the first three were nobody's


@pytest.mark.parametrize("last", [b"", LOUD[:-7], b"Q\x00\x00\x00\x00", command(Command.REPORT, b"{")], ids=repr)
def test_a_process_that_ends_or_says_what_nobody_understands_is_a_lost_microphone(
    saying: Saying, tmp_path: Path, last: bytes
) -> None:
    with saying(OPENED, LOUD + last) as opened, opened.listening():
        go(tmp_path)
        with pytest.raises(DeviceLost, match="mất micro “Micro USB”"):
            until(lambda: opened.heard() is None, 5)
        with pytest.raises(DeviceLost):  # whoever reads the next sentence is told too
            opened.heard()


def test_one_that_hands_over_nothing_is_told(saying: Saying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microphone, "_WAKES_S", 0.1)
    with (
        saying(OPENED, b"", ends=False) as opened,
        opened.listening(),
        pytest.raises(DeviceLost, match="không gửi tiếng về nữa"),
    ):
        opened.heard()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            command(Command.REPORT, line_of(Failed(why=Trouble.REFUSED, detail="bận")).encode()),
            "không mở được micro",
        ),
        (b"", "mất micro “usb”"),
    ],
)
def test_one_that_does_not_open_is_told(saying: Saying, said: bytes, told: str) -> None:
    with pytest.raises(DeviceError, match=told), saying(said):
        pass
