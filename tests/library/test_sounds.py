"""audio_cache/: whole or not at all, verified when read."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from stand_ins.carts import keep_tone, tone

from broadcast.base import files
from broadcast.base.errors import DiskError, NotAudio, tell
from broadcast.base.files import write_whole
from broadcast.library.codec import encode_flac
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.programme.model import Cart, CueId, Fingerprint, Reason, Unready

A, B = Fingerprint("a" * 64), Fingerprint("b" * 64)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "audio_cache")


def _files(library: Library) -> list[Path]:
    return sorted(path for path in library._root.rglob("*") if path.is_file())


def _gone() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_is_kept_is_read_back_to_the_sample(library: Library) -> None:
    pcm = tone(440, 0.5)
    library.keep_speech(A, encode_flac(pcm, 48_000))
    sound = library.speech(A)
    assert sound is not None
    assert np.array_equal((sound.samples * 32768).astype(np.int16), pcm)
    assert library.speech(B) is None


@pytest.mark.parametrize("name", ["wav", "json"])
def test_a_flipped_bit_is_set_aside_and_never_served(library: Library, name: str) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    assert library.cart(cart.fingerprint) == cart
    path = next(path for path in _files(library) if path.suffix == f".{name}")
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    assert library.cart(cart.fingerprint) is None
    assert library.cart(cart.fingerprint) is None  # also the second time
    keep_tone(library, "c", 440, 0.5)
    assert library.cart(cart.fingerprint) == cart


def _read_only(*_: object, **__: object) -> None:
    raise OSError(errno.EROFS, "Read-only file system")


def _damaged(library: Library, suffix: str) -> Cart:
    """A cart of the library whose file of that suffix is not what was kept."""
    cart = keep_tone(library, "c", 440, 0.5)
    path = next(path for path in _files(library) if path.suffix == suffix)
    path.write_bytes(path.read_bytes()[:-9])
    return cart


@pytest.mark.parametrize("suffix", [".wav", ".json"])
def test_what_is_damaged_and_cannot_be_set_aside_counts_as_not_made_and_is_told_in_the_log(
    suffix: str, library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cart = _damaged(library, suffix)
    sound = keep_tone(library, "whole", 440, 0.5)
    before = _files(library)
    for name in ("replace", "unlink", "mkdir"):
        monkeypatch.setattr(Path, name, _read_only)
    assert library.cart(cart.fingerprint) is None
    assert library.cart(cart.fingerprint) is None  # it is still there, and still refused
    assert library.verify() == (cart.fingerprint,)
    assert library.cart(sound.fingerprint) == sound
    assert _files(library) == before
    assert "chưa chuyển đi chỗ khác được" in caplog.text


def test_what_the_disk_no_longer_gives_counts_as_not_made_and_is_told_in_the_log(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cart, opened = keep_tone(library, "c", 440, 0.5), Path.open

    def failing(path: Path, *rest: Any, **more: Any) -> Any:
        if path.suffix == ".wav":
            raise OSError(errno.EIO, "Input/output error")
        return opened(path, *rest, **more)

    monkeypatch.setattr(Path, "open", failing)
    assert library.cart(cart.fingerprint) is None
    assert "coi như chưa làm" in caplog.text


@pytest.mark.parametrize("spans", ["[[1, 2, 3]]", "7", "[7]"])
def test_a_slip_that_tells_no_cart_is_set_aside(spans: str, library: Library) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    slip = library._path("carts", cart.fingerprint).with_suffix(".json")
    slip.write_text(json.dumps({**json.loads(slip.read_text()), "speech": json.loads(spans)}))
    assert library.cart(cart.fingerprint) is None
    assert not slip.exists()


def test_a_sound_whose_slip_was_never_written_is_no_entry_and_nothing_broken(library: Library) -> None:
    """A program was killed between the two."""
    cart = keep_tone(library, "c", 440, 0.5)
    next(path for path in _files(library) if path.suffix == ".json").unlink()
    assert library.cart(cart.fingerprint) is None
    assert library.verify() == ()


def test_without_the_check_a_flipped_bit_would_be_served(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    cart = keep_tone(library, "c", 440, 0.5)
    wav = next(path for path in _files(library) if path.suffix == ".wav")
    held = bytearray(wav.read_bytes())
    held[len(held) // 2] ^= 1
    wav.write_bytes(held)
    slip = wav.with_suffix(".json")
    slip.write_text(slip.read_text().replace(slip.read_text()[-66:-2], hashlib.sha256(held).hexdigest()))
    assert library.cart(cart.fingerprint) == cart


def test_an_entry_without_its_slip_does_not_exist(library: Library) -> None:
    cart = keep_tone(library, "c", 440, 0.1)
    next(path for path in _files(library) if path.suffix == ".json").unlink()
    assert library.cart(cart.fingerprint) is None


def _put_under_the_name_of(library: Library, shelf: str, one: Fingerprint, other: Fingerprint) -> None:
    """As a wrong restore leaves them: both files of `one` under the name of `other`."""
    for suffix in (library._path(shelf, one).suffix, ".json"):
        source, target = (library._path(shelf, name).with_suffix(suffix) for name in (one, other))
        target.write_bytes(source.read_bytes())


def test_a_cart_under_another_ones_name_is_set_aside_and_never_aired(library: Library) -> None:
    first, second = keep_tone(library, "a", 440, 0.5), keep_tone(library, "b", 700, 0.8)
    _put_under_the_name_of(library, "carts", second.fingerprint, first.fingerprint)
    assert library.verify() == (first.fingerprint,)
    assert library.cart(first.fingerprint) is None
    assert library.cart(second.fingerprint) == second
    assert library.usage()[2].sounds == 1


@pytest.mark.parametrize("field", ["frames", "rate_hz", "channels"])
@pytest.mark.parametrize("wrong", [10**30, -1, 0, 7, 23_999, 44_100])
def test_a_slip_of_other_numbers_than_its_sound_is_set_aside(library: Library, field: str, wrong: int) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    slip = next(path for path in _files(library) if path.suffix == ".json")
    told = json.loads(slip.read_text())
    assert library.cart(cart.fingerprint) == cart  # the control
    slip.write_text(json.dumps({**told, field: wrong}))
    assert library.cart(cart.fingerprint) is None
    assert not slip.exists()


@pytest.mark.parametrize("suffix", [".wav", ".json"])
def test_a_folder_where_a_sound_s_file_is_to_be_is_set_aside_and_the_sound_kept_anew(
    library: Library, suffix: str
) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    path = next(path for path in _files(library) if path.suffix == suffix)
    path.unlink()
    path.mkdir()
    assert library.cart(cart.fingerprint) is None
    assert library.cart(keep_tone(library, "c", 440, 0.5).fingerprint) == cart


@pytest.mark.parametrize("kept_times", [False, True])
def test_a_cart_that_was_replaced_since_it_was_verified_is_not_opened(library: Library, kept_times: bool) -> None:
    cart, other = keep_tone(library, "c", 440, 0.5), keep_tone(library, "d", 880, 0.5)
    for one in (cart, other):
        assert library.cart(one.fingerprint) == one
        library.open(one).close()  # the control: what is as it was is opened
    path, looked = library.cart_file(cart), library.cart_file(cart).stat()
    path.write_bytes(library.cart_file(other).read_bytes())
    if kept_times:  # as rsync and cp -p do
        os.utime(path, ns=(looked.st_atime_ns, looked.st_mtime_ns))
    with pytest.raises(NotAudio, match="không còn là tiếng của bài này"):
        library.open(cart)
    library.open(other).close()


def test_a_cart_is_told_of_by_its_slip_and_never_read_through(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    before = {path: path.stat() for path in _files(library)}
    monkeypatch.delattr(hashlib, "file_digest")
    assert library.told(cart.fingerprint) == cart
    assert library.told(B) is None
    assert {path: path.stat() for path in _files(library)} == before


@pytest.mark.parametrize("spoil", ["another one's name", "another length", "no sound", "no object", "no slip"])
def test_a_slip_that_is_not_the_cart_s_tells_nothing_and_stays(library: Library, spoil: str) -> None:
    cart, other = keep_tone(library, "c", 440, 0.5), keep_tone(library, "d", 880, 0.8)
    path = library.cart_file(cart)
    slip = path.with_suffix(".json")
    match spoil:
        case "another one's name":
            _put_under_the_name_of(library, "carts", other.fingerprint, cart.fingerprint)
        case "another length":
            path.write_bytes(library.cart_file(other).read_bytes())
        case "no sound":
            path.unlink()
        case "no object":
            slip.write_text("[]")
        case _:
            slip.unlink()
    before = _files(library)
    assert library.told(cart.fingerprint) is None
    assert _files(library) == before


def _verifications(library: Library, cart: Cart, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the cart's file is read through when it is opened."""
    digest, read = hashlib.file_digest, list[object]()
    with monkeypatch.context() as patched:
        patched.setattr(hashlib, "file_digest", lambda file, name: (read.append(file), digest(file, name))[1])
        library.open(cart).close()
    return len(read)


