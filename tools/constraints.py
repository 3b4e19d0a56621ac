"""pyproject.toml, constraints.txt -> where they differ: the README's commands are to install the same twice.

python tools/constraints.py              compare; exit 1 where the two are out of step
python tools/constraints.py --installed  and whether this environment is what the file says
python tools/constraints.py --write      make the file anew (needs `uv`, and the package index)
"""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from broadcast.base.packages import installed

ROOT = Path(__file__).parent.parent
FILE = ROOT / "constraints.txt"
HEAD = """\
# The versions that the README's commands install, on every system and every Python from 3.11 on.
# Made by: python tools/constraints.py --write
"""
COMPILE = ("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--all-extras", "--no-header",
           "--no-annotate", "--quiet", "pyproject.toml")  # fmt: skip

Pins = dict[str, list[Requirement]]
"""Package -> its lines: more than one where Pythons or systems differ."""


def pins(text: str) -> Pins:
    """Read a constraints file."""
    found: Pins = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            one = Requirement(line)
            found.setdefault(canonicalize_name(one.name), []).append(one)
    return found


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for, its extras included; our own name among the extras is left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    wanted = [Requirement(line) for line in [*project["dependencies"], *extras]]
    return [one for one in wanted if one.name != project["name"]]


def out_of_step(wanted: list[Requirement], fixed: Pins) -> list[str]:
    """Tell what is asked for and not fixed, or fixed at a version that is not asked for."""
    return [told for one in wanted for told in _wrong(one, fixed)]


def unfixed(wanted: list[Requirement], fixed: Pins) -> list[str]:
    """Tell what the wanted packages bring with them and no line fixes, as far as they are installed here."""
    seen: set[str] = set()
    todo = [(one.name, frozenset(one.extras)) for one in wanted if _is_for_here(one, frozenset())]
    told = []
    while todo:
        name, extras = todo.pop()
        if (key := canonicalize_name(name)) in seen:
            continue
        seen.add(key)
        if key not in fixed:
            told.append(f"{key}: no line fixes it")
        todo += [(one.name, frozenset(one.extras)) for one in _needs(name) if _is_for_here(one, extras)]
    return sorted(told)


def installed_otherwise(fixed: Pins) -> list[str]:
    """Tell which installed packages are not of the version that the file fixes for this system."""
    told = []
    for name, lines in fixed.items():
        here = [one for one in lines if _is_for_here(one, frozenset())]
        found = installed(name)
        if here and found is not None and not any(one.specifier.contains(found, prereleases=True) for one in here):
            told.append(f"{name}: {found} is installed, {here[0].specifier} is fixed")
    return told


def _wrong(wanted: Requirement, fixed: Pins) -> Iterator[str]:
    lines = fixed.get(canonicalize_name(wanted.name), [])
    if not lines:
        yield f"{wanted.name}: no line fixes it"
    for line in lines:
        (one,) = line.specifier
        if not wanted.specifier.contains(one.version, prereleases=True):
            yield f"{wanted.name}: {line.specifier} is fixed, {wanted.specifier} is asked for"


def _is_for_here(wanted: Requirement, extras: frozenset[str]) -> bool:
    return wanted.marker is None or any(wanted.marker.evaluate({"extra": one}) for one in (extras or {""}))


def _needs(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:
        return []


def main(words: list[str]) -> int:
    """Compare, or write; return the exit code."""
    if "--write" in words:
        made = subprocess.run(COMPILE, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
        FILE.write_text(HEAD + made, encoding="utf-8")
    fixed = pins(FILE.read_text(encoding="utf-8"))
    told = out_of_step(declared(), fixed) + unfixed(declared(), fixed)
    if "--installed" in words:
        told += installed_otherwise(fixed)
    for line in told:
        print(f"constraints.txt: {line}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
