"""The ward's folder -> Ward: playlist, scripts, lexicon; what is ready, and every fault."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from broadcast.errors import DiskError, Fault, FaultsFound, Level, Message, UnknownScript, WardError, tell
from broadcast.model import COMMON_FOLDER, Phase, PhaseId, Playlist, Reason, Rotation, ScriptId, Unready
from broadcast.programme.playlist import read_playlist
from broadcast.programme.rundown import ReadyScripts
from broadcast.programme.yamlfile import YamlFile
from broadcast.text.lexicon import Lexicon, read_lexicon
from broadcast.text.script import Script, decoded, fill, missing_facts, read_script
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import SpokenText

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


def read_ward(home: Path) -> Ward:
    """Read the folder. Raises FaultsFound, with the faults of all files, when the playlist itself is faulty."""
    lexicon, faults = _lexicon(home)
    scripts, script_faults = _scripts(home)
    faults += script_faults
    try:
        playlist, source = read_playlist(PLAYLIST, _playlist_text(home))
    except FaultsFound as found:
        raise FaultsFound((*found.faults, *faults)) from found
    faults = [*_references(home, playlist, source, scripts), *faults]
    broken = {ScriptId(_id(fault.file)) for fault in script_faults if fault.level is Level.ERROR}
    prepared: dict[ScriptId, Prepared | Unready] = {
        id_: Unready(reason=Reason.FAULTY_SCRIPT, why=tell("bài có lỗi; xem broadcast check"))
        for id_ in broken - scripts.keys()
    }
    prepared |= {id_: prepare(script, playlist.facts, lexicon) for id_, script in scripts.items()}
    return Ward(
        home=home,
        playlist=playlist,
        source=source,
        scripts=MappingProxyType(scripts),
        prepared=MappingProxyType(prepared),
        lexicon=lexicon,
        faults=tuple(faults),
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
            scripts[ScriptId(_id(name))] = read_script(name, _bytes(home, path))
        except FaultsFound as found:
            faults += found.faults
    return scripts, faults


def _id(file: str) -> str:
    return file.removeprefix(f"{SCRIPTS}/").removesuffix(".md")


# --- what only the whole folder shows ---


def _references(
    home: Path, playlist: Playlist, source: YamlFile, scripts: Mapping[ScriptId, Script]
) -> Iterator[Fault]:
    known = {
        *scripts,
        *(ScriptId(_id(path.relative_to(home).as_posix())) for path in (home / SCRIPTS).rglob("*.md")),
    }
    for key, named in (("opening", playlist.opening), ("closing", playlist.closing)):
        if named is not None and named not in known:
            yield source.fault(("station", key), *_no_script(named, known))
    for index, slot in enumerate(playlist.slots):
        if not isinstance(slot.play, Rotation):
            for number, name in enumerate(slot.play):
                if name not in known:
                    yield source.fault(("sessions", index, "play", number), *_no_script(name, known))
    folders = {phase.id for phase in playlist.phases} | {COMMON_FOLDER}
    for id_, script in scripts.items():
        if folder_of(id_) not in folders:
            what = tell("bài nằm ngoài thư mục giai đoạn")
            yield Fault(
                file=script.file, what=what, fix=tell("Chuyển vào: {names}", names=", ".join(sorted(folders)))
            )


def _no_script(name: str, known: set[ScriptId]) -> tuple[Message, Message | None]:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    what = tell("không có bài “{name}” trong scripts", name=name)
    return what, (tell("Ý bạn là {near}?", near=near[0]) if near else None)
