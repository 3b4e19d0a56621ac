"""The lists of keys in the ward's folder -> every line of them that nobody can believe, and a key left there."""

from collections.abc import Iterator
from pathlib import Path

from broadcast.base.errors import Fault, Level, tell

_FOLDER, _SIGNERS, _REVOKED = "keys", "allowed_signers", "revoked"
_PRIVATE = b"PRIVATE KEY-----"
_LARGEST = 100_000
"""Bytes that are looked at of a file; a list of a hundred keys is a third of that."""


def key_faults(home: Path) -> Iterator[Fault]:
    """Yield the faults of `home`/keys, file by file; nothing where there is no such folder."""
    folder = home / _FOLDER
    if not folder.is_dir():
        return
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        if _PRIVATE in content:
            yield Fault(
                file=f"{_FOLDER}/{path.name}",
                what=tell("khoá riêng của người duyệt nằm trong máy phát: ai vào được máy là lấy được"),
                fix=tell("Chuyển tệp này sang USB của người ấy, rồi xoá ở đây."),
                level=Level.WARNING,
            )
        elif path.name in (_SIGNERS, _REVOKED):
            yield from _lines(path.name, content.decode("utf-8", errors="replace"))


def _lines(name: str, text: str) -> Iterator[Fault]:
    from broadcast.record.signers import (
        wrong_lines,
        wrong_revoked,
    )  # loads cryptography: only where there are keys

    for wrong in wrong_lines(text) if name == _SIGNERS else wrong_revoked(text):
        yield Fault(
            file=f"{_FOLDER}/{name}",
            line=wrong.number,
            what=wrong.what,
            fix=tell("Danh sách này do lệnh broadcast keys viết, đừng sửa tay."),
        )
