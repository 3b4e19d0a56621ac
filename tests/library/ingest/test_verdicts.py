"""What was heard once is kept by what the file holds, and heard again when that is another."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from broadcast.base.errors import tell
from broadcast.library.ingest import verdicts
from broadcast.library.ingest.report import Asked, Finding, Report, Use
from broadcast.library.ingest.verdicts import Kept, refused, reports
from broadcast.library.notes import forget_unused

MOT = Asked(name="thu/mot.wav", use=Use.RECORDING)
HAI = Asked(name="thu/hai.wav", use=Use.RECORDING)


class Ears:
    """Stands in for the children: counts what it is given to hear."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answer = Report(seconds=10.0, remarks=(Finding(what=tell("có {n} giây lặng", n=4)),))
        self.meanwhile: Callable[[], None] = lambda: None

    def examined(
        self, home: Path, asked: Iterable[Asked], *, wanted: Callable[[], bool] | None = None
    ) -> Mapping[Asked, Report]:
        batch = list(asked)
        self.heard += [one.name for one in batch]
        self.meanwhile()
        return dict.fromkeys(batch, self.answer)


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    stand_in = Ears()
    monkeypatch.setattr(verdicts, "examined", stand_in.examined)
    return stand_in


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "thu").mkdir()
    for name in ("mot", "hai"):
        (tmp_path / "thu" / f"{name}.wav").write_bytes(name.encode() * 1000)
    return tmp_path


def cache(home: Path) -> Path:
    return home / "audio_cache"


def test_a_file_is_heard_once(home: Path, ears: Ears) -> None:
    first = reports(home, [MOT, HAI], cache(home))
    again = reports(home, [MOT, HAI], cache(home))
    assert first == again == {MOT: ears.answer, HAI: ears.answer}
    assert sorted(ears.heard) == ["thu/hai.wav", "thu/mot.wav"]


def test_what_is_asked_otherwise_is_judged_otherwise(home: Path, ears: Ears) -> None:
    for asked in (MOT, Asked(name=MOT.name, use=Use.JINGLE), Asked(name=MOT.name, use=Use.RECORDING, music=True)):
        reports(home, [asked], cache(home))
    assert ears.heard == [MOT.name] * 3


def replaced_with_its_size_and_time(path: Path) -> None:
    before = path.stat()
    new = path.with_name("new")
    new.write_bytes(path.read_bytes()[::-1])
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(path)


def overwritten_with_its_time(path: Path) -> None:
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [replaced_with_its_size_and_time, overwritten_with_its_time])
def test_a_file_that_changed_is_heard_again_whatever_its_size_and_time(
    change: Callable[[Path], None], home: Path, ears: Ears
) -> None:
    reports(home, [MOT], cache(home))
    change(home / MOT.name)
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name] * 2


