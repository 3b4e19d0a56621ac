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
