"""A log's signed heads: they go on from each other, are carried out, vouch, are cosigned, and prove one line."""

import hashlib
import json
import shutil
import sqlite3
import stat
import subprocess
from base64 import b64decode
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.outsider import checked

from broadcast.base.errors import JournalError
from broadcast.base.files import locked
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.anchors import cosigning
from broadcast.record.anchors.anchoring import Anchor, anchor, anchor_of
from broadcast.record.anchors.carried import carry_out, hashes_in
from broadcast.record.anchors.cosigning import KNOWN, LAST, cosign
from broadcast.record.anchors.daymark import day_marks
from broadcast.record.anchors.proving import growth_of, proof_of
from broadcast.record.anchors.stationkey import PRIVATE, PUBLIC, station_key
from broadcast.record.journal import AS_RUN, Journal
from broadcast.record.leaves import leaves
from broadcast.record.merkle import is_consistent, root_of
from broadcast.record.reading import record_at
from broadcast.record.verified import Verified, verify

CUE = "2025-10-06/sang/chung/1"
DAY = timedelta(days=1)


def _write(folder: Path, first: int, last: int, day: int = 0, without: int = -1) -> None:
    with Journal(folder / AS_RUN) as journal:
        for number in range(first, last):
            if number == without:
                continue
            now = MONDAY_0630 + day * DAY
            cue = CueId(f"2025-10-06/sang/chung/{number}")
            journal.pass_over(cue, ScriptId("chung/a"), Outcome.MISSED, planned=now, note="", now=now)
            if number % 3 == 0:
                journal.note(f"ghi chú {number}", now)


