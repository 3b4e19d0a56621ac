import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from stand_ins.released_ward import DAY, ONE, REQUIRED, TWO, airs, cart_of, do, made_ward, make
from stand_ins.signed_ward import LAN, LAST, believe, line_of, new_key, sign_release, write

from broadcast.base.errors import UsageRefused, WardError
from broadcast.programme.released import Deed, Purpose, Standing, last_release
from broadcast.record.ed25519 import public_of, written
from broadcast.record.journal import Journal
from broadcast.record.reading import record_at
from broadcast.record.signers import Namespace, Signer, list_of, signers_of, wrong_lines
from broadcast.record.sshsig import sign, verify
from broadcast.station.carrying.backup import back_up
from broadcast.station.desk.cases import cases
from broadcast.station.keydays import about_keys
from broadcast.station.keyproof import MESSAGE, write_proof
from broadcast.station.keys import ending_soon, revoke_key, ring_of, seal_files, seal_of, signing_with, write_lists
from broadcast.station.overview import journal_path, look_at, view
from broadcast.station.releases import Releases
from broadcast.station.seals import REVOKED, SIGNERS, Seals

SIGNED = REQUIRED.replace("policy: required", "policy: required, seal: signed")
KEY = new_key()


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = made_ward(tmp_path_factory.mktemp("signed"), SIGNED)
    believe(home, KEY)
    sign_release(home, KEY, ONE)
    sign_release(home, KEY, TWO)
    return home


@pytest.fixture
def home(signed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(signed, tmp_path / "ward")


def one_airs(home: Path) -> bool:
    overview = look_at(home)
    cart = cart_of(overview, ONE)
    assert cart is not None
    return airs(overview, ONE, cart)


def test_what_a_key_has_released_airs(home: Path) -> None:
    assert one_airs(home)


# --- releases that no key signed ---


def unsigned(home: Path) -> None:
    do(home, Deed.RELEASED)


def foreign_key(home: Path) -> None:
    sign_release(home, new_key())


def in_another_name(home: Path) -> None:
    sign_release(home, KEY, by="Ông Hùng")


def of_another_namespace(home: Path) -> None:
    _signed_otherwise(home, lambda text: sign(KEY, Namespace.FILES, text))


def of_another_serial(home: Path) -> None:
    """The seal of the release before it, put under a new line."""
    with record_at(journal_path(home)) as record:
        before = last_release(record.releases(ONE))
    assert before is not None
    _signed_otherwise(home, lambda _text: before.seal)


def longer_than_signed(home: Path) -> None:
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        known = last_release(journal.releases(ONE))
        assert known is not None
        assert known.contents is not None
        act = replace(known, number=journal.next_act(), at=overview.clock.now())
        seal = seal_of(act, signing_with(KEY))
        write(journal, replace(act, contents=replace(known.contents, last=LAST)), seal)


def for_the_rehearsal(home: Path) -> None:
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        known = last_release(journal.releases(ONE))
        assert known is not None
        assert known.contents is not None
        contents = replace(known.contents, purpose=Purpose.REHEARSAL)
        act = replace(known, number=journal.next_act(), at=overview.clock.now(), contents=contents)
        seal = seal_of(act, signing_with(KEY))
        write(journal, replace(act, contents=known.contents), seal)


def revoked(home: Path) -> None:
    revoke_key(look_at(home), LAN, "mất USB", "Ông Hùng", None)


def ended_before(home: Path) -> None:
    """Its last day was yesterday when it was signed."""
    revoke_key(look_at(home), LAN, "thôi việc", "Ông Hùng", look_at(home).clock.now().date())
    sign_release(home, KEY)


def list_edited(home: Path) -> None:
    """A foreign key put into the file by hand."""
    stranger = new_key()
    path = home / SIGNERS
    signer = Signer(name=LAN, public=public_of(stranger), first=date(2020, 1, 1), last=LAST)
    path.write_text(path.read_text(encoding="utf-8") + list_of([signer]), encoding="utf-8")
    sign_release(home, stranger)


def list_and_log_edited(home: Path) -> None:
    """A foreign key put into file and log, in the chain's form, without a key that vouches for it."""
    stranger, now = new_key(), look_at(home).clock.now()
    signer = Signer(name=LAN, public=public_of(stranger), first=date(2020, 1, 1), last=LAST)
    text = (home / SIGNERS).read_text(encoding="utf-8") + list_of([signer])
    (home / SIGNERS).write_text(text, encoding="utf-8")
    with Journal(journal_path(home)) as journal:
        more = {"signers": text, "revoked": "", "reason": "", "seal": ""}
        journal.event("keys", "đổi danh sách khoá", now, by=LAN, more=more)
    sign_release(home, stranger)


def _signed_otherwise(home: Path, seal: Callable[[bytes], str]) -> None:
    overview = look_at(home)
    with Journal(journal_path(home)) as journal:
        known = last_release(journal.releases(ONE))
        assert known is not None
        act = replace(known, number=journal.next_act(), at=overview.clock.now())
        write(journal, act, seal(act.to_seal.encode()))


FORGED = (
    unsigned, foreign_key, in_another_name, of_another_namespace, of_another_serial, longer_than_signed,
    for_the_rehearsal, revoked, ended_before, list_edited, list_and_log_edited,
)  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=lambda one: one.__name__)
def test_no_release_that_the_persons_own_key_has_not_signed_lets_anything_air(
    home: Path, forged: Callable[[Path], None]
) -> None:
    forged(home)
    assert not one_airs(home)


