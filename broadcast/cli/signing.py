"""A key on a stick, opened with a passphrase that is asked for at the terminal and told to nobody."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import words
from broadcast.cli.asking import on_a_terminal, unseen
from broadcast.cli.command import option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.programme.released import Act
    from broadcast.record.keyring import Sign

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
with_key = option("--key", type=_FILE, metavar="TỆP_KHOÁ", help="Khoá của người ấy, trên USB: ký bằng khoá này.")
by_key = option(
    "--key", type=_FILE, metavar="TỆP_KHOÁ", required=True, help="Khoá của người ấy, trên USB: ký bằng khoá này."
)
with_second_key = option("--second-key", type=_FILE, metavar="TỆP_KHOÁ", help="Khoá của người thứ hai.")


def signing(key: Path) -> "Sign":
    """Open the key in that file, asking for its passphrase where it has one; return what signs with it.

    Raises UsageRefused where nobody can be asked, WardError where it does not open.
    """
    from broadcast.station.keys import is_locked, open_key, signing_with

    return signing_with(open_key(key, _passphrase(key) if is_locked(key) else ""))


def warn_of_key_here(face: Face, key: Path | None, home: Path) -> None:
    """Warn, on stderr, that a key lies on the station's own disk: whoever has the machine has the key's file."""
    if key is None:
        return
    from broadcast.station.keys import lies_on_the_station

    if lies_on_the_station(key.parent, home):
        face.note(words("! Khoá {name} nằm ngay trên ổ đĩa của máy phát: ai dùng được máy này là có tệp khoá, "
                        "biết mật khẩu thì ký thay được. Nên để khoá trên USB, ký xong rút ra.", name=key.name),
                  "yellow")  # fmt: skip


def signing_releases(key: Path | None) -> "Callable[[Act], str]":
    """Return what seals a release: with the key in that file, or with nothing where there is none."""
    if key is None:
        from broadcast.station.desk.cases import unsigned

        return unsigned
    from broadcast.station.keys import seal_of

    sign = signing(key)
    return lambda act: seal_of(act, sign)


def new_passphrase() -> str:
    """Ask for a passphrase twice. Raises UsageRefused where nobody can be asked, or the two are not the same."""
    _require_terminal()
    first = unseen(words("Mật khẩu của khoá (gõ không hiện ra)"))
    if first != unseen(words("Gõ lại mật khẩu ấy")):
        raise UsageRefused(tell("Hai lần gõ mật khẩu không giống nhau, nên chưa làm khoá."))
    return first


def _passphrase(key: Path) -> str:
    _require_terminal()
    return unseen(words("Mật khẩu của khoá {name} (gõ không hiện ra)", name=key.name))


def _require_terminal() -> None:
    if not on_a_terminal():
        raise UsageRefused(tell("Mật khẩu chỉ gõ ở cửa sổ lệnh, mà ở đây không có ai gõ được."))