def _anchor(folder: Path, to: Path | None = None, day: int = 0) -> Anchor:
    key = station_key(folder)
    with Journal(folder / AS_RUN) as journal:
        made = anchor(journal, key, MONDAY_0630 + day * DAY + timedelta(hours=14))
    if to is not None:
        with record_at(folder / AS_RUN) as record:
            carry_out(record, made, key, to)
    return made


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "journal").mkdir()
    for day in range(3):
        _write(home / "journal", 10 * day, 10 * day + 10, day)
        _anchor(home / "journal", home / "out", day)
    _write(home / "journal", 30, 32, 3)
    return home


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """A journal/ of three days, a head after each (at 14, 28 and 42 lines), and three lines after the last."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "journal"


def _own(folder: Path) -> Path:
    [own] = (folder.parent / "out").iterdir()
    return own


def _tamper(folder: Path, *sql: str) -> None:
    with closing(sqlite3.connect(folder / AS_RUN)) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        for one in sql:
            db.execute(one)
        db.commit()


def test_each_line_is_a_leaf_of_which_the_chain_is_the_sha256(folder: Path) -> None:
    with closing(sqlite3.connect(folder / AS_RUN)) as db:
        of_both = "SELECT place, chain FROM row UNION ALL SELECT place, chain FROM note"
        chains = [one for (one,) in db.execute(f"SELECT chain FROM ({of_both}) ORDER BY place")]  # noqa: S608
        found = list(leaves(db))
        assert [hashlib.sha256(one.content).hexdigest() for one in found] == chains
        assert [one.number for one in found] == list(range(1, len(chains) + 1))
        for first in (1, 2, 17, len(chains), len(chains) + 1):
            assert list(leaves(db, first)) == found[first - 1 :]


@pytest.mark.parametrize("name", ["two_chains.sql", "one_chain.sql"])
def test_lines_of_older_logs_are_leaves_too_and_those_after_them(tmp_path: Path, name: str) -> None:
    with closing(sqlite3.connect(tmp_path / AS_RUN)) as db:
        db.executescript(Path(__file__).parents[1].joinpath(name).read_text(encoding="utf-8"))
    _write(tmp_path, 40, 50)
    with closing(sqlite3.connect(tmp_path / AS_RUN)) as db:
        found = list(leaves(db))
        known = {one for (one,) in db.execute("SELECT chain FROM row UNION ALL SELECT chain FROM note")}
        assert {hashlib.sha256(one.content).hexdigest() for one in found} == known
        assert len(found) == len(known)
        places = [one for (one,) in db.execute("SELECT place FROM row WHERE place IS NOT NULL ORDER BY seq")]
        rows = [one.number for one in found if one.cue][-len(places) :]
        assert rows == places
    _anchor(tmp_path)
    assert verify(tmp_path).broken is None


def test_the_key_is_made_once_and_closed_to_others(folder: Path) -> None:
    before = (folder / PRIVATE).read_bytes()
    assert station_key(folder).public == station_key(folder).public
    assert (folder / PRIVATE).read_bytes() == before
    assert stat.S_IMODE((folder / PRIVATE).stat().st_mode) == 0o600
    assert (folder / PUBLIC).read_text(encoding="ascii").startswith("ssh-ed25519 ")


def test_a_key_that_cannot_be_read_is_told_and_not_replaced(folder: Path) -> None:
    (folder / PRIVATE).write_bytes(b"?")
    with pytest.raises(JournalError, match="không phải khoá"):
        station_key(folder)
    assert (folder / PRIVATE).read_bytes() == b"?"


def test_a_head_goes_on_from_the_one_before_and_has_the_root_of_all_lines(folder: Path) -> None:
    made = _anchor(folder, day=3)
    with record_at(folder / AS_RUN) as record:
        hashes = [one.hash for one in record.leaves()][: made.checkpoint.size]
    assert made.checkpoint.root == root_of(hashes)
    assert made.is_signed
    assert list(hashes_in(_own(folder))) == hashes[:42]


def test_the_heads_say_from_which_day_to_which_day_they_vouch(folder: Path) -> None:
    found = verify(folder)
    assert found.broken is None
    assert found.vouched is not None
    assert (found.vouched.anchors, found.vouched.carried, found.vouched.lines) == (3, 0, 42)
    assert (str(found.vouched.first), str(found.vouched.last)) == ("2025-10-06", "2025-10-08")
    assert found.vouched.beyond == 4
    for against in (folder.parent / "out", _own(folder), _own(folder) / "checkpoint"):
        outside = verify(folder, str(against))
        assert outside.broken is None
        assert outside.vouched is not None
        assert outside.vouched.carried in (1, 3)
        assert outside.vouched.lines == 42


def test_a_code_on_paper_vouches(folder: Path) -> None:
    with record_at(folder / AS_RUN) as record:
        mark = day_marks(record, [(MONDAY_0630 + DAY).date()]).get((MONDAY_0630 + DAY).date())
    assert mark is not None
    assert mark.is_whole
    assert mark.svg().startswith("<svg")
    assert verify(folder, mark.code).broken is None
    last = mark.code[-1]
    assert verify(folder, mark.code[:-1] + ("A" if last != "A" else "B")).broken is not None


def _made_anew(folder: Path, *, without: int) -> Verified:
    """Make the whole log anew without one cue: chain, head, heads signed with the station's own key."""
    for file in folder.glob(f"{AS_RUN}*"):
        file.unlink()
    for day in range(3):
        _write(folder, 10 * day, 10 * day + 10, day, without)
        _anchor(folder, day=day)
    _write(folder, 30, 32, 3)
    return verify(folder)


def test_a_log_made_anew_with_the_stations_key_passes_here_and_not_against_what_was_carried_out(
    folder: Path,
) -> None:
    """The first half is the negative control, and the bound of what a machine can show of itself."""
    assert _made_anew(folder, without=11).broken is None
    found = verify(folder, str(folder.parent / "out")).broken
    assert found is not None
    # a day of 14 lines and its head, then cue 10
    assert found.number == 15 + 1 + 1
    assert str(found.day) == "2025-10-07"


def test_where_heads_alone_were_carried_out_the_lines_between_two_of_them_are_told(folder: Path) -> None:
    shutil.rmtree(_own(folder) / "tile")
    _made_anew(folder, without=15)
    found = verify(folder, str(folder.parent / "out")).broken
    assert found is not None
    assert found.number == 15
    assert "đến dòng 28" in str(found.why)


def test_a_log_that_was_made_anew_is_not_carried_over_the_old_one(folder: Path) -> None:
    _made_anew(folder, without=11)
    with pytest.raises(JournalError, match="không nối tiếp"):
        _anchor(folder, folder.parent / "out", day=4)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE row SET outcome = 'aired' WHERE seq = 5", "DELETE FROM row WHERE seq = 5",
     "UPDATE row SET body = replace(body, 'broadcast', 'Broadcast') WHERE kind = 'anchor' AND seq > 20"],
)  # fmt: skip
def test_chain_and_heads_name_the_same_first_line(folder: Path, sql: str) -> None:
    _tamper(folder, sql)
    found = verify(folder).broken
    assert found is not None
    assert found.number <= 30