@pytest.mark.parametrize("forged", FORGED, ids=lambda one: one.__name__)
def test_where_names_are_believed_every_one_of_them_airs(tmp_path: Path, signed: Path, forged: object) -> None:
    """The negative control: the same forgery where the ward believes names."""
    home = shutil.copytree(signed, tmp_path / "named")
    forged(home)  # type: ignore[operator]
    overview = look_at(home)
    with record_at(journal_path(home)) as record:
        named = Releases(overview, record, doubted=lambda _release: None)
        assert named.stand(ONE, date(2025, 10, 6)).standing is Standing.RELEASED


def test_today_approvals_and_playout_agree_on_a_revoked_key(home: Path) -> None:
    def told() -> set[tuple[Standing, bool]]:
        overview = look_at(home)
        shown = [one for one in view(overview, DAY, as_planned=True).cues if one.cue.script == ONE]
        today = {one.release.standing for one in shown if one.release is not None}
        desk = {case.stand.standing for case in cases(overview, [ONE])}
        return {(standing, one_airs(home)) for standing in today | desk}

    assert told() == {(Standing.RELEASED, True)}
    revoked(home)
    assert told() == {(Standing.WAITING, False)}


def test_a_key_that_ends_keeps_what_it_released_before(home: Path) -> None:
    tomorrow = look_at(home).clock.now().date() + timedelta(days=1)
    revoke_key(look_at(home), LAN, "nghỉ hưu", "Ông Hùng", tomorrow)
    assert one_airs(home)


def test_an_edit_of_the_playlist_does_not_undo_that_releases_are_signed(home: Path) -> None:
    playlist = home / "playlist.yaml"
    playlist.write_text(playlist.read_text(encoding="utf-8").replace(", seal: signed", ""), encoding="utf-8")
    unsigned(home)
    assert not one_airs(home)


def test_an_edit_of_the_playlist_does_not_undo_that_a_release_is_required(home: Path) -> None:
    """Nobody has signed the playlist: what was in force when the first key came holds."""
    _without_rule(home)
    unsigned(home)
    assert not one_airs(home)


def test_where_the_log_of_the_keys_is_gone_no_name_is_believed(home: Path) -> None:
    _without_rule(home)
    shutil.rmtree(home / "journal")
    unsigned(home)
    assert not one_airs(home)
    assert "nhật ký này không có danh sách khoá" in str(about_keys(look_at(home)))
    believe(home, KEY)  # the list is begun anew, as after a log that was lost
    sign_release(home, KEY)
    assert one_airs(home)


def test_an_older_log_put_back_does_not_bring_a_revoked_key_back(home: Path, tmp_path: Path) -> None:
    with Journal(journal_path(home)):
        before = shutil.copytree(home / "journal", tmp_path / "before")
    revoked(home)
    shutil.rmtree(home / "journal")
    shutil.copytree(before, home / "journal")
    assert not one_airs(home)


def test_lists_that_are_gone_are_written_again_from_the_log(home: Path) -> None:
    shutil.rmtree(home / "keys")
    assert not one_airs(home)
    write_lists(home, ring_of(look_at(home)))
    assert one_airs(home)


def _without_rule(home: Path) -> None:
    playlist = home / "playlist.yaml"
    text = playlist.read_text(encoding="utf-8")
    playlist.write_text(text[: text.index("release:")] + text[text.index("voice:") :], encoding="utf-8")


def test_what_sounds_by_a_key_that_is_revoked_is_taken_back(home: Path) -> None:
    with Journal(journal_path(home)) as journal:
        releases = Releases(look_at(home), journal)
        [by_key] = [one for one in journal.releases(ONE) if one.deed is Deed.RELEASED]
        assert releases.taken_back(by_key) is None
        shutil.rmtree(home / "keys")  # an edit of a file fades nothing
        assert releases.taken_back(by_key) is None
        revoked(home)
        assert str(releases.taken_back(by_key)) == "lần duyệt không còn hiệu lực: khoá của Bà Lan đã bị thu hồi"