def test_whoever_looks_makes_nobody_verify_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    assert library.cart(cart.fingerprint) == cart
    assert Library(library.root).cart(cart.fingerprint) == cart  # as `today` does, beside the player
    assert _verifications(library, cart, monkeypatch) == 0
    os.utime(library.cart_file(cart))  # the control: it may have been written
    assert _verifications(library, cart, monkeypatch) == 1


def test_a_cart_written_anew_with_the_same_sound_is_opened(library: Library) -> None:
    cart = keep_tone(library, "c", 440, 0.5)
    assert library.cart(cart.fingerprint) == cart
    assert keep_tone(library, "c", 440, 0.5) == cart
    library.open(cart).close()


def test_speech_under_another_ones_name_is_set_aside_and_made_again(library: Library) -> None:
    library.keep_speech(A, encode_flac(tone(440, 0.5), 48_000))
    library.keep_speech(B, encode_flac(tone(700, 0.8), 48_000))
    _put_under_the_name_of(library, "speech", B, A)
    assert library.speech_file(A) is None
    assert library.speech_file(B) is not None


def test_speech_whose_older_slip_does_not_tell_whose_it_is_is_served(library: Library) -> None:
    library.keep_speech(A, encode_flac(tone(440, 0.5), 48_000))
    slip = library._path("speech", A).with_suffix(".json")
    slip.write_text(json.dumps({"sha256": json.loads(slip.read_text())["sha256"]}))
    assert library.speech_file(A) is not None