def test_one_line_is_proven_to_somebody_who_has_none_of_our_code(folder: Path, tmp_path: Path) -> None:
    with record_at(folder / AS_RUN) as record:
        file = json.dumps(proof_of(record, CUE, station_key(folder)))
    [line] = checked(file)
    assert CUE in line
    proof = json.loads(file)
    broken = {
        **proof,
        "lines": [{**proof["lines"][0], "leaf": proof["lines"][0]["leaf"].replace("missed", "aired")}],
    }
    with pytest.raises(AssertionError):
        checked(json.dumps(broken))
    if shutil.which("ssh-keygen") is None:
        pytest.skip("no OpenSSH here")
    (tmp_path / "signers").write_text(f"dai {proof['ssh_key']}\n", encoding="ascii")
    (tmp_path / "sig").write_text(proof["ssh_signature"], encoding="ascii")
    for namespace, code in ((proof["ssh_namespace"], 0), ("broadcast-release", 255)):
        done = subprocess.run(
            ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "signers", "-I", "dai", "-n", namespace,
             "-s", tmp_path / "sig"],
            input=proof["checkpoint"].encode(), capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == code


@pytest.mark.parametrize(("cue", "why"), [("2025-10-06/sang/không/có", "không có"), (CUE[:-1] + "31", "sau mốc")])
def test_what_no_head_has_is_not_proven(folder: Path, cue: str, why: str) -> None:
    with record_at(folder / AS_RUN) as record, pytest.raises(JournalError, match=why):
        proof_of(record, cue, station_key(folder))


def test_that_the_log_has_only_grown_is_proven_to_whoever_holds_an_older_head(folder: Path) -> None:
    with record_at(folder / AS_RUN) as record:
        key = station_key(folder)
        before, newest = (anchor_of(row).checkpoint for row in record.anchors()[-2:])
        proof = growth_of(record, before.size, key)
        with pytest.raises(JournalError, match="không so được"):
            growth_of(record, newest.size + 1, key)
    held = proof["earlier"]["size"], b64decode(proof["earlier"]["root"])
    assert held == (before.size, before.root)
    way = [b64decode(one) for one in proof["consistency"]]
    assert is_consistent(before.size, before.root, newest.size, newest.root, way)
    assert not is_consistent(before.size, newest.root, newest.size, newest.root, way)
    assert checked(json.dumps(proof | {"lines": []})) == []  # the head in it is signed


def test_a_second_station_cosigns_a_log_that_grew_and_no_other(folder: Path, tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    key = station_key(desk)
    cosign(_own(folder), desk, key, MONDAY_0630)
    _anchor(folder, tmp_path / "out", 3)
    note = cosign(_own(folder), desk, key, MONDAY_0630 + DAY)
    (tmp_path / "cosigned.txt").write_text(str(note), encoding="utf-8")
    (folder / KNOWN).write_text(f"# bàn trực\n{key.cosigner}\n", encoding="utf-8")
    found = verify(folder, str(tmp_path / "cosigned.txt"))
    assert found.broken is None
    assert found.vouched is not None
    assert found.vouched.cosigned == 1

    shutil.rmtree(_own(folder))
    _made_anew(folder, without=11)
    _write(folder, 32, 40, 4)
    _anchor(folder, tmp_path / "out", 4)
    with pytest.raises(JournalError, match="làm lại"):
        cosign(_own(folder), desk, key, MONDAY_0630 + DAY)


def test_one_cosigning_waits_for_the_other_and_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cosigning, "_PATIENCE_S", 0.2)
    desk = tmp_path / "desk"
    key = station_key(desk)
    with locked(desk / "cosigned.lock"), pytest.raises(JournalError, match="ký chung khác"):
        cosign(_own(folder), desk, key, MONDAY_0630)
    assert not (desk / LAST).exists()
    cosign(_own(folder), desk, key, MONDAY_0630)
    assert (desk / LAST).exists()