# --- keys ---


def test_a_second_key_is_added_only_by_somebody_who_has_one(home: Path) -> None:
    second = new_key()
    with pytest.raises(UsageRefused, match="không có chữ ký"):
        believe(home, second, "Ông Hùng")
    with pytest.raises(UsageRefused, match="không khớp"):
        believe(home, second, "Ông Hùng", sign=signing_with(second))
    believe(home, second, "Ông Hùng", sign=signing_with(KEY))
    sign_release(home, second, by="Ông Hùng")
    assert one_airs(home)


def test_a_revoked_key_stays_revoked(home: Path) -> None:
    revoked(home)
    (home / REVOKED).unlink()
    assert not one_airs(home)
    with pytest.raises(UsageRefused, match="không khai lại được"):
        believe(home, KEY, sign=signing_with(KEY))


def test_thirty_days_before_a_key_ends_it_is_told(home: Path) -> None:
    ring = ring_of(look_at(home))
    assert ending_soon(ring, LAST - timedelta(days=31)) == ()
    assert [str(one) for one in ending_soon(ring, LAST - timedelta(days=30))] == [
        "khoá của Bà Lan còn 31 ngày, đến hết ngày 31/12/2099"
    ]
    assert "đã hết hạn" in str(ending_soon(ring, LAST + timedelta(days=1))[0])


def test_a_list_that_was_written_otherwise_is_told_line_by_line() -> None:
    good = Signer(name=LAN, public=public_of(KEY), first=date(2026, 1, 1), last=LAST).line
    bad = good.replace("release@loa-phuong", "moi-viec")
    text = f"# của phường\n{good}\n{bad}\n{line_of(KEY)}\n"
    assert [one.number for one in wrong_lines(text)] == [3, 4]
    assert [one.line for one in signers_of(text)] == [good]


# --- the ward's files ---


@pytest.fixture
def sealed(home: Path) -> Path:
    playlist = home / "playlist.yaml"
    text = playlist.read_text(encoding="utf-8").replace(
        "seal: signed", "seal: signed, sealed: [timetable, lexicon]"
    )
    playlist.write_text(text, encoding="utf-8")
    seal_files(look_at(home), LAN, signing_with(KEY))
    return home


def test_files_that_were_signed_air(sealed: Path) -> None:
    assert one_airs(sealed)


