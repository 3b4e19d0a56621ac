"""Accounts <-> journal/accounts.json: read, added, changed, removed, each change with a line in the record.

The file is readable to its owner alone, in no backup and in no export: six digits can be found out by whoever has
it and a computer.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError, Message, UsageRefused, tell
from broadcast.base.files import StillHeld, locked, write_whole
from broadcast.base.jsonfile import read_object
from broadcast.base.reasons import reason_of
from broadcast.programme.approving import is_same_person
from broadcast.record.signers import can_name
from broadcast.station.accounts.hashed import Hashed, hashed, hashed_from, is_secret, require_secret
from broadcast.station.accounts.person import ROLE_NAMES, Person, Role, roles_with
from broadcast.station.deeds import note_deed
from broadcast.station.onrecord import journal_folder
from broadcast.station.readable import require_folder, require_to_write

FILE, _LOCK = "accounts.json", "accounts.lock"
ACCOUNTS = "accounts"
"""The code of the record's line of a change."""
_FORMAT = 1
_ONLY_OURS = 0o600
_PATIENCE_S = 10.0
_MOST = 200
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    person: Person
    secret: Hashed


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one ward, in the order in which they were added."""

    _all: tuple[_Account, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is an account at all."""
        return bool(self._all)

    @property
    def persons(self) -> tuple[Person, ...]:
        """Return whoever has an account."""
        return tuple(one.person for one in self._all)

    def person(self, name: str) -> Person | None:
        """Find the person of that name, capitals and white space aside; None where nobody has it."""
        found = self._of(name)
        return found.person if found is not None else None

    def _of(self, name: str) -> _Account | None:
        return next((one for one in self._all if is_same_person(one.person.name, name)), None)


def read_accounts(home: Path) -> Accounts:
    """Read the accounts of the ward's folder `home`; none where no file of them is there.

    Raises DiskError where the file cannot be read or is damaged: that is never taken for "no accounts".
    """
    path = journal_folder(home) / FILE
    try:
        known = read_object(path)
        return Accounts(tuple(_account(one) for one in known["accounts"]) if known is not None else _none(path))
    except FileNotFoundError:
        return Accounts()
    except OSError as error:
        raise DiskError(tell("Không đọc được {name} ({reason}).", name=FILE, reason=reason_of(error))) from error
    except (KeyError, TypeError, ValueError) as error:
        raise DiskError(
            tell("Tệp tài khoản {name} bị hỏng, nên không ai đăng nhập được.", name=FILE),
            tell("Xoá tệp journal/{name} rồi thêm lại từng người: broadcast accounts add", name=FILE),
        ) from error


def check_secret(home: Path, name: str, secret: str) -> Person | None:
    """Return the person of that name where the secret is theirs, else None, after the same work either way.

    Raises as `read_accounts`.
    """
    account = read_accounts(home)._of(name)
    is_theirs = is_secret(secret, account.secret if account is not None else None)
    return account.person if account is not None and is_theirs else None


def add(home: Path, name: str, roles: Iterable[Role], secret: str, by: str = "") -> Message | None:
    """Add an account; return why the record could not take a line of it, None where it could.

    Raises UsageRefused where the name or the secret will not do or somebody has that name, DiskError where the
    disk does not take it or the file is damaged.
    """
    name = " ".join(name.split())
    _require_name(name)
    require_secret(secret, name)
    account = _Account(person=Person(name, roles_with(roles)), secret=hashed(secret))

    def added(known: tuple[_Account, ...]) -> tuple[_Account, ...]:
        if any(is_same_person(one.person.name, name) for one in known):
            raise UsageRefused(
                tell("Đã có tài khoản tên {name}.", name=name),
                tell("Đổi mật khẩu: broadcast accounts secret. Đổi quyền: broadcast accounts roles"),
            )
        if len(known) >= _MOST:
            raise UsageRefused(tell("Đã có {count} tài khoản, không thêm được nữa.", count=_MOST))
        return (*known, _marked(account))

    _change(home, added)
    return note_deed(home, ACCOUNTS, tell("thêm tài khoản {name}, quyền {roles}", name=name,
                                          roles=listed(account.person.roles)), by)  # fmt: skip


