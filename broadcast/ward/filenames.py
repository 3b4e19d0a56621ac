"""A name of a file below scripts/ -> the id of its script; and which names mean the same one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from broadcast.programme.settings import ScriptId

FOLDER = "scripts"
_SUFFIX = re.compile(r"\.md$", re.IGNORECASE)


def is_script_name(name: str) -> bool:
    """Whether a file of that name is a script: it ends in `.md`, in any letters, and is no hidden file."""
    return bool(_SUFFIX.search(name)) and not name.startswith((".", "~$"))


def is_text(name: str) -> bool:
    """Whether the name is UTF-8 on the disk; one of an old zip file is not, and no log or screen takes it."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_shown(name: str) -> str:
    """Return the name with `�` for each byte that is no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def script_id(file: str) -> ScriptId:
    """Return the script id of `scripts/truoc/01-gioi-thieu.md`: in NFC, without the folder and the `.md`."""
    return ScriptId(_SUFFIX.sub("", unicodedata.normalize("NFC", file).removeprefix(f"{FOLDER}/")))


def folded(name: str) -> str:
    """Return the name as names are compared: NFC, without letter case and `.md`."""
    return unicodedata.normalize("NFC", _SUFFIX.sub("", unicodedata.normalize("NFC", name)).casefold())


def by_folded(ids: Iterable[ScriptId]) -> Mapping[str, ScriptId]:
    """Return the ids by their folded names; of two that are alike but for letter case the first."""
    found: dict[str, ScriptId] = {}
    for id_ in sorted(ids):
        found.setdefault(folded(id_), id_)
    return found
