"""The ward's folder -> Ward: playlist, scripts, lexicon; what is ready, and every fault."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from broadcast.base.errors import DiskError, Fault, FaultsFound, Level, UnknownScript, WardError, tell
from broadcast.programme.model import Reason, Unready
from broadcast.programme.rundown import ReadyScripts
from broadcast.programme.settings import COMMON_FOLDER, Phase, PhaseId, Playlist, ScriptId
from broadcast.text.lexicon import Lexicon
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import SpokenText
from broadcast.ward.lexicon import read_lexicon
from broadcast.ward.playlist import read_playlist, scripts_named
from broadcast.ward.script import Script, decoded, fill, missing_facts, read_script
from broadcast.ward.yamlfile import YamlFile, read_yaml

PLAYLIST, SCRIPTS, LEXICON = "playlist.yaml", "scripts", "lexicon.yaml"
_LARGEST_FILE = 2_000_000
"""Bytes; no announcement and no playlist comes near it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A script whose facts are filled in and whose every word can be read."""

    script: Script
    spoken: SpokenText


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """One ward's folder, read once."""

    home: Path
    playlist: Playlist
    source: YamlFile
    scripts: Mapping[ScriptId, Script]
    """Those that could be read at all."""
    prepared: Mapping[ScriptId, Prepared | Unready]
    """Every script file there is."""
    lexicon: Lexicon
    faults: tuple[Fault, ...]
    """Of scripts and lexicon; a faulty playlist makes no Ward."""

    @property
    def ready(self) -> ReadyScripts:
        """The scripts of each phase that can be dealt."""
        return {phase.id: self._ready_in(phase) for phase in self.playlist.phases}

    def _ready_in(self, phase: Phase) -> tuple[ScriptId, ...]:
        return tuple(id_ for id_ in sorted(self.prepared) if folder_of(id_) == phase.id and self._is_ready(id_))

    def _is_ready(self, id_: ScriptId) -> bool:
        return isinstance(self.prepared[id_], Prepared)

    def title(self, id_: ScriptId) -> str:
        """What the operator calls the script."""
        script = self.scripts.get(id_)
        return script.title if script else id_

    def of(self, id_: ScriptId) -> Prepared | Unready:
        """What that script would say, or why it cannot."""
        known = self.prepared.get(id_)
        if known is None:
            return Unready(reason=Reason.UNKNOWN_SCRIPT, why=tell("không có bài {script}", script=id_))
        return known

    def find(self, name: str) -> ScriptId:
        """The script of that id, or of that last part where it is unique. Raises UnknownScript."""
        wanted = name.removesuffix(".md").removeprefix(f"{SCRIPTS}/")
        if ScriptId(wanted) in self.prepared:
            return ScriptId(wanted)
        same_end = [id_ for id_ in sorted(self.prepared) if _short(id_) in (wanted, _unnumbered(wanted))]
        same_end = same_end or [id_ for id_ in sorted(self.prepared) if _unnumbered(_short(id_)) == wanted]
        if len(same_end) == 1:
            return same_end[0]
        if same_end:
            raise UnknownScript(
                tell("Có nhiều bài tên “{name}”.", name=name), tell("Viết đủ: {names}", names=", ".join(same_end))
            )
        near = difflib.get_close_matches(wanted, [*self.prepared, *map(_short, self.prepared)], n=1, cutoff=0.4)
        raise UnknownScript(
            tell("Không có bài “{name}”.", name=name),
            tell("Ý bạn là {near}?", near=near[0]) if near else tell("Xem các bài có sẵn trong thư mục scripts."),
        )


def folder_of(id_: ScriptId) -> PhaseId:
    return PhaseId(id_.split("/", 1)[0])


def _short(id_: str) -> str:
    return id_.rsplit("/", 1)[-1]


def _unnumbered(name: str) -> str:
    return name.lstrip("0123456789").lstrip("-") or name


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What could be read of a folder, faults or not."""

    playlist: Playlist | None
    source: YamlFile | None
    """playlist.yaml as YAML; None where it is not even that."""
    scripts: Mapping[ScriptId, Script]
    broken: frozenset[ScriptId]
    """Scripts that could not be read."""
    lexicon: Lexicon
    faults: tuple[Fault, ...]


def survey(home: Path) -> Survey:
    """Read every file of the ward and find the faults of all of them."""
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


def read_ward(home: Path) -> Ward:
    """Read the folder. Raises FaultsFound, with the faults of all files, when the playlist itself is faulty."""
    return ward_of(home, survey(home))


def ward_of(home: Path, seen: Survey) -> Ward:
    """The Ward of a folder that has been surveyed. Raises FaultsFound when the playlist itself is faulty."""
    if seen.playlist is None or seen.source is None:
        raise FaultsFound(seen.faults)
    unreadable = Unready(reason=Reason.FAULTY_SCRIPT, why=tell("bài có lỗi; xem broadcast check"))
    prepared: dict[ScriptId, Prepared | Unready] = dict.fromkeys(seen.broken, unreadable)
    prepared |= {id_: prepare(script, seen.playlist.facts, seen.lexicon) for id_, script in seen.scripts.items()}
    return Ward(
        home=home,
        playlist=seen.playlist,
        source=seen.source,
        scripts=seen.scripts,
        prepared=MappingProxyType(prepared),
        lexicon=seen.lexicon,
        faults=seen.faults,
    )


def read_out(ward: Ward, id_: ScriptId) -> tuple[str, SpokenText] | Unready:
    """The script's text with its facts filled in, and its reading with whatever is doubtful in it."""
    script = ward.scripts.get(id_)
    unready = ward.of(id_)
    if script is None or (isinstance(unready, Unready) and unready.reason is not Reason.DOUBTFUL_READING):
        return (
            unready
            if isinstance(unready, Unready)
            else Unready(reason=Reason.UNKNOWN_SCRIPT, why=tell("không có bài"))
        )
    text = fill(script, ward.playlist.facts)
    return text, speakable(text, ward.lexicon)