def test_by_size_and_time_alone_the_change_would_be_missed(
    home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above."""

    def size_and_time(kept: verdicts.Kept, name: str) -> tuple[int, int, int, int]:
        state = (kept._home / name).stat()
        return state.st_size, state.st_mtime_ns, 0, 0

    monkeypatch.setattr(verdicts.Kept, "_stamp", size_and_time)
    reports(home, [MOT], cache(home))
    replaced_with_its_size_and_time(home / MOT.name)
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name]


def test_a_file_that_grows_while_it_is_heard_is_not_kept(home: Path, ears: Ears) -> None:
    ears.meanwhile = lambda: (home / MOT.name).write_bytes(b"more" * 5000) and None
    reports(home, [MOT], cache(home))
    ears.meanwhile = lambda: None
    reports(home, [MOT], cache(home))
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name] * 2


def test_what_could_not_be_decoded_is_tried_again_and_told_meanwhile(home: Path, ears: Ears) -> None:
    ears.answer = Report(unreadable=Finding(what=tell("chỉ ffmpeg đọc được")))
    assert Kept(home, cache(home)).report(MOT) is None
    reports(home, [MOT], cache(home))
    assert Kept(home, cache(home)).report(MOT) == ears.answer
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name] * 2


def _count_readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which files are read through from now on."""
    names, read = list[str](), verdicts.print_of
    monkeypatch.setattr(verdicts, "print_of", lambda home, name: (names.append(name), read(home, name))[1])
    return names


def test_whoever_only_asks_reads_no_file_heard_or_not(
    home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    ears.answer = Report(faults=(Finding(what=tell("không nghe thấy tiếng người")),))
    names = _count_readings(monkeypatch)
    for _ in range(3):
        assert not refused(home, [MOT, HAI], cache(home))
        assert Kept(home, cache(home)).report(MOT) is None
        assert Kept(home, cache(home)).listed(MOT.name) is None
    assert names == []
    reports(home, [MOT], cache(home))
    assert names == [MOT.name]  # the control: who hears reads
    assert refused(home, [MOT, HAI], cache(home))
    assert Kept(home, cache(home)).report(MOT) == ears.answer
    assert Kept(home, cache(home)).listed(MOT.name) is not None
    assert names == [MOT.name]


@pytest.mark.parametrize("times", [1, 50])
def test_the_list_is_parsed_once_for_all_and_again_where_it_was_written(
    times: int, home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed, read = list[str](), verdicts.read_object
    monkeypatch.setattr(verdicts, "read_object", lambda path: (parsed.append(path.name), read(path))[1])
    kept = Kept(home, cache(home))
    assert kept.report(MOT) is None
    for of in ([MOT], [MOT, HAI]):  # heard by another process, as far as `kept` knows
        reports(home, of, cache(home))
        parsed.clear()
        for _ in range(times):
            assert all(kept.report(one) == ears.answer and kept.listed(one.name) for one in of)
        assert parsed.count("files.json") == 1


def test_a_file_whose_bytes_are_known_needs_no_list(home: Path, ears: Ears) -> None:
    reports(home, [MOT], cache(home))
    sha = Kept(home, cache(home)).listed(MOT.name)
    overwritten = (home / MOT.name).read_bytes()
    (home / MOT.name).write_bytes(overwritten)  # the same, put back by a backup
    assert Kept(home, cache(home)).report(MOT) is None
    assert Kept(home, cache(home)).report(MOT, sha) == ears.answer
    assert Kept(home, cache(home)).report(MOT, "0" * 64) is None


def test_hearing_one_file_again_leaves_the_others_known(
    home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports(home, [MOT, HAI], cache(home))
    overwritten_with_its_time(home / MOT.name)
    reports(home, [MOT], cache(home))
    assert Kept(home, cache(home)).report(HAI) == ears.answer
    names = _count_readings(monkeypatch)
    reports(home, [MOT, HAI], cache(home))
    assert names == []


def test_the_list_forgets_a_file_that_is_gone(home: Path, ears: Ears) -> None:
    reports(home, [MOT, HAI], cache(home))
    (home / MOT.name).unlink()
    overwritten_with_its_time(home / HAI.name)
    reports(home, [HAI], cache(home))
    assert list(json.loads((cache(home) / "heard" / "files.json").read_text(encoding="utf-8"))) == [HAI.name]


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"{}", b'{"seconds": 1}', b"\xff\xfe", b'{"\\ud800": 1}'])
def test_a_damaged_report_counts_as_none(garbage: bytes, home: Path, ears: Ears) -> None:
    reports(home, [MOT], cache(home))
    for path in (cache(home) / "heard").rglob("*.json"):
        path.write_bytes(garbage)
    assert reports(home, [MOT], cache(home)) == {MOT: ears.answer}
    assert ears.heard == [MOT.name] * 2


@pytest.mark.parametrize("line", [5, [], [1, 2, 3, 4], [1, 2, 3, 4, 5], ["1", 2, 3, 4, "a"], None, {"a": 1}])
def test_a_damaged_line_of_the_list_costs_one_reading_of_the_file(line: object, home: Path, ears: Ears) -> None:
    reports(home, [MOT], cache(home))
    (cache(home) / "heard" / "files.json").write_text(json.dumps({MOT.name: line}), encoding="utf-8")
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name]  # its bytes were read, and are the same


def test_a_disk_that_takes_nothing_costs_only_the_hearing(home: Path, ears: Ears) -> None:
    cache(home).write_text("no folder", encoding="utf-8")
    for _ in range(2):
        assert reports(home, [MOT], cache(home)) == {MOT: ears.answer}
    assert ears.heard == [MOT.name] * 2


def test_files_that_are_not_there_and_our_own_are_asked_for_too(home: Path, ears: Ears) -> None:
    gone, ours = Asked(name="thu/khong-co.wav", use=Use.JINGLE), Asked(name="builtin:mo-dau", use=Use.JINGLE)
    assert set(reports(home, [gone, ours], cache(home))) == {gone, ours}
    assert sorted(ears.heard) == ["builtin:mo-dau", "thu/khong-co.wav"]


def test_the_progress_is_told_in_bytes_and_only_where_something_is_heard(home: Path, ears: Ears) -> None:
    told: list[tuple[int, int]] = []
    for _ in range(2):
        reports(home, [MOT, HAI], cache(home), heard=lambda done, of: told.append((done, of)))
    assert told[0] == (0, 6000)
    assert told[-1] == (6000, 6000)
    assert len(told) == 2


def test_what_was_done_before_it_was_ended_is_kept(
    home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "_BATCH_BYTES", 1)

    def end(done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reports(home, [MOT, HAI], cache(home), heard=end)
    before = len(ears.heard)
    reports(home, [MOT, HAI], cache(home))
    assert len(ears.heard) < before + 2


def test_reports_of_files_long_gone_are_forgotten(home: Path, ears: Ears) -> None:
    reports(home, [MOT], cache(home))
    kept = next((cache(home) / "heard").glob("*/*.json"))
    assert forget_unused(cache(home), oldest=kept.stat().st_mtime - 10) == 0
    assert forget_unused(cache(home), oldest=kept.stat().st_mtime + 10) > 0
    assert not kept.exists()


@pytest.mark.skipif(os.name != "posix", reason="accounts of Unix")
@pytest.mark.parametrize("there", [False, True], ids=["no audio_cache yet", "the ward's own audio_cache"])
def test_root_leaves_nothing_of_its_own_in_a_ward_s_folder(
    there: bool, home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of `sudo broadcast check`: a folder of root's would keep the service from its carts."""
    if there:
        cache(home).mkdir()
    if os.geteuid() == 0:
        for path in (home, *home.iterdir()):
            os.chown(path, 12_345, -1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 0)
    before = sorted(home.rglob("*"))
    for _ in range(2):
        assert reports(home, [MOT], cache(home)) == {MOT: ears.answer}
    assert sorted(home.rglob("*")) == before
    assert ears.heard == [MOT.name] * 2


@pytest.mark.skipif(os.name != "posix", reason="accounts of Unix")
def test_a_second_account_makes_no_audio_cache_and_uses_the_one_there_is(
    home: Path, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = home.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: own + 1)
    reports(home, [MOT], cache(home))
    assert not cache(home).exists()
    cache(home).mkdir()
    reports(home, [MOT], cache(home))
    reports(home, [MOT], cache(home))
    assert ears.heard == [MOT.name] * 2
