"""The ward's folder on the disk -> what could be read of it, and the faults of every file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from broadcast.base.errors import DiskError, Fault, FaultsFound, Message, WardError, tell
from broadcast.programme.settings import COMMON_FOLDER, Playlist, Rotation, ScriptId
from broadcast.text.lexicon import Lexicon
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.facts import wrong_look_ups
from broadcast.ward.lexicon import read_lexicon
from broadcast.ward.nearest import meant, nearest
from broadcast.ward.playlist import read_playlist
from broadcast.ward.playlist_faults import THE_PHASE_OF_THE_DAY, folders_named, names_below, scripts_named
from broadcast.ward.script import Script, decoded, read_script
from broadcast.ward.timetable_faults import idle_changes, timetable_warnings
from broadcast.ward.yamlfile import YamlFile, read_yaml

PLAYLIST, SCRIPTS, LEXICON = "playlist.yaml", "scripts", "lexicon.yaml"
_LARGEST_FILE = 2_000_000
"""Bytes; no announcement and no playlist comes near it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What could be read of a folder, whatever faults it has."""

    playlist: Playlist | None
    source: YamlFile | None
    """playlist.yaml as YAML; None where it is not even that."""
    scripts: Mapping[ScriptId, Script]
    broken: frozenset[ScriptId]
    """Scripts whose file has a fault that leaves nothing to read."""
    lexicon: Lexicon
    faults: tuple[Fault, ...]


def survey(home: Path) -> Survey:
    """Read every file of the ward's folder `home` and collect the faults of all of them.

    The faults stand in the order playlist.yaml, lexicon.yaml, scripts/. Raises WardError where there is no
    playlist.yaml, DiskError where a file cannot be read.
    """
    lexicon, faults = _lexicon(home)
    scripts, script_faults = _scripts(home)
    broken = {ScriptId(_id(fault.file)) for fault in script_faults} - scripts.keys()
    playlist, source, playlist_faults = _playlist(home)
    if source is not None:
        playlist_faults += _references(source, {*scripts, *broken})
    if playlist is not None:
        script_faults += _misplaced(playlist, scripts)
    return Survey(
        playlist=playlist,
        source=source,
        scripts=MappingProxyType(scripts),
        broken=frozenset(broken),
        lexicon=lexicon,
        faults=(*playlist_faults, *faults, *script_faults),
    )


def _playlist(home: Path) -> tuple[Playlist | None, YamlFile | None, list[Fault]]:
    """The playlist and its YAML, as far as each could be read."""
    source: YamlFile | None = None
    try:
        source = read_yaml(PLAYLIST, _playlist_text(home), playlist_as_written)
        playlist = read_playlist(source)
        return playlist, source, [*timetable_warnings(source), *idle_changes(source, playlist)]
    except FaultsFound as found:
        return None, source, list(found.faults)


def _no_playlist(home: Path) -> Message:
    """Which folder was looked into: a bare “.” would read as the end of the sentence."""
    if home == Path():
        return tell("Không thấy playlist.yaml trong thư mục đang đứng ({folder}).", folder=home.resolve())
    return tell("Không thấy playlist.yaml trong thư mục {folder}.", folder=home.resolve())


def _playlist_text(home: Path) -> str:
    path = home / PLAYLIST
    if not path.is_file():
        raise WardError(
            _no_playlist(home),
            tell("Chạy trong thư mục của phường, hoặc thêm --home THƯ_MỤC."),
        )
    return decoded(PLAYLIST, _bytes(home, path))


def _bytes(home: Path, path: Path) -> bytes:
    """The file's content; raises FaultsFound for what is too large or lies outside the ward's folder."""
    name = path.relative_to(home).as_posix()
    try:
        if not path.resolve().is_relative_to(home.resolve()):
            raise FaultsFound((Fault(file=name, what=tell("tệp này nằm ngoài thư mục của phường")),))
        if path.stat().st_size > _LARGEST_FILE:
            raise FaultsFound((Fault(file=name, what=tell("tệp quá lớn (hơn 2 MB), không phải một bài phát")),))
        return path.read_bytes()
    except OSError as error:
        raise DiskError(tell("Không đọc được {name} ({reason}).", name=name, reason=error)) from error


def lexicon_of(home: Path) -> Lexicon:
    """Read the ward's own readings; none where it has no lexicon.yaml. Raises FaultsFound, DiskError."""
    path = home / LEXICON
    return read_lexicon(LEXICON, _bytes(home, path)) if path.is_file() else Lexicon()


