"""The ward's folder -> everything that is wrong in it, and everything that waits for the ward."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from broadcast.audio.places import Place
from broadcast.audio.profiles import Profile, profile_named
from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.library.ingest.report import Asked, Report, Use
from broadcast.library.ingest.verdicts import Heard, reports
from broadcast.library.names import BUILTIN, NONE, respelled
from broadcast.library.shelves import CACHE
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId, SoundSettings
from broadcast.ward.ahead import Lengths
from broadcast.ward.announcer import announcer_faults
from broadcast.ward.aswritten import visible
from broadcast.ward.filenames import script_id
from broadcast.ward.folder import Ward, ward_of
from broadcast.ward.keyfaults import key_faults
from broadcast.ward.outlook import over
from broadcast.ward.places import Places
from broadcast.ward.playlist_faults import sounds_named
from broadcast.ward.script import Script, recording_asked
from broadcast.ward.survey import survey
from broadcast.ward.textcheck import text_faults
from broadcast.ward.yamlfile import Path as YamlPath
from broadcast.ward.yamlfile import YamlFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What is wrong in a ward's folder, and what waits for the ward."""

    faults: tuple[Fault, ...]
    waiting: Mapping[ScriptId, Unready]
    """Scripts that are in order but wait for a fact or a reading; no fault."""
    music: tuple[Fault, ...] = ()
    """Those of the faults that tell of the ward's own music."""
    unsaid: Fault | None = None
    """That the ward has not said who must release what; None where it has. No fault either."""
    over: Fault | None = None
    """That no session is left from today on, and since when; None while one is left. No fault either."""

    @property
    def errors(self) -> int:
        """Count the faults of level ERROR: each keeps something off the air."""
        return sum(fault.level is Level.ERROR for fault in self.faults)

    @property
    def warnings(self) -> int:
        """Count the faults of level WARNING: they keep nothing off the air."""
        return sum(fault.level is Level.WARNING for fault in self.faults)


def check(
    home: Path,
    now: datetime | None = None,
    *,
    heard: Heard | None = None,
    lengths: Callable[[Ward], Lengths] | None = None,
    voice_faults: Callable[[Ward], Sequence[Fault]] | None = None,
) -> Checkup:
    """Read the ward's folder `home`; list its faults: playlist.yaml's first, then by file, line and column.

    Scripts that wait for a fact or a reading are listed apart. `now`: the moment from which the days ahead are
    looked at; None: only what the rules refuse of the plan is told. Makes no sound. The ward's own sounds are
    heard by child processes, and what was heard is kept in audio_cache/: a file that has not changed is not
    decoded again. `heard` is told how many of their bytes were heard so far, and of how many. `lengths`: who knows
    how long the programmes of a ward are; None: they are estimated. `voice_faults`: who knows why a ward's
    voices cannot read; None: nobody. Raises WardError where there is no playlist.yaml, DiskError where a file
    cannot be read, MachineError where no child process can be started.
    """
    seen = survey(home)
    if seen.playlist is not None:
        today = now.astimezone(seen.playlist.zone).date() if now is not None else None
        ward = ward_of(home, seen)
        known = lengths(ward) if lengths is not None else None
        return check_ward(ward, today, heard=heard, lengths=known, voice_faults=voice_faults)
    faults = [*seen.faults, *_sound_faults(home, seen.source, tuple(seen.scripts.values()), heard)]
    return Checkup(faults=tuple(sorted(faults, key=_place)), waiting={})


