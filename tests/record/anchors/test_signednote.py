"""Signed notes and signatures of OpenSSH are those that other programs make and read."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadcast.record import sshsig
from broadcast.record.anchors.checkpoint import Checkpoint, checkpoint_of, size_of_code
from broadcast.record.anchors.signednote import (
    Kind,
    Verifier,
    cosigned,
    cosigned_at,
    note_of,
    signed,
    verifier_of,
)
from broadcast.record.ed25519 import made, public_of, read, written

GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
"""The example in the documentation of Go's package golang.org/x/mod/sumdb/note."""
NAME = "broadcast/thu"
NOW = datetime(2025, 10, 6, 20, 0, tzinfo=UTC)


def test_a_note_that_go_has_signed_verifies_and_none_that_was_changed() -> None:
    key = verifier_of(GO_KEY)
    assert str(key) == GO_KEY
    assert str(note_of(GO_NOTE)) == GO_NOTE
    assert note_of(GO_NOTE).signed_by(key)
    assert not note_of(GO_NOTE.replace("answer", "Answer")).signed_by(key)
    assert not note_of(GO_NOTE).signed_by(Verifier("PeterNeumann", bytes(32)))


@pytest.mark.parametrize(
    "text", ["", "a\n", "a\n\n", "a\n\nb c\n", "a\n\n— b !\n", "a\n\n— b x08go/ZJ", GO_NOTE[:-1]]
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        note_of(text)


@pytest.mark.parametrize("text", ["", "a+b", GO_KEY.replace("c74f", "c74e"), GO_KEY[:-4], "a+b+!"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        verifier_of(text)


def test_a_cosigner_signs_text_and_moment() -> None:
    log, witness = made(), made()
    note = cosigned(signed(str(Checkpoint(NAME, 7, bytes(32))), log, NAME), witness, "desk", NOW)
    again = note_of(str(note))
    assert again.signed_by(Verifier(NAME, public_of(log)))
    assert cosigned_at(again, Verifier("desk", public_of(witness), Kind.COSIGNER)) == NOW
    assert cosigned_at(again, Verifier("desk", public_of(log), Kind.COSIGNER)) is None
    assert not again.signed_by(Verifier("desk", public_of(witness)))
    other = note_of(str(note).replace("\n7\n", "\n8\n"))
    assert cosigned_at(other, Verifier("desk", public_of(witness), Kind.COSIGNER)) is None


def test_a_checkpoint_is_read_as_it_is_written_and_has_a_short_code() -> None:
    known = Checkpoint(NAME, 1042, bytes(range(32)))
    assert checkpoint_of(str(known)) == known
    assert known.code == "1042-AAAQ-EAYE-AUDA-OCAJ"
    assert size_of_code(f" {known.code.lower()} ") == 1042
    assert size_of_code("1042-AAAQ") is None
    for text in ("", "a\n1\nAA==\n", str(known)[:-1], str(known).replace("1042", "01042")):
        with pytest.raises(ValueError, match=r"."):
            checkpoint_of(text)


needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no OpenSSH here")


def _keygen(*words: str, stdin: bytes = b"") -> int:
    return subprocess.run(["ssh-keygen", *words], input=stdin, capture_output=True, check=False).returncode


@needs_ssh
def test_openssh_accepts_a_signature_in_its_namespace_alone(tmp_path: Path) -> None:
    key, signers, file = made(), tmp_path / "signers", tmp_path / "a.sig"
    signers.write_text(f"dai {sshsig.public_line(public_of(key))}\n", encoding="ascii")
    file.write_text(sshsig.sign(key, "day@loa-phuong", b"loi"), encoding="ascii")

    def accepts(namespace: str, message: bytes) -> bool:
        words = ("-Y", "verify", "-f", str(signers), "-I", "dai", "-n", namespace, "-s", str(file))
        return _keygen(*words, stdin=message) == 0

    assert accepts("day@loa-phuong", b"loi")
    assert not accepts("broadcast-release", b"loi")
    assert not accepts("day@loa-phuong", b"loi ")


@needs_ssh
def test_a_signature_of_openssh_is_accepted_and_so_is_its_key(tmp_path: Path) -> None:
    path, text = tmp_path / "key", tmp_path / "text"
    path.write_bytes(written(made()))
    path.chmod(0o600)
    text.write_bytes(b"loi")
    assert _keygen("-Y", "sign", "-f", str(path), "-n", "day@loa-phuong", str(text)) == 0
    public, armoured = public_of(read(path.read_bytes())), (tmp_path / "text.sig").read_text(encoding="ascii")
    assert sshsig.verify(public, "day@loa-phuong", b"loi", armoured)
    assert not sshsig.verify(public, "broadcast-order", b"loi", armoured)
    assert not sshsig.verify(public, "day@loa-phuong", b"Loi", armoured)
    assert not sshsig.verify(bytes(32), "day@loa-phuong", b"loi", armoured)


@pytest.mark.parametrize(
    "armoured", ["", "x", "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----"]
)
def test_what_is_no_signature_is_not_accepted(armoured: str) -> None:
    assert not sshsig.verify(bytes(32), "day@loa-phuong", b"loi", armoured)


def test_a_public_key_is_read_from_its_line() -> None:
    public = public_of(made())
    assert sshsig.public_of_line(sshsig.public_line(public, "dai")) == public
    for line in ("", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAB3NzaC1yc2E="):
        with pytest.raises(ValueError, match=r"."):
            sshsig.public_of_line(line)
