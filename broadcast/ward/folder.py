"""The ward's folder -> Ward: what playlist, scripts and lexicon mean together; what is ready, and what is not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from broadcast.base.errors import Fault, FaultsFound, NotAudio, UnknownScript, tell
from broadcast.library.names import inside, is_own
from broadcast.library.takeshelf import take_slips
from broadcast.library.voiceshelf import slips
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import Playlist, ScriptId
from broadcast.programme.stock import Stock, Stocked
from broadcast.text.lexicon import Lexicon
from broadcast.ward.nearest import meant, nearest
from broadcast.ward.readings import Prepared, certain, reading_of
from broadcast.ward.script import Script, recording_asked
from broadcast.ward.survey import LEXICON, PLAYLIST, SCRIPTS, Survey, script_files, survey
from broadcast.ward.yamlfile import YamlFile

if TYPE_CHECKING:
    from broadcast.library.ingest.report import Asked


class Readings(Mapping[ScriptId, Prepared | Unready]):
    """The reading of each script, taken when it is first asked for, and kept."""

    def __init__(self, scripts: Iterable[ScriptId], read: Callable[[ScriptId], Prepared | Unready]) -> None:
        """`scripts`: all that may be asked for; `read` takes the reading of one."""
        self._kept = dict[ScriptId, Prepared | Unready | None].fromkeys(scripts)
        self._read = read

    def __getitem__(self, script: ScriptId) -> Prepared | Unready:
        found = self._kept[script]
        if found is None:
            found = self._kept[script] = self._read(script)
        return found

    def __contains__(self, script: object) -> bool:
        return script in self._kept  # a Mapping would take the reading to find out

    def __iter__(self) -> Iterator[ScriptId]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """One ward's folder, read once: nothing in it changes while the files do."""

    home: Path
    playlist: Playlist
    source: YamlFile
    scripts: Mapping[ScriptId, Script]
    """The scripts that could be read at all."""
    readings: Mapping[ScriptId, Prepared | Unready]
    """Every script file there is, doubtful readings too: for whoever looks at them."""
    prepared: Mapping[ScriptId, Prepared | Unready]
    """Every script file there is, doubtful readings refused: for whoever makes carts of them."""
    lexicon: Lexicon
    faults: tuple[Fault, ...]
    """Of scripts and lexicon; a faulty playlist makes no Ward."""
    ready: Stock = field(init=False, compare=False, repr=False)
    """Every script as dealing sees it: whether it has all its words, and on which days it may air."""

    def __post_init__(self) -> None:
        """Look once for what can be dealt; a station asks for it again and again."""
        stocked = {id_: self._stocked(id_) for id_ in self.prepared}
        object.__setattr__(self, "ready", Stock(stocked, self._is_ready))

    def _stocked(self, id_: ScriptId) -> Stocked:
        script = self.scripts.get(id_)
        return Stocked(title=script.title, validity=script.validity) if script is not None else Stocked(title=id_)

    def _is_ready(self, id_: ScriptId) -> bool:
        return isinstance(self.prepared[id_], Prepared)

    @property
    def sounds(self) -> tuple[str, ...]:
        """List the files of the ward's own that carts are made of, by their paths in the folder.

        They are the recordings of scripts and the sounds of playlist.yaml, less those that ship with the program;
        whether a file is there is not asked.
        """
        around = self.playlist.sound
        named = (around.opening, around.sting, around.closing, around.bed)
        own = [name for name in named if is_own(name)]
        recorded = [script.recording for script in self.scripts.values() if script.recording is not None]
        return tuple(dict.fromkeys((*own, *recorded)))

    def title(self, id_: ScriptId) -> str:
        """Return the script's title, as the operator knows it; its id where its file could not be read."""
        script = self.scripts.get(id_)
        return script.title if script else id_

    def of(self, id_: ScriptId) -> Prepared | Unready:
        """Return what that script would say; an Unready where it is not certain, or no file has that id."""
        known = self.prepared.get(id_)
        if known is None:
            return Unready(reason=Reason.UNKNOWN_SCRIPT, why=tell("không có bài {script}", script=id_))
        return known

    def recording_asked(self, script: Script) -> "Asked | None":
        """Say how the recording of one of its scripts is asked for of library/ingest; None where it has none."""
        longest = self.playlist.airtime.max_session
        return recording_asked(script, longest.total_seconds(), self.playlist.sound.loudness)

    def find(self, name: str) -> ScriptId:
        """Find the script of that id, or of the id's last part where one script alone has it; return its id.

        `.md`, `scripts/` before it and the number that opens the last part may be there or not. Raises
        UnknownScript, with the nearest name, where there is no such script or more than one.
        """
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
        near = nearest(wanted, [*self.prepared, *map(_short, self.prepared)], cutoff=0.4)
        raise UnknownScript(
            tell("Không có bài “{name}”.", name=name),
            meant(near) if near else tell("Xem các bài có sẵn trong thư mục scripts."),
        )