def check_ward(
    ward: Ward,
    today: date | None = None,
    *,
    heard: Heard | None = None,
    lengths: Lengths | None = None,
    voice_faults: Callable[[Ward], Sequence[Fault]] | None = None,
) -> Checkup:
    """List every fault of a ward that was read already, in order; of its folder only the sounds are opened.

    `today`: from when the days ahead are looked at; None: only what the rules refuse of the plan is told. The
    ward's own sounds are heard by child processes; `heard` and `voice_faults` as for `check`. `lengths`: how long
    the ward's programmes are; None: they are estimated.
    """
    most_s = ward.playlist.airtime.max_session.total_seconds()
    scripts = tuple(ward.scripts.values())
    as_set = ward.playlist.sound
    sounds = tuple(
        _sound_faults(ward.home, ward.source, scripts, heard, most_s, _band_hz(as_set), as_set.loudness)
    )
    faults = [*text_faults(ward, today, lengths), *sounds]
    faults += [*announcer_faults(ward), *key_faults(ward.home)]
    faults += voice_faults(ward) if voice_faults is not None else ()
    broken = {script_id(fault.file) for fault in faults if fault.level is Level.ERROR}
    waiting = {
        id_: unready
        for id_, unready in ward.prepared.items()
        if isinstance(unready, Unready) and id_ not in broken
    }
    return Checkup(
        faults=tuple(sorted(faults, key=_place)),
        waiting=waiting,
        music=tuple(one for one in sounds if one.file == ward.source.places.file),
        unsaid=None if ward.playlist.release.is_written else _release_unsaid(ward.source),
        over=over(ward, today) if today else None,
    )


def _release_unsaid(source: YamlFile) -> Fault:
    what = tell("chưa ghi mục release, nên bài chưa ai duyệt vẫn phát")
    fix = tell("Thêm mục release, có policy: required để bài chưa duyệt thì không phát, hoặc policy: advisory"
               " để vẫn phát và nhật ký ghi là chưa duyệt.")  # fmt: skip
    return replace(source.fault((), what, fix), level=Level.WARNING)


def _place(fault: Fault) -> tuple[bool, str, int, int]:
    return fault.file != "playlist.yaml", fault.file, fault.line, fault.column


def _sound_faults(
    home: Path,
    source: YamlFile | None,
    scripts: Sequence[Script],
    heard: Heard | None,
    most_s: float | None = None,
    band_hz: tuple[float, float] = (0.0, 0.0),
    target_lufs: float = -16.0,
) -> Iterator[Fault]:
    """`most_s`: the longest recording that may air; `band_hz`: what the profile leaves of music."""
    named = [(path, name) for path, name in sounds_named(source) if name != NONE] if source is not None else []
    music = {path: _music_asked(path, name, band_hz) for path, name in named}
    recordings = [
        (script, asked)
        for script in scripts
        if (asked := recording_asked(script, most_s, target_lufs)) is not None
    ]
    found = reports(home, [*(asked for _, asked in recordings), *music.values()], home / CACHE, heard=heard)
    for script, asked in recordings:
        yield from _recording_faults(script, found[asked])
        yield from _words_below(script)
    told: set[tuple[str, str]] = set()
    for path, asked in music.items():
        for fault in _music_faults(source, path, found[asked]) if source is not None else ():
            if (one := (asked.name, str(fault.what))) not in told:  # a file that stands at two places is told once
                told.add(one)
                yield fault

    yield from _respelled(home, source, named, recordings)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRecording:
    """What `check` says of one script's recording."""

    seconds: float | None
    """How long it is; None where no sound can be had from it."""
    faults: tuple[Fault, ...]
    """At the line that names it, those first that keep it off the air; empty where all is well."""

    @property
    def errors(self) -> tuple[Fault, ...]:
        """List what keeps it off the air."""
        return tuple(one for one in self.faults if one.level is Level.ERROR)


def of_recording(ward: Ward, script: Script) -> OfRecording | None:
    """Say of a script's recording what `check` says of it; None where the script has none.

    One that has not changed since it was heard is not decoded again. Raises MachineError where no child process
    can be started.
    """
    asked = ward.recording_asked(script)
    if asked is None:
        return None
    report = reports(ward.home, [asked], ward.home / CACHE)[asked]
    seconds = report.seconds if report.unreadable is None else None
    return OfRecording(seconds=seconds, faults=tuple(_recording_faults(script, report)))