def test_half_written_files_are_swept_and_never_served(library: Library) -> None:
    folder = library._root / "carts" / "aa"
    folder.mkdir(parents=True)
    (folder / f"{A}.flac.{_gone()}.part").write_bytes(b"half")
    (folder / f"{A}.flac.{os.getpid()}.0a1b.part").write_bytes(b"of a program of our number, before us")
    assert library.cart(A) is None
    library.sweep()
    assert _files(library) == []


def test_the_folder_may_be_deleted_at_any_time(library: Library) -> None:
    import shutil

    cart = keep_tone(library, "c", 440, 0.1)
    shutil.rmtree(library._root)
    assert library.cart(cart.fingerprint) is None
    keep_tone(library, "c", 440, 0.1)
    assert library.cart(cart.fingerprint) == cart


def _used_before(library: Library, speech: Fingerprint, moment: datetime) -> None:
    for suffix in (".flac", ".json"):
        os.utime(library._path("speech", speech).with_suffix(suffix), (moment.timestamp(), moment.timestamp()))


@pytest.mark.parametrize("is_used", [True, False])
def test_what_was_kept_long_ago_and_used_lately_is_not_pruned(library: Library, is_used: bool) -> None:
    library.keep_speech(A, encode_flac(tone(440, 0.2), 48_000))
    _used_before(library, A, datetime.now(UTC) - timedelta(days=40))
    if is_used:
        assert library.speech_file(A) is not None
    library.prune(keep=[], most_bytes=10**9, oldest=datetime.now(UTC) - timedelta(days=25))
    assert (library.speech_file(A) is not None) is is_used