def change_roles(home: Path, name: str, roles: Iterable[Role], by: str = "") -> Message | None:
    """Give that person those roles and no others; return as `add`. Who is logged in has to log in again.

    Raises UsageRefused where nobody has that name, DiskError as `add`.
    """
    held = roles_with(roles)
    person = _changed(home, name, lambda one: replace(one, person=replace(one.person, roles=held)))
    what = tell("đổi quyền của tài khoản {name}: nay là {roles}", name=person.name, roles=listed(held))
    return note_deed(home, ACCOUNTS, what, by)


def change_secret(home: Path, name: str, secret: str, by: str = "") -> Message | None:
    """Give that person another PIN or password; return as `add`. Who is logged in has to log in again.

    Raises UsageRefused where nobody has that name or the secret will not do, DiskError as `add`.
    """
    require_secret(secret, name)
    kept = hashed(secret)
    person = _changed(home, name, lambda one: replace(one, secret=kept))
    return note_deed(home, ACCOUNTS, tell("đổi mật khẩu của tài khoản {name}", name=person.name), by)


def remove(home: Path, name: str, by: str = "") -> Message | None:
    """Remove the account of that person; return as `add`. Raises as `change_roles`."""
    person = _changed(home, name, lambda _: None)
    return note_deed(home, ACCOUNTS, tell("xoá tài khoản {name}", name=person.name), by)


def listed(roles: Iterable[Role]) -> Message:
    """Return the roles as a part of a sentence, in their order."""
    told = [ROLE_NAMES[role] for role in Role if role in frozenset(roles)]
    whole = told[0]
    for one in told[1:]:
        whole = Message("{a}, {b}", {"a": whole, "b": one})
    return whole


def _changed(home: Path, name: str, change: Callable[[_Account], _Account | None]) -> Person:
    """Put what `change` makes of that person's account in its place, None for nothing; return the person."""
    found: list[Person] = []

    def changed(known: tuple[_Account, ...]) -> Iterable[_Account]:
        for one in known:
            if not is_same_person(one.person.name, name):
                yield one
                continue
            found.append(one.person)
            if (now := change(one)) is not None:
                yield _marked(now)
        if not found:
            raise UsageRefused(tell("Không có tài khoản tên {name}.", name=name),
                               tell("Xem các tài khoản: broadcast accounts"))  # fmt: skip

    _change(home, changed)
    return found[0]


def _change(home: Path, change: Callable[[tuple[_Account, ...]], Iterable[_Account]]) -> None:
    require_folder(home)
    require_to_write(home, tell("đổi tài khoản"))
    folder = journal_folder(home)
    folder.mkdir(exist_ok=True)
    try:
        with locked(folder / _LOCK, patience_s=_PATIENCE_S):
            now = [*change(read_accounts(home)._all)]
            content = {"format": _FORMAT, "accounts": [_fields(one) for one in now]}
            write_whole(folder / FILE, json.dumps(content, ensure_ascii=False).encode(), mode=_ONLY_OURS)
    except StillHeld as error:
        raise DiskError(tell("Đang có người khác đổi tài khoản."), tell("Đợi một lát rồi làm lại.")) from error


def _require_name(name: str) -> None:
    if not can_name(name) or len(name) > _LONGEST_NAME or not any(letter.isalpha() for letter in name):
        raise UsageRefused(
            tell("Tên tài khoản “{name}” không dùng được.", name=name),
            tell("Ghi họ tên, nhiều nhất {count} ký tự, ví dụ: Nguyễn Thị Lan", count=_LONGEST_NAME),
        )


def _marked(account: _Account) -> _Account:
    return replace(account, person=replace(account.person, mark=os.urandom(8).hex()))


def _fields(one: _Account) -> dict[str, object]:
    person = one.person
    return {"name": person.name, "roles": sorted(person.roles), "mark": person.mark, "secret": one.secret.fields}


def _account(fields: Mapping[str, Any]) -> _Account:
    """Raises KeyError, TypeError or ValueError where it is none of ours."""
    name, mark = fields["name"], fields["mark"]
    if not (isinstance(name, str) and isinstance(mark, str)):
        raise TypeError("a text expected")
    person = Person(name, roles_with(Role(one) for one in fields["roles"]), mark)
    return _Account(person=person, secret=hashed_from(fields["secret"]))


def _none(path: Path) -> tuple[_Account, ...]:
    raise ValueError(f"no JSON object in {path.name}")