def music_asked(ward: Ward, place: Place) -> Asked | None:
    """Say how the ward's own music at `place` is asked for of library/ingest; None where it names none of its own.

    So is found what was heard of it, without hearing it again.
    """
    name = str(getattr(ward.playlist.sound, place.value))
    if name == NONE or name.startswith(BUILTIN):
        return None
    return _music_asked(("sound", place.value), name, _band_hz(ward.playlist.sound))


def _recording_faults(script: Script, report: Report) -> Iterator[Fault]:
    for why in report.why_not:
        yield _at_recording(script, why.what, why.fix)
    for remark in () if report.why_not else report.remarks:
        yield _at_recording(script, remark.what, remark.fix, Level.WARNING)


def _words_below(script: Script) -> Iterator[Fault]:
    """What is written below the head of a script with a recording: nobody hears it."""
    first = script.body.split("\n", 1)[0]
    if first.strip():
        places = Places(script.file, first, script.body_line, written=script.written)
        what = tell("lời từ dòng này trở đi không phát: bài phát tệp thu sẵn {name}", name=script.recording)
        fix = tell("Muốn máy đọc lời này thì bỏ dòng recording; không thì bỏ lời ở đây.")
        indent = len(first) - len(first.lstrip())
        yield places.at(1, indent + 1, what, fix, length=len(first.strip()), level=Level.WARNING)


def _respelled(
    home: Path,
    source: YamlFile | None,
    named: Sequence[tuple[YamlPath, str]],
    recordings: Sequence[tuple[Script, Asked]],
) -> Iterator[Fault]:
    """Names of sounds that are found though their files are spelled in another way."""
    for script, asked in recordings:
        if (real := respelled(home, asked.name)) is not None:
            yield _at_recording(script, *_spelled_so(asked.name, real), Level.WARNING)
    for path, name in named:
        if source is not None and not name.startswith(BUILTIN) and (real := respelled(home, name)) is not None:
            yield replace(source.fault(path, *_spelled_so(name, real)), level=Level.WARNING)


def _at_recording(script: Script, what: Message, fix: Message | None, level: Level = Level.ERROR) -> Fault:
    """The fault at the name of the recording in the script's header."""
    lines = visible(script.written.text).split("\n") if script.written is not None else []
    line = lines[script.recording_line - 1] if lines and script.recording_line else ""
    named = re.match(r"recording\s*:\s*(?P<name>.*\S)", line)
    places = Places(script.file, line, script.recording_line, written=script.written)
    if named is None:
        return Fault(file=script.file, line=script.recording_line, what=what, fix=fix, level=level)
    begin, end = named.span("name")
    return places.at(1, begin + 1, what, fix, length=end - begin, level=level)


def _spelled_so(name: str, real: str) -> tuple[Message, Message]:
    what = tell(
        "tên tệp tiếng “{name}” viết khác tên thật của tệp; sang máy khác có thể không tìm thấy", name=name
    )
    return what, tell("Viết đúng: {name}", name=real)


def _band_hz(sound: SoundSettings) -> tuple[float, float]:
    profile = profile_named(sound.profile, sound.own_profiles)
    return (profile.low_hz, profile.high_hz) if isinstance(profile, Profile) else (0.0, 0.0)


def _music_asked(path: tuple[str | int, ...], name: str, band_hz: tuple[float, float]) -> Asked:
    place = Place(str(path[-1]))
    return Asked(name=name, use=Use.BED if place is Place.BED else Use.JINGLE, place=place, band_hz=band_hz)


def _music_faults(source: YamlFile, path: tuple[str | int, ...], report: Report) -> Iterator[Fault]:
    """What is told of a piece of music: warnings, for with ours in its place everything airs."""
    ours = tell("Chương trình phát nhạc có sẵn thay vào.")
    for why in report.why_not:
        fix = tell("{first} {then}", first=ours, then=why.fix) if why.fix is not None else ours
        yield replace(source.fault(path, why.what, fix), level=Level.WARNING)
    for one in () if report.why_not else report.remarks:
        yield replace(source.fault(path, one.what, one.fix), level=Level.WARNING)
