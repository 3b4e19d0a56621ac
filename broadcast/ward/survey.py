"""The ward's folder on the disk -> what could be read of it, and the faults of every file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType

from broadcast.base.errors import DiskError, Fault, FaultsFound, Level, Message, WardError, tell
from broadcast.base.onscreen import one_line
from broadcast.base.reasons import reason_of
from broadcast.programme.settings import COMMON_FOLDER, Playlist, Rotation, ScriptId
from broadcast.text.lexicon import Lexicon
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.fact_faults import fact_warnings
from broadcast.ward.facts import wrong_look_ups
from broadcast.ward.filenames import by_folded, folded, is_script_name, is_text, script_id
from broadcast.ward.filetext import FileText, decoded, lines_of
from broadcast.ward.lexicon import ReadLexicon, read_lexicon, read_what_can_be
from broadcast.ward.playlist import read_playlist
from broadcast.ward.playlist_faults import scripts_named
from broadcast.ward.references import references
from broadcast.ward.script import Script, read_script
from broadcast.ward.secrets import Secrets
from broadcast.ward.strays import alike, copies, idle_common, stray_files
from broadcast.ward.timetable_faults import idle_changes, timetable_warnings
from broadcast.ward.tree import is_outside, tree_faults, walk
from broadcast.ward.unlikely import undealt_phases, unlikely_values
from broadcast.ward.voice_faults import undescribed, voice_warnings
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
    lexicon_lost: bool = False
    """There is a lexicon.yaml, and nothing of it could be read."""


def survey(home: Path, *, doubts_facts: bool = True) -> Survey:
    """Read every file of the ward's folder `home` and collect the faults of all of them.

    `doubts_facts`: whether to warn of what stands where a fact is to be and is none; `check` tells it.

    The faults stand in the order playlist.yaml, lexicon.yaml, scripts/. Raises WardError where there is no
    playlist.yaml, DiskError where a file cannot be read.
    """
    lexicon = _lexicon(home)
    scripts, script_faults = _scripts(home)
    broken = {script_id(one.file) for one in script_faults if one.level is Level.ERROR} - scripts.keys()
    playlist, source, playlist_faults = _playlist(home, doubts_facts=doubts_facts)
    stray = [*stray_files(home), *copies(scripts), *alike(scripts)]
    if is_outside(home):
        # without its scripts a ward would lie silent: as with a faulty playlist, the last good copy is looked at
        playlist, playlist_faults = None, [*tree_faults(home), *playlist_faults]
    elif source is not None:
        playlist_faults += references(home, source, {*scripts, *broken})
        stray += tree_faults(home)
        stray += idle_common(source.value, [ScriptId(name) for _, name in scripts_named(source)], scripts)
    if playlist is not None:
        playlist = with_known_names(playlist, by_folded({*scripts, *broken}))
        script_faults += [*_misplaced(playlist, scripts), *undescribed(playlist.voice, scripts.values())]
        if source is not None:
            playlist_faults += undealt_phases(source, playlist, scripts)
    return Survey(
        playlist=playlist,
        source=source,
        scripts=MappingProxyType(scripts),
        broken=frozenset(broken),
        lexicon=lexicon.lexicon,
        lexicon_lost=lexicon.lost,
        faults=(*playlist_faults, *lexicon.faults, *script_faults, *stray),
    )


def _playlist(home: Path, *, doubts_facts: bool) -> tuple[Playlist | None, YamlFile | None, list[Fault]]:
    """The playlist and its YAML, as far as each could be read."""
    source: YamlFile | None = None
    try:
        source = read_yaml(PLAYLIST, _playlist_text(home), playlist_as_written)
        playlist = read_playlist(source)
        warnings = [
            *(fact_warnings(source) if doubts_facts else ()),
            *timetable_warnings(source),
            *voice_warnings(source, playlist.voice),
        ]
        return playlist, source, [*warnings, *idle_changes(source, playlist), *unlikely_values(source, playlist)]
    except FaultsFound as found:
        return None, source, list(found.faults)


def _playlist_text(home: Path) -> FileText:
    path = home / PLAYLIST
    if path.is_dir():
        raise WardError(
            tell("playlist.yaml trong thư mục {home} là một thư mục, không phải tệp.", home=home),
            tell("Đổi tên thư mục ấy, rồi chép tệp playlist.yaml vào chỗ ấy."),
        )
    if os.path.lexists(path) and not path.is_file():
        raise WardError(
            tell(
                "playlist.yaml trong thư mục {home} là đường dẫn tắt hỏng hoặc tệp đặc biệt, không đọc được.",
                home=home,
            ),
            tell("Xoá nó đi, rồi chép tệp playlist.yaml thật vào chỗ ấy."),
        )
    if not path.is_file():
        raise WardError(_no_playlist(home), _where_then(home))
    raw = own_bytes(home, path)
    try:
        return decoded(PLAYLIST, raw)
    except FaultsFound as found:
        secrets = Secrets(lines_of(raw.decode("utf-8-sig", errors="replace")))
        raise FaultsFound(tuple(secrets.safe(one, one.line) for one in found.faults)) from None


def _no_playlist(home: Path) -> Message:
    if os.path.realpath(home) == os.path.realpath(os.curdir):
        return tell("Không thấy playlist.yaml trong thư mục đang đứng ({home}).", home=os.path.realpath(home))
    if not home.is_dir():
        return tell("Không có thư mục {home}.", home=home)
    return tell("Không thấy playlist.yaml trong thư mục {home}.", home=home)


def _where_then(home: Path) -> Message:
    names = (one.file for one in stray_files(home))
    others = [name for name in names if name.lower().startswith("playlist") and name != PLAYLIST]
    if others:
        return tell("Có tệp {name}: đổi tên thành playlist.yaml.", name=others[0])
    return tell("Chạy trong thư mục của phường, hoặc thêm --home THƯ_MỤC.")


def own_bytes(home: Path, path: Path) -> bytes:
    """Read a file of the ward; raises FaultsFound for what is too large or lies outside its folder, DiskError."""
    name = path.relative_to(home).as_posix()
    try:
        if not Path(os.path.realpath(path)).is_relative_to(home.resolve()):
            raise FaultsFound((Fault(file=name, what=tell("tệp này nằm ngoài thư mục của phường")),))
        state = path.stat()
        if not S_ISREG(state.st_mode):
            raise FaultsFound((Fault(file=name, what=tell("đây không phải một tệp thường, không đọc được")),))
        if state.st_size > _LARGEST_FILE:
            raise FaultsFound((Fault(file=name, what=tell("tệp quá lớn (hơn 2 MB), máy không đọc")),))
        return path.read_bytes()
    except OSError as error:
        raise DiskError(tell("Không đọc được {name} ({reason}).", name=name, reason=reason_of(error))) from error


def lexicon_of(home: Path) -> Lexicon:
    """Read the ward's own readings; none where it has no lexicon.yaml. Raises FaultsFound, DiskError."""
    path = home / LEXICON
    return read_lexicon(LEXICON, own_bytes(home, path)) if os.path.lexists(path) else Lexicon()