def _lexicon(home: Path) -> tuple[Lexicon, list[Fault]]:
    try:
        return lexicon_of(home), []
    except FaultsFound as found:
        return Lexicon(), list(found.faults)


def script_files(home: Path) -> list[Path]:
    """List the path of every file under `home`/scripts/, subfolders too, whose name ends in .md; sorted by path.

    Empty where there is no such folder; one that vanishes while it is listed is passed over.
    """
    walk = os.walk(home / SCRIPTS)  # unlike rglob it passes over what has gone
    return sorted(Path(folder, name) for folder, _, names in walk for name in names if name.endswith(".md"))


def _scripts(home: Path) -> tuple[dict[ScriptId, Script], list[Fault]]:
    scripts: dict[ScriptId, Script] = {}
    faults: list[Fault] = []
    for path in script_files(home):
        name = path.relative_to(home).as_posix()
        try:
            script = read_script(name, _bytes(home, path))
            faults += wrong_look_ups(script)
        except FaultsFound as found:
            faults += found.faults
        except DiskError:
            if os.path.lexists(path):
                raise
            # else it has gone since it was listed: an editor is just saving it
        else:
            scripts[ScriptId(_id(name))] = script
    return scripts, faults


def _id(file: str) -> str:
    return file.removeprefix(f"{SCRIPTS}/").removesuffix(".md")


# --- what only the whole folder shows ---


def _references(source: YamlFile, known: set[ScriptId]) -> Iterator[Fault]:
    """Scripts that playlist.yaml names and nobody wrote."""
    for path, name in scripts_named(source):
        id_ = name.removesuffix(".md")
        if id_ not in known and ".." not in id_:
            near = nearest(id_, known)
            fix = meant(near) if near else None
            yield source.fault(path, tell("không có bài “{name}” trong scripts", name=name), fix)
    folders = {id_.rsplit("/", depth)[0] for id_ in known for depth in range(1, id_.count("/") + 1)}
    for path, name in folders_named(source):
        if name not in folders:
            phases = [*names_below(source, "phases"), *names_below(source, "campaigns")]
            near = nearest(name, [*phases, *folders])
            what = tell("không có giai đoạn “{name}”, cũng không có đợt hay thư mục bài nào tên ấy", name=name)
            names = ", ".join([THE_PHASE_OF_THE_DAY, *phases, *sorted(folders - {*phases})])
            yield source.fault(path, what, meant(near) if near else tell("Có: {known}.", known=names))


def _misplaced(playlist: Playlist, scripts: Mapping[ScriptId, Script]) -> Iterator[Fault]:
    """Scripts that lie where nothing is ever dealt from, and that no session names."""
    phases = sorted({phase.scripts_in for phase in playlist.phases})
    dealt = [one.play.folder for one in playlist.slots if isinstance(one.play, Rotation) and one.play.folder]
    serving = {campaign.folder for campaign in playlist.campaigns}
    plays = [slot.play for slot in playlist.slots] + [change.play for change in playlist.changes]
    named = {id_ for play in plays if not isinstance(play, Rotation) for id_ in play}
    named |= {id_ for id_ in (playlist.opening, playlist.closing) if id_ is not None}
    for id_, script in scripts.items():
        in_folder = id_.rpartition("/")[0]
        below = any(f"{id_}/".startswith(f"{folder}/") for folder in (*phases, *dealt, COMMON_FOLDER))
        if not below and in_folder not in serving and id_ not in named:
            folders = sorted({*phases, *dealt, *serving, COMMON_FOLDER})
            what = tell("bài nằm ngoài thư mục giai đoạn")
            yield Fault(file=script.file, what=what, fix=tell("Chuyển vào: {names}", names=", ".join(folders)))