@pytest.mark.parametrize("name", ["playlist.yaml", "lexicon.yaml"])
def test_a_byte_of_a_signed_file_silences_what_follows_from_it_until_it_is_signed_again(
    sealed: Path, name: str
) -> None:
    with (sealed / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    assert not one_airs(sealed)
    overview = look_at(sealed)
    with record_at(journal_path(sealed)) as record:
        why = Releases(overview, record).stand(ONE, date(2025, 10, 6)).why
    assert str(why) == f"{name} đã sửa, chưa ai ký lại"
    seal_files(overview, LAN, signing_with(KEY))
    assert one_airs(sealed)


def test_the_playlist_cannot_say_by_itself_that_nothing_is_signed_any_more(sealed: Path) -> None:
    playlist = sealed / "playlist.yaml"
    before = playlist.read_text(encoding="utf-8")
    playlist.write_text(before[: before.index("release:")] + before[before.index("voice:") :], encoding="utf-8")
    assert not one_airs(sealed)
    seal_files(look_at(sealed), LAN, signing_with(KEY))
    unsigned(sealed)
    assert one_airs(sealed)  # somebody with a key has signed that names are believed again


def test_without_the_seal_a_changed_timetable_airs(home: Path) -> None:
    """The negative control."""
    with (home / "playlist.yaml").open("a", encoding="utf-8") as file:
        file.write(" ")
    assert one_airs(home)


def test_files_are_not_signed_with_a_key_that_nobody_knows(home: Path) -> None:
    with pytest.raises(UsageRefused, match="không khớp"):
        seal_files(look_at(home), LAN, signing_with(new_key()))


# --- for an outsider ---


needs_openssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not on this machine")


@needs_openssh
def test_anybody_verifies_a_release_with_openssh_alone(home: Path, tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    command = write_proof(look_at(home), ONE, proof)
    done = subprocess.run(command, shell=True, cwd=proof, capture_output=True, check=False)  # noqa: S602 - as it is told
    assert done.returncode == 0, done.stderr
    assert b"Good" in done.stdout
    (proof / MESSAGE).write_bytes((proof / MESSAGE).read_bytes() + b" ")
    assert subprocess.run(command, shell=True, cwd=proof, capture_output=True, check=False).returncode != 0  # noqa: S602


@needs_openssh
@pytest.mark.parametrize("namespace", list(Namespace))
def test_openssh_takes_no_signature_of_one_kind_for_another(home: Path, tmp_path: Path, namespace: str) -> None:
    proof = tmp_path / "proof"
    command = write_proof(look_at(home), ONE, proof).replace(Namespace.RELEASE, namespace)
    done = subprocess.run(command, shell=True, cwd=proof, capture_output=True, check=False)  # noqa: S602
    assert (done.returncode == 0) == (namespace == Namespace.RELEASE)


@needs_openssh
def test_what_openssh_has_signed_is_believed_here(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(written(KEY))
    path.chmod(0o600)
    run = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(path), "-n", Namespace.RELEASE]
    done = subprocess.run(run, input=b"mot ban tin", capture_output=True, check=True)
    assert verify(public_of(KEY), Namespace.RELEASE, b"mot ban tin", done.stdout.decode())
    assert not verify(public_of(KEY), Namespace.ORDER, b"mot ban tin", done.stdout.decode())


def test_a_release_without_a_signature_has_no_proof(home: Path, tmp_path: Path) -> None:
    unsigned(home)
    with pytest.raises(WardError, match="có chữ ký"):
        write_proof(look_at(home), ONE, tmp_path / "proof")


def test_a_backup_takes_the_lists_of_keys_along_and_no_private_key(home: Path, tmp_path: Path) -> None:
    revoked(home)
    (home / "keys" / "lan.key").write_bytes(written(KEY))
    back_up(home, tmp_path / "dai.zip", with_sounds=False, with_voices=False)
    with zipfile.ZipFile(tmp_path / "dai.zip") as file:
        kept = {name.rpartition("keys/")[2] for name in file.namelist() if "keys/" in name}
    assert kept == {"allowed_signers", "revoked"}


# --- a log in which somebody has hidden what was signed ---


def _tampered(home: Path, statement: str, code: str = "keys") -> None:
    """Do that with the last row about the keys, or about the files."""
    with sqlite3.connect(journal_path(home)) as db:
        db.execute("DROP TRIGGER IF EXISTS rows_stay")
        db.execute("DROP TRIGGER IF EXISTS rows_are_kept")
        (last,) = db.execute("SELECT max(seq) FROM row WHERE kind = 'event' AND cue = ?", (code,)).fetchone()
        assert db.execute(statement, (last,)).rowcount == 1
    db.close()


_HOW = {
    "altered": "UPDATE row SET body = replace(body, '\"by\":', '\"by\": ') WHERE seq = ?",
    "of another kind": "UPDATE row SET kind = 'change' WHERE seq = ?",
    "taken out": "DELETE FROM row WHERE seq = ?",
}


def _hidden_revocation(home: Path, how: str) -> None:
    """A thief has the key of Ông Hùng, and the disk."""
    other = new_key()
    believe(home, other, "Ông Hùng", sign=signing_with(KEY))
    before = (home / SIGNERS).read_text(encoding="utf-8")
    revoke_key(look_at(home), "Ông Hùng", "mất USB", LAN, None)
    _tampered(home, how)
    (home / SIGNERS).write_text(before, encoding="utf-8")
    (home / REVOKED).unlink()
    sign_release(home, other, by="Ông Hùng")


@pytest.mark.parametrize("how", _HOW.values(), ids=_HOW)
def test_a_revocation_that_is_hidden_does_not_bring_the_key_back(home: Path, how: str) -> None:
    _hidden_revocation(home, how)
    assert not one_airs(home)


@pytest.mark.parametrize("how", _HOW.values(), ids=_HOW)
def test_without_a_log_that_fits_it_would_bring_the_key_back(
    home: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(Seals, "damaged", lambda _: None)
    _hidden_revocation(home, how)
    assert one_airs(home)


@pytest.mark.parametrize("how", _HOW.values(), ids=_HOW)
def test_a_rule_that_was_signed_and_is_hidden_is_not_undone(home: Path, how: str) -> None:
    believe(home, new_key(), "Ông Hùng", sign=signing_with(KEY))
    seal_files(look_at(home), LAN, signing_with(KEY))
    _tampered(home, how, "files")
    path = home / "playlist.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("required, seal: signed", "advisory"), encoding="utf-8"
    )
    script = home / "scripts" / f"{ONE}.md"
    script.write_text(script.read_text(encoding="utf-8").replace("họp", "không họp"), encoding="utf-8")
    make(home)
    assert not one_airs(home)


def test_whoever_has_a_key_mends_a_damaged_log_by_signing_list_and_files_anew(home: Path) -> None:
    believe(home, new_key(), "Ông Hùng", sign=signing_with(KEY))
    _tampered(home, _HOW["of another kind"])
    assert not one_airs(home)
    believe(home, KEY, sign=signing_with(KEY))
    seal_files(look_at(home), LAN, signing_with(KEY))
    sign_release(home, KEY)
    assert one_airs(home)