def _lexicon(home: Path) -> ReadLexicon:
    """What can be read of the lexicon: one bad line takes no other one with it."""
    path = home / LEXICON
    try:
        there = os.path.lexists(path) and not path.is_dir()  # a folder is told as a stray
        return read_what_can_be(LEXICON, own_bytes(home, path)) if there else ReadLexicon(Lexicon())
    except FaultsFound as found:
        return ReadLexicon(Lexicon(), found.faults, lost=True)
    except DiskError as error:  # a link to nothing, or a file of another account
        return ReadLexicon(Lexicon(), (Fault(file=LEXICON, what=error.what, fix=error.fix),), lost=True)


def script_files(home: Path) -> list[Path]:
    """List the path of every file under `home`/scripts/, subfolders too, named as a script is; sorted by path.

    Empty where there is no such folder, or it is a link out of `home`; one that vanishes while it is listed, or
    whose path there is no UTF-8, is passed over.
    """
    found = (Path(folder, name) for folder, _, names in walk(home) for name in names if is_script_name(name))
    return sorted(path for path in found if is_text(path.relative_to(home).as_posix()))


def _scripts(home: Path) -> tuple[dict[ScriptId, Script], list[Fault]]:
    scripts: dict[ScriptId, Script] = {}
    faults: list[Fault] = []
    for path in script_files(home):
        name = path.relative_to(home).as_posix()
        if one_line(name) != name:
            what = tell("tên tệp có ký tự điều khiển không nhìn thấy được, nên bài không phát")
            faults.append(
                Fault(file=name, what=what, fix=tell("Đặt lại tên tệp bằng chữ thường."), level=Level.WARNING)
            )
            continue
        if os.path.lexists(path) and not path.is_file():  # a link to nothing or to itself, a pipe
            what = tell("đây không phải một tệp đọc được (đường dẫn tắt hỏng, hoặc tệp đặc biệt), nên không phát")
            fix = tell("Xoá đi, hoặc chép lại tệp thật vào đây.")
            faults.append(Fault(file=name, what=what, fix=fix, level=Level.WARNING))
            continue
        try:
            script = read_script(name, own_bytes(home, path))
            faults += wrong_look_ups(script)
        except FaultsFound as found:
            faults += found.faults
        except DiskError as error:
            # else it has gone since it was listed: an editor is just saving it
            if os.path.lexists(path):
                faults.append(Fault(file=name, what=error.what, fix=error.fix))
        else:
            scripts[script_id(name)] = script
    return scripts, faults


# --- what only the whole folder shows ---


def with_known_names(playlist: Playlist, known: Mapping[str, ScriptId]) -> Playlist:
    """Give the scripts that the playlist names in other letters the ids that their files have.

    `known`: the ids by their folded names. A name that nobody wrote a script for stays as it is.
    """

    def own(id_: ScriptId) -> ScriptId:
        return known.get(folded(id_), id_)

    slots = tuple(
        slot if isinstance(slot.play, Rotation) else replace(slot, play=tuple(own(id_) for id_ in slot.play))
        for slot in playlist.slots
    )
    return replace(
        playlist,
        slots=slots,
        opening=own(playlist.opening) if playlist.opening else None,
        closing=own(playlist.closing) if playlist.closing else None,
        changes=tuple(
            replace(one, play=tuple(own(id_) for id_ in one.play)) if one.play else one for one in playlist.changes
        ),
    )


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
            what = tell("bài sẽ không phát: không buổi nào, đợt nào lấy bài ở thư mục này")
            fix = tell("Chuyển bài vào một trong: {names}; hoặc thêm một buổi lấy bài ở thư mục này.",
                       names=", ".join(folders))  # fmt: skip
            yield Fault(file=script.file, what=what, fix=fix, level=Level.WARNING)