def _short(id_: str) -> str:
    return id_.rsplit("/", 1)[-1]


def _unnumbered(name: str) -> str:
    return name.lstrip("0123456789").lstrip("-") or name


def read_ward(home: Path, *, lazily: bool = False) -> Ward:
    """Read the ward's folder `home` and turn every script into words.

    `lazily`: a script is turned into words when it is first asked for, which costs whoever asks for none nothing,
    and no fact is doubted, of which `check` warns; the files are read now. Raises FaultsFound as `ward_of`,
    WardError where there is no playlist.yaml, DiskError where a file cannot be read. Faults of scripts, and of
    lines of the lexicon, are in `Ward.faults`.
    """
    ward = ward_of(home, survey(home, doubts_facts=not lazily))
    if not lazily:
        for id_ in ward.prepared:
            ward.of(id_)
    return ward


def ward_of(home: Path, seen: Survey) -> Ward:
    """Make the Ward of a folder from its survey; each script is put in words, with its facts, when asked for.

    No file is read.

    Raises FaultsFound with the faults of all files where playlist.yaml has one itself, or nothing of lexicon.yaml
    could be read: every script might be read out otherwise than the ward wants.
    """
    if seen.playlist is None or seen.source is None or seen.lexicon_lost:
        raise FaultsFound(seen.faults)
    facts, lexicon = seen.playlist.facts, seen.lexicon

    def read(id_: ScriptId) -> Prepared | Unready:
        if (script := seen.scripts.get(id_)) is None:
            return Unready(reason=Reason.FAULTY_SCRIPT, why=tell("bài có lỗi; xem broadcast check"))
        return reading_of(script, facts, lexicon)

    readings = Readings([*seen.broken, *seen.scripts], read)
    return Ward(
        home=home,
        playlist=seen.playlist,
        source=seen.source,
        scripts=seen.scripts,
        readings=readings,
        prepared=Readings(readings, lambda id_: certain(readings[id_])),
        lexicon=seen.lexicon,
        faults=seen.faults,
    )


def read_out(ward: Ward, id_: ScriptId) -> Prepared | Unready:
    """Return the script with its facts in place, and how it is spoken, doubts included; or an Unready.

    No file is read: this is what the folder said when the Ward was made. Unready where a fact is missing, the
    script is faulty, or no file has that id.
    """
    return ward.readings.get(id_) or ward.of(id_)


Stamp = tuple[tuple[str, int, int], ...]
"""Path, moment of change (ns) and size (bytes) of each file of a ward; equal while nothing has changed."""


def stamp(home: Path) -> Stamp:
    """Note path, moment of change and size of playlist.yaml, lexicon.yaml and every script of the folder `home`.

    `stamp_of_sounds` does the same for the files that carts are made of. Take the stamp before the files are read:
    what is saved while they are being read then shows as a change. A file that vanishes while it is looked at (an
    editor saves by deleting and renaming) is left out; nothing is raised.
    """
    return _states(home / PLAYLIST, home / LEXICON, *script_files(home))


def stamp_of_sounds(home: Path, sounds: Iterable[str]) -> Stamp:
    """Note path, moment of change and size of what carts are made of in the folder `home`; none of it is read.

    That is the files `sounds`, a Ward's, the slips of the voices that are installed there, and those of the takes
    of its announcer. A file that is not there, or that cannot be looked at, is left out; nothing is raised.
    """
    paths = []
    for name in sounds:
        with suppress(NotAudio, OSError, ValueError):
            paths.append(inside(home, name))
    with suppress(OSError):
        paths += slips(home)
    return _states(*paths, *take_slips(home))


def _states(*paths: Path) -> Stamp:
    found = []
    for path in paths:
        with suppress(OSError):
            state = path.stat()
            if S_ISREG(state.st_mode):
                # a file that another is moved upon may keep its old moment of change, but is new in its place
                found.append((str(path), max(state.st_mtime_ns, state.st_ctime_ns), state.st_size))
    return tuple(found)