def test_pruning_takes_the_old_and_the_least_used_and_never_what_is_needed(library: Library) -> None:
    now = datetime.now(UTC)
    prints = [Fingerprint(letter * 64) for letter in "abcd"]
    for age, fingerprint in enumerate(prints):
        library.keep_speech(fingerprint, encode_flac(tone(440, 0.2), 48_000))
        _used_before(library, fingerprint, now - timedelta(days=40 - 10 * age))
    library.prune(keep=[prints[0]], most_bytes=10**9, oldest=now - timedelta(days=25))
    left = [fingerprint for fingerprint in prints if library._path("speech", fingerprint).exists()]
    assert left == [prints[0], prints[2], prints[3]]  # b was too old; a too, but it is needed
    freed = library.prune(keep=[prints[0]], most_bytes=1, oldest=now - timedelta(days=25))
    assert freed > 0
    assert library.speech(prints[0]) is not None
    assert library.speech(prints[3]) is None


_KEEPS_WITHOUT_END = """
import sys
from pathlib import Path
from broadcast.library.shelves import Shelves
shelves, flac = Shelves(Path(sys.argv[1])), bytes(200_000)
for turn in range(int(sys.argv[2])):
    shelves.keep_speech(f"{turn % 7:064}", flac)
"""


def _keeping(library: Library, times: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _KEEPS_WITHOUT_END, str(library._root), str(times)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def test_a_sweep_takes_nothing_that_another_process_is_writing(library: Library) -> None:
    with _keeping(library, 100) as writer:
        while writer.poll() is None:
            library.sweep()
        assert writer.stderr is not None
        assert writer.stderr.read() == b""
    assert writer.returncode == 0


def test_a_sweep_that_asked_nobody_would_take_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above: without the question, a keep fails although it tries twice."""
    monkeypatch.setattr(files, "_may_be_written", lambda _: False)
    with _keeping(library, 3_000) as writer:
        while writer.poll() is None:
            library.sweep()
        assert writer.stderr is not None
        assert b"DiskError" in writer.stderr.read()
    assert writer.returncode != 0


def test_a_keep_that_loses_its_half_written_file_tries_once_more(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []
    replace = Path.replace

    def taken_once(part: Path, target: Path) -> Path:
        if not taken:
            taken.append(part)
            part.unlink()
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", taken_once)
    library.keep_speech(A, encode_flac(tone(440, 0.5), 48_000))
    assert library.speech(A) is not None
    assert len(taken) == 1


def test_pruning_on_a_disk_that_lets_nothing_go_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_tone(library, "c", 440, 0.1)
    monkeypatch.setattr(Path, "unlink", _read_only)
    with pytest.raises(DiskError, match="Không dọn được"):
        library.prune(keep=[], most_bytes=0, oldest=datetime.now(UTC))


def test_a_disk_that_does_not_take_it_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(DiskError):
        write_whole(tmp_path / "file" / "sound.flac", b"x")
    with pytest.raises(DiskError):
        write_whole(Path("/dev/full/nothing"), b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_rack_wakes_who_waits_for_it() -> None:
    rack, cue = Rack(), CueId("2025-10-06/sang/a")
    unready = Unready(reason=Reason.NO_SPEECH, why=tell("không có tiếng"))
    assert not rack.wait_for([cue], timedelta(seconds=0.01))
    threading.Timer(0.05, lambda: rack.put(cue, unready)).start()
    assert rack.wait_for([cue], timedelta(seconds=5))
    assert rack.contents() == {cue: unready}
    rack.offer(cue, Unready(reason=Reason.DISK, why=tell("đầy")))
    assert rack.contents() == {cue: unready}
