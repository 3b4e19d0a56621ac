"""A list of keys as OpenSSH has it (`allowed_signers`) <-> who may sign what, from which day to which."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from broadcast.base.errors import Message, tell
from broadcast.record.sshsig import public_line, public_of_line


class Namespace(StrEnum):
    """What a signature is for: one made for one purpose never passes for another."""

    RELEASE = "release@loa-phuong"
    ORDER = "order@loa-phuong"
    """An emergency bulletin."""
    FILES = "files@loa-phuong"
    """The timetable and the lexicon."""
    KEYS = "keys@loa-phuong"
    """A change of the list of keys itself."""


EVERYTHING = frozenset(Namespace)
_LINE = re.compile(
    r'"(?P<name>[^"]+)" namespaces="(?P<namespaces>[^"]+)",valid-after="(?P<first>\d{8})",'
    r'valid-before="(?P<end>\d{8})" (?P<key>ssh-ed25519 [A-Za-z0-9+/=]+)(?: .*)?'
)
_NO_NAME = re.compile(r'["*?!,\\#]')
"""Signs with which OpenSSH says more than a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """One key, and whose it is."""

    name: str
    public: bytes
    """Its 32 bytes."""
    first: date
    last: date
    """The last day on which it may sign."""
    namespaces: frozenset[Namespace] = EVERYTHING

    def may_sign(self, namespace: Namespace, day: date) -> bool:
        """Whether what it signs on `day` for that purpose is believed."""
        return namespace in self.namespaces and self.first <= day <= self.last

    @property
    def line(self) -> str:
        """Return its line in `allowed_signers`; `valid-before` is the day behind the last one."""
        spaces = ",".join(sorted(self.namespaces))
        options = (
            f'namespaces="{spaces}",valid-after="{self.first:%Y%m%d}",'
            f'valid-before="{self.last + timedelta(days=1):%Y%m%d}"'
        )
        return f'"{self.name}" {options} {public_line(self.public)}'


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLine:
    """A line of the list that cannot be believed."""

    number: int
    """From 1."""
    what: Message


def can_name(name: str) -> bool:
    """Whether the name can stand in the list: OpenSSH reads some signs as more than letters of it."""
    return bool(name.strip()) and name.isprintable() and _NO_NAME.search(name) is None


def signers_of(text: str) -> tuple[Signer, ...]:
    """Read every line of `allowed_signers` that is in order, in their order."""
    return tuple(one for _, one in _lines(text) if isinstance(one, Signer))


def wrong_lines(text: str) -> tuple[WrongLine, ...]:
    """List the lines of `allowed_signers` that cannot be believed; empty where all can."""
    return tuple(WrongLine(number=number, what=one) for number, one in _lines(text) if isinstance(one, Message))


def list_of(signers: Iterable[Signer]) -> str:
    """Write the list."""
    return "".join(f"{one.line}\n" for one in signers)


def revoked_of(text: str) -> frozenset[bytes]:
    """Read the list of revoked keys, a public key a line; what is no key of Ed25519 is passed over."""
    return frozenset(key for _, key in _revoked(text) if isinstance(key, bytes))


def wrong_revoked(text: str) -> tuple[WrongLine, ...]:
    """List the lines of the revoked keys that hold no key; empty where all do."""
    return tuple(WrongLine(number=number, what=one) for number, one in _revoked(text) if isinstance(one, Message))


def _lines(text: str) -> Sequence[tuple[int, Signer | Message]]:
    return [(number, _signer(line)) for number, line in _written(text)]


def _revoked(text: str) -> Sequence[tuple[int, bytes | Message]]:
    found: list[tuple[int, bytes | Message]] = []
    for number, line in _written(text):
        try:
            found.append((number, public_of_line(line)))
        except ValueError:
            found.append((number, tell("không phải một khoá công khai Ed25519")))
    return found


def _written(text: str) -> Sequence[tuple[int, str]]:
    lines = enumerate(text.splitlines(), start=1)
    return [(number, line) for number, line in lines if line.strip() and not line.startswith("#")]


def _signer(line: str) -> Signer | Message:
    match = _LINE.fullmatch(line)
    if match is None:
        return tell("không phải dòng do lệnh broadcast keys viết")
    try:
        public = public_of_line(match["key"])
        namespaces = frozenset(map(Namespace, match["namespaces"].split(",")))
        first, end = _day(match["first"]), _day(match["end"])
    except ValueError:
        return tell("khoá, ngày hoặc việc được ký trong dòng này không đọc được")
    return Signer(
        name=match["name"], public=public, first=first, last=end - timedelta(days=1), namespaces=namespaces
    )


def _day(figures: str) -> date:
    return date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
