"""Whatever ends an installation, and at whatever step, the shelf holds whole voices or none."""

import errno
import os
import signal
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from stand_ins.coming_voices import (
    CONFIG,
    NAME,
    NETWORK,
    NOW,
    never_asked,
    on_shelf,
    put_old,
    sha256,
)

from broadcast.base.errors import BroadcastError, DiskError, UsageRefused
from broadcast.library import voicestaging
from broadcast.library.voiceshelf import installed_voices
from broadcast.library.voicestaging import shelf_held
from broadcast.library.voicewish import Installation, InstallOutcome, VoiceWish
from broadcast.production.voices.arriving import carried as carrying
from broadcast.production.voices.arriving import installing
from broadcast.production.voices.arriving.carried import carried

REPLACING = VoiceWish(model_sha256=sha256(NETWORK), replaces=True)


pytestmark = pytest.mark.usefixtures("unheard")


def _put(home: Path, stick: Path) -> Installation:
    return installing.install(home, carried(stick), REPLACING, ask=never_asked, now=NOW)


def test_one_installation_at_a_time_holds_the_shelf(home: Path, stick: Path, before: dict[str, bytes]) -> None:
    with shelf_held(home), pytest.raises(UsageRefused, match="cửa sổ khác"):
        _put(home, stick)
    assert on_shelf(home) == before
    assert _put(home, stick).outcome is InstallOutcome.REPLACED


class _Step:
    """Does something when it is called for the `number`th time; else what the function in its place does."""

    def __init__(self, usual: Callable[..., object], number: int, do: Callable[[], None]) -> None:
        self._usual, self._left, self._do = usual, number, do

    def __call__(self, *given: object, **named: object) -> object:
        if not self._left:
            self._left -= 1
            self._do()
        self._left -= 1
        return self._usual(*given, **named)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STEPS = [
    *(("os.fsync", number) for number in range(3)),  # .onnx.json, .onnx, the slip
    *(("pathlib.Path.replace", number) for number in range(4)),  # the slip written, three files put
    *(
        ("sync_folder", number) for number in range(4)
    ),  # the old one aside, its slip gone, before the new slip, behind
]
_REPLACING = [
    *STEPS,
    *(("os.link", number) for number in range(3)),  # three files of the old voice aside
    *(("pathlib.Path.unlink", number) for number in range(4)),  # before each of them, and of the old slip
]


def _at_step(monkeypatch: pytest.MonkeyPatch, step: tuple[str, int], do: Callable[[], None]) -> None:
    place, _, name = step[0].rpartition(".")
    target: object = {"os": os, "pathlib.Path": Path, "": voicestaging}[place]
    stepped = _Step(getattr(target, name), step[1], do)
    # a function, which becomes a method of the class that it is put into
    monkeypatch.setattr(target, name, lambda *given, **named: stepped(*given, **named))


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_disk_that_is_full_at_any_step_leaves_the_shelf_as_it_was(
    home: Path, stick: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, step: tuple[str, int]
) -> None:
    with monkeypatch.context() as patch:
        _at_step(patch, step, _full)
        with pytest.raises(BroadcastError, match="ổ đĩa đã đầy"):
            _put(home, stick)
    assert on_shelf(home) == before
    assert _put(home, stick).outcome is InstallOutcome.REPLACED


def test_a_disk_with_room_for_one_of_the_two_files_is_told_before_anything_is_copied(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(NETWORK) + len(CONFIG)
    usage = SimpleNamespace(free=voicestaging._SPARE_BYTES + size - 1)
    monkeypatch.setattr(voicestaging.shutil, "disk_usage", lambda _: usage)
    with monkeypatch.context() as patch:
        patch.setattr(carrying, "receive", never_asked)
        with pytest.raises(DiskError, match="cần ít nhất 50 MB trống"):
            _put(home, stick)
    assert on_shelf(home) == {}
    usage.free += 1
    assert _put(home, stick).outcome is InstallOutcome.INSTALLED


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _killed(do: Callable[[], object]) -> None:
    """Do it in a process of its own, which is to kill itself meanwhile."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python's, of a fork beside threads
        pid = os.fork()
    if pid == 0:
        try:
            do()
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no copy of a process")
@pytest.mark.parametrize(
    ("there", "step"), [*((False, step) for step in STEPS), *((True, step) for step in _REPLACING)], ids=str
)
def test_a_kill_at_any_step_leaves_no_half_voice_and_the_next_installation_works(
    home: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, step: tuple[str, int]
) -> None:
    if there:
        put_old(home, tmp_path / "old")
    with monkeypatch.context() as patch:
        _at_step(patch, step, _kill)
        _killed(lambda: _put(home, stick))
    assert installed_voices(home) or not there, "one of the two is a voice at each step"
    for voice in installed_voices(home):
        assert (sha256(voice.model.read_bytes()), sha256(voice.config.read_bytes())) == (
            voice.model_sha256, voice.config_sha256,
        )  # fmt: skip
    assert _put(home, stick).outcome in (InstallOutcome.INSTALLED, InstallOutcome.REPLACED, InstallOutcome.THERE)
    assert sorted(on_shelf(home)) == [f"{NAME}.{end}" for end in ("onnx", "onnx.json", "voice.json")]
    assert (home / "voices" / f"{NAME}.onnx").read_bytes() == NETWORK


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no copy of a process")
def test_a_kill_while_another_voice_takes_its_place_leaves_the_old_one_for_whoever_holds_the_shelf_next(
    home: Path, stick: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _at_step(patch, ("pathlib.Path.replace", 3), _kill)
        _killed(lambda: _put(home, stick))
    (voice,) = installed_voices(home)
    assert voice.model.parent == home / "voices" / "coming.part" / "before"
    with shelf_held(home):
        pass
    assert on_shelf(home) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no copy of a process")
@pytest.mark.usefixtures("before")
def test_control_with_nothing_set_aside_such_a_kill_leaves_neither(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicestaging, "_set_aside", lambda *_: None)
    _at_step(monkeypatch, ("pathlib.Path.replace", 3), _kill)
    _killed(lambda: _put(home, stick))
    assert installed_voices(home) == ()


def test_on_a_disk_without_hard_links_the_old_voice_is_copied_aside(
    home: Path, stick: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    _at_step(monkeypatch, ("sync_folder", 2), _full)
    with pytest.raises(DiskError):
        _put(home, stick)
    assert on_shelf(home) == before


def test_control_with_nothing_put_back_a_full_disk_leaves_half_a_voice(
    home: Path, stick: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for safeguard in ("_set_aside", "_put_back"):
        monkeypatch.setattr(voicestaging, safeguard, lambda *_: None)
    _at_step(monkeypatch, ("pathlib.Path.replace", 3), _full)
    with pytest.raises(DiskError):
        _put(home, stick)
    assert on_shelf(home) != before