def test_nobody_cosigns_what_the_other_station_has_not_signed(folder: Path, tmp_path: Path) -> None:
    head = _own(folder) / "checkpoint"
    head.write_text(head.read_text(encoding="utf-8").replace("\n42\n", "\n41\n"), encoding="utf-8")
    with pytest.raises(JournalError, match="chữ ký"):
        cosign(_own(folder), tmp_path / "desk", station_key(tmp_path / "desk"), MONDAY_0630)


def _other(tmp_path: Path) -> Path:
    """The folder into which another station has carried its heads."""
    (tmp_path / "other").mkdir()
    _write(tmp_path / "other", 0, 20)
    _anchor(tmp_path / "other", tmp_path / "others")
    [own] = (tmp_path / "others").iterdir()
    return own


@pytest.mark.parametrize("what", ["", "checkpoint", "..", "2025-10-06_27.txt"])
def test_another_stations_head_says_nothing_of_this_log(folder: Path, tmp_path: Path, what: str) -> None:
    with pytest.raises(JournalError, match="do khoá khác ký"):
        verify(folder, str(_other(tmp_path) / what))


def test_beside_another_stations_folder_the_own_one_is_read(folder: Path, tmp_path: Path) -> None:
    shutil.move(_other(tmp_path), folder.parent / "out")
    found = verify(folder, str(folder.parent / "out"))
    assert found.broken is None
    assert found.vouched is not None
    assert found.vouched.carried == 3


def test_a_head_whose_signature_does_not_fit_does_not_count_and_is_told(folder: Path) -> None:
    [own] = (folder.parent / "out").iterdir()
    head = own / "checkpoint"
    head.write_text(head.read_text(encoding="utf-8").replace("\n42\n", "\n142\n"), encoding="utf-8")
    found = verify(folder, str(folder.parent / "out"))
    assert found.broken is None
    assert found.vouched is not None
    assert found.vouched.damaged == ("checkpoint",)
    with pytest.raises(JournalError, match=r"không đúng|Không thấy"):
        verify(folder, str(head))


def test_heads_of_a_key_of_before_still_count_and_the_new_key_is_told(folder: Path) -> None:
    """The negative control: a log without one line of before does not fit them."""
    (folder / PRIVATE).unlink()
    _anchor(folder, day=3)
    found = verify(folder, str(folder.parent / "out"))
    assert found.broken is None
    assert found.vouched is not None
    assert (found.vouched.carried, list(map(str, found.vouched.new_keys))) == (3, ["2025-10-09"])
    _tamper(folder, "UPDATE row SET body = '{}' WHERE seq = 2")
    assert verify(folder, str(folder.parent / "out")).broken is not None


def test_a_head_signed_by_a_clock_that_ran_ahead_is_of_no_day(folder: Path) -> None:
    """Else it would stand on the papers of years to come, as if it had their lines."""
    _anchor(folder, day=1000)
    last = _anchor(folder, day=4)
    days = [(MONDAY_0630 + number * DAY).date() for number in (3, 4, 5)]
    with record_at(folder / AS_RUN) as record:
        marks = day_marks(record, days)
    assert [marks[day].code for day in days[:2]] == [last.checkpoint.code] * 2
    assert days[2] not in marks


def test_no_proof_is_made_of_a_cue_whose_end_no_head_has(folder: Path) -> None:
    _tamper(folder, f"UPDATE row SET cue = '{CUE}' WHERE seq = (SELECT max(seq) FROM row)")  # noqa: S608 - ours
    with record_at(folder / AS_RUN) as record, pytest.raises(JournalError, match="sau mốc ký"):
        proof_of(record, CUE, station_key(folder))


def test_a_log_made_anew_is_not_carried_on_where_full_files_of_hashes_alone_are_known(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        _write(
            tmp_path / name, int(name == "two"), 192 + int(name == "two")
        )  # 192 rows and 64 notes: one full file
    shutil.copy(_key_of(tmp_path / "one"), tmp_path / "two")
    made = _anchor(tmp_path / "one", tmp_path / "out")
    assert made.checkpoint.size == 256
    _write(tmp_path / "two", 300, 303)
    with pytest.raises(JournalError, match="không nối tiếp"):
        _anchor(tmp_path / "two", tmp_path / "out")


def _key_of(folder: Path) -> Path:
    station_key(folder)
    return folder / PRIVATE
