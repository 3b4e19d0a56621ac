"""What a person may change of the ward's files: scripts, facts, readings; a call for each saves it."""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from broadcast.base.errors import UsageRefused, WardError, tell
from broadcast.station.owntexts import Opened as Opened
from broadcast.station.owntexts import in_file, opened, path_of
from broadcast.station.owntexts import text_of as text_of
from broadcast.station.saving import Conflict, Outcome, save
from broadcast.station.saving import Refused as Refused
from broadcast.station.saving import Saved as Saved
from broadcast.text.lexicon import tidy
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.folders import folder_of_campaign
from broadcast.ward.importing import Imported, imported_from
from broadcast.ward.pasted import text_of_html
from broadcast.ward.scriptfile import FIRST_LINE, checked_folder, next_name, script_content
from broadcast.ward.survey import LEXICON, PLAYLIST, SCRIPTS
from broadcast.ward.yamledit import with_value, without_value
from broadcast.ward.yamlfile import Path as Keys
from broadcast.ward.yamlfile import read_yaml
from broadcast.ward.yamlwritten import Value

# --- scripts ---


def save_script(home: Path, script: str, text: str, *, seen: str | None, by: str) -> Outcome:
    """Save an editor's text as the script file `script` (`scripts/tet/01-chuc-tet.md`) of the folder `home`.

    `seen`: the sha256 of the file as the person opened it; None: it must not be there yet. `by`: who. Line ends
    and byte order mark stay as the file has them. A script that waits for a fact or a reading is saved; it does
    not air. Raises WardError where the name is no script's, DiskError.
    """
    if path_of(home, script).name in (PLAYLIST, LEXICON):
        raise WardError(tell("“{name}” không phải một bài trong scripts.", name=script))
    return save(home, script, lambda before: in_file(text, before), seen=seen, by=by)


def new_script(home: Path, where: str, title: str, text: str = "", *, by: str, is_draft: bool = False) -> Outcome:
    """Write a new script for a campaign or phase, by its id, or into a folder below scripts/; it gets a number.

    Without words it is a draft, and holds a line that says where they go. No file is written over; one that says
    the very same under the same title is not written twice: two of them would both air. Raises
    WardError where the folder's name leads elsewhere, UsageRefused where the title has no letter, DiskError.
    """
    if not any(sign.isalnum() for sign in title):
        raise UsageRefused(tell("Tên bài phải có chữ."))
    header = {"draft": "true"} if is_draft or not text.strip() else {}
    content = script_content(" ".join(title.split()), text if text.strip() else FIRST_LINE, header)
    folder = _folder(home, where)
    while True:
        if (there := same_script(home, folder, content)) is not None:
            return save(home, there.name, lambda before: before or b"", seen=there.sha256, by=by)
        name = next_name(home, folder, title)
        outcome = save(home, name, lambda before: in_file(content, before), seen=None, by=by)
        if not isinstance(outcome, Conflict):  # else somebody has just taken that number
            return outcome


def same_script(home: Path, folder: str, content: str) -> Opened | None:
    """Find the script of the folder below scripts/ that has that very text; None where there is none."""
    for path in sorted((home / SCRIPTS / folder).glob("*.md")):
        with suppress(OSError):  # a folder of that name, or a file that is gone: neither is this script
            if (raw := path.read_bytes()) == content.encode():
                return opened(path.relative_to(home).as_posix(), raw)
    return None


def _folder(home: Path, where: str) -> str:
    try:
        return folder_of_campaign(home, where)
    except WardError:  # no campaign's id, or a playlist.yaml that cannot be read now
        return checked_folder(where)


def import_word(raw: bytes, filename: str) -> Imported:
    """Read a document that was handed over (.docx, .txt, .md) for the editor; nothing is written.

    Raises WardError, with what to do, where it cannot be read.
    """
    return imported_from(raw, filename)


def pasted(html: str) -> str:
    """Read what was pasted from Word or a page as plain paragraphs for the editor. Raises WardError."""
    return text_of_html(html)


# --- playlist.yaml and lexicon.yaml ---


def save_fact(
    home: Path, name: str, value: str, *, source: str | None = None, seen: str | None, by: str
) -> Outcome:
    """Fill in the fact `name`, `dai_hoi.ngay`; empty: nobody knows it yet. Several lines are a list.

    `source`: the document that it was taken from, empty for none; None: as it is. `seen`: the sha256 of
    playlist.yaml as the person saw it. Every other byte of the file stays. Raises WardError where the fact cannot
    be changed alone, DiskError.
    """
    keys = tuple(name.split("."))
    if not all(keys):
        raise WardError(tell("“{name}” không phải tên một dữ kiện.", name=name))

    def change(before: bytes | None) -> bytes:
        raw = before or b""
        old = _at(_playlist(raw), ("facts", *keys))
        raw = _with_fact(raw, ("facts", *keys), old, [line for one in value.splitlines() if (line := _typed(one))])
        if source is None or (not source.strip() and _at(_playlist(raw), ("fact_sources", name)) is None):
            return raw
        return _with(PLAYLIST, raw, ("fact_sources", name), _typed(source) or None, goes=not source.strip())

    return save(home, PLAYLIST, change, seen=seen, by=by)


def save_reading(home: Path, written: str, spoken: str, *, seen: str | None, by: str) -> Outcome:
    """Put into lexicon.yaml how `written` is read; `seen` None: the ward has no lexicon.yaml yet.

    Raises WardError where the ward reads it by what stands around it, which one reading would undo; DiskError.
    """

    def change(before: bytes | None) -> bytes:
        raw = before or b""
        known = read_yaml(LEXICON, opened(LEXICON, raw).text).value or {}
        key = next((one for one in known if tidy(one) == tidy(written)), _typed(written))
        if not isinstance(known.get(key), str | None):
            raise WardError(
                tell("“{written}” đã có cách đọc theo từng ngữ cảnh.", written=written),
                tell("Sửa tay trong lexicon.yaml."),
            )
        return with_value(LEXICON, raw, (key,), _typed(spoken))

    return save(home, LEXICON, change, seen=seen, by=by)


def _with(name: str, raw: bytes, keys: Keys, value: Value, *, goes: bool = False) -> bytes:
    if goes:
        return without_value(name, raw, keys, playlist_as_written)
    return with_value(name, raw, keys, value, playlist_as_written)


def _with_fact(raw: bytes, keys: Keys, old: object, lines: list[str]) -> bytes:
    """A fact of those lines: none is left open, several are a list, which is changed line by line."""
    before = old if isinstance(old, list) else []
    if not lines or (not before and (len(lines) == 1 or old is not None)):
        return _with(PLAYLIST, raw, keys, lines if len(lines) > 1 else lines[0] if lines else None)
    for index, line in enumerate(lines):
        if index >= len(before) or before[index] != line:
            raw = _with(PLAYLIST, raw, (*keys, index), line)
    for index in reversed(range(len(lines), len(before))):
        raw = _with(PLAYLIST, raw, (*keys, index), None, goes=True)
    return raw


def _typed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _playlist(raw: bytes) -> object:
    return read_yaml(PLAYLIST, opened(PLAYLIST, raw).text, playlist_as_written).value


def _at(value: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