def prepare(script: Script, facts: Mapping[str, object], lexicon: Lexicon) -> Prepared | Unready:
    """Fill the facts in and read the text out; or why that cannot be done yet."""
    try:
        text = fill(script, facts)
    except FaultsFound as found:
        names = missing_facts(script, facts)
        if any(fault.level is Level.ERROR for fault in found.faults):
            return Unready(reason=Reason.FAULTY_SCRIPT, why=found.faults[0].what)
        why = tell("thiếu dữ kiện {names}", names=", ".join(names))
        return Unready(reason=Reason.MISSING_FACT, why=why, facts=names)
    spoken = speakable(text, lexicon)
    if spoken.doubts:
        words = ", ".join(f"“{doubt.written}”" for doubt in spoken.doubts[:3])
        return Unready(reason=Reason.DOUBTFUL_READING, why=tell("chưa biết đọc {words}", words=words))
    return Prepared(script=script, spoken=spoken)


# --- from the disk ---


def stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether the ward's files have changed: names, moments of change, sizes."""
    paths = [home / PLAYLIST, home / LEXICON, *sorted((home / SCRIPTS).rglob("*.md"))]
    states = ((path, path.stat()) for path in paths if path.is_file())
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path, state in states)


def _playlist(home: Path) -> tuple[Playlist | None, YamlFile | None, list[Fault]]:
    """The playlist and its YAML, as far as each could be read."""
    source: YamlFile | None = None
    try:
        source = read_yaml(PLAYLIST, _playlist_text(home))
        return read_playlist(source), source, []
    except FaultsFound as found:
        return None, source, list(found.faults)


def _playlist_text(home: Path) -> str:
    path = home / PLAYLIST
    if not path.is_file():
        raise WardError(
            tell("Không thấy playlist.yaml trong {home}.", home=home),
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
        raise DiskError(tell("Không đọc được {name} ({reason}).", name=name, reason=error.strerror)) from error


def _lexicon(home: Path) -> tuple[Lexicon, list[Fault]]:
    path = home / LEXICON
    if not path.is_file():
        return Lexicon(), []
    try:
        return read_lexicon(LEXICON, _bytes(home, path)), []
    except FaultsFound as found:
        return Lexicon(), list(found.faults)


def _scripts(home: Path) -> tuple[dict[ScriptId, Script], list[Fault]]:
    scripts: dict[ScriptId, Script] = {}
    faults: list[Fault] = []
    for path in sorted((home / SCRIPTS).rglob("*.md")):
        name = path.relative_to(home).as_posix()
        try:
            script = read_script(name, _bytes(home, path))
            faults += _template_faults(script)
        except FaultsFound as found:
            faults += found.faults
        else:
            scripts[ScriptId(_id(name))] = script
    return scripts, faults


def _template_faults(script: Script) -> list[Fault]:
    """What is wrong between {{ and }}, whatever the facts are."""
    try:
        fill(script, {})
    except FaultsFound as found:
        return [fault for fault in found.faults if fault.level is Level.ERROR]
    return []


def _id(file: str) -> str:
    return file.removeprefix(f"{SCRIPTS}/").removesuffix(".md")


# --- what only the whole folder shows ---


def _references(source: YamlFile, known: set[ScriptId]) -> Iterator[Fault]:
    """Scripts that playlist.yaml names and nobody wrote."""
    for path, name in scripts_named(source):
        id_ = name.removesuffix(".md")
        if id_ not in known and ".." not in id_:
            near = difflib.get_close_matches(id_, known, n=1, cutoff=0.5)
            fix = tell("Ý bạn là {near}?", near=near[0]) if near else None
            yield source.fault(path, tell("không có bài “{name}” trong scripts", name=name), fix)


def _misplaced(playlist: Playlist, scripts: Mapping[ScriptId, Script]) -> Iterator[Fault]:
    folders = sorted({phase.id for phase in playlist.phases} | {COMMON_FOLDER})
    for id_, script in scripts.items():
        if folder_of(id_) not in folders:
            what = tell("bài nằm ngoài thư mục giai đoạn")
            yield Fault(file=script.file, what=what, fix=tell("Chuyển vào: {names}", names=", ".join(folders)))
