"""A person of the ward who may use the console, and the roles that say what for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from broadcast.base.errors import tell


class Role(StrEnum):
    """What a person may do at the console. Whoever is logged in may look, and stop the loudspeaker."""

    LOOK = "look"
    DUTY = "duty"
    """Announce, skip, resume."""
    WRITE = "write"
    """Scripts, facts, readings."""
    RELEASE = "release"
    """Answer for what airs."""
    ADMIN = "admin"
    """Look after the machine; has every other role but RELEASE."""


ROLE_NAMES = {
    Role.LOOK: tell("xem"),
    Role.DUTY: tell("trực"),
    Role.WRITE: tell("soạn"),
    Role.RELEASE: tell("duyệt"),
    Role.ADMIN: tell("quản trị"),
}

_WITH = {Role.ADMIN: (Role.DUTY, Role.WRITE)}
"""The roles that another one brings along: never RELEASE, which is given to a person by name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with an account."""

    name: str
    roles: frozenset[Role]
    """All of them, with those that others bring along."""
    mark: str = ""
    """Another one each time that the account is changed."""


def roles_with(named: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that a person has to whom those are given: looking, too, and what others bring along."""
    given = frozenset(named)
    return given.union((Role.LOOK,), *(_WITH.get(role, ()) for role in given))
