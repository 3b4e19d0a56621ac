"""The ward's folder and its machine -> findings, each with what to do about it."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from broadcast.base.errors import (
    BroadcastError,
    DeviceError,
    Fault,
    FaultsFound,
    Level,
    Message,
    tell,
)
from broadcast.base.packages import how_to_get
from broadcast.library.ingest.formats import wants_ffmpeg
from broadcast.playout.output.devices import Device, NoSuchDevice, find
from broadcast.playout.output.listing import devices
from broadcast.production.voices.called import in_full
from broadcast.production.voices.readiness import why_not
from broadcast.programme.settings import Devices
from broadcast.programme.voice import USUAL_ENGINES, Voice
from broadcast.station.ahead import troubles
from broadcast.station.findings import Finding as Finding
from broadcast.station.findings import FindingLevel as FindingLevel
from broadcast.station.keydays import about_keys
from broadcast.station.lengths import lengths_of
from broadcast.station.logchecked import about_key, about_log
from broadcast.station.readable import Readable, read_what_can_be
from broadcast.station.requirements import unmet
from broadcast.station.station import try_voices
from broadcast.station.voicefaults import silent_voices
from broadcast.ward.ahead import Lengths
from broadcast.ward.check import check_ward
from broadcast.ward.folder import Ward
from broadcast.ward.survey import PLAYLIST

_LITTLE_SPACE_GB = 2.0
_Silent = Mapping[str, Sequence[Fault]]
"""The engines that cannot read though the ward asks for them, each with what is told of it."""


def examine(home: Path) -> tuple[Finding, ...]:
    """Look at what the station needs of this machine and the ward's folder `home`; return every finding.

    Looked at are program, packages, disk, files, devices, voices and log; the last four not where playlist.yaml is
    faulty. Voices are asked to speak. Raises WardError where there is no such folder.
    """
    seen = read_what_can_be(home)
    findings = [_program(), *_packages(), _space(home)]
    silent = silent_voices(seen.overview.ward) if seen.overview is not None else {}
    for look in (
        partial(_ward, silent),
        _secrets,
        _devices,
        partial(_voices, silent),
        about_key,
        _keys,
        about_log,
    ):
        findings += _looked(look, seen)
    return tuple(findings)


def _looked(look: Callable[[Readable], Iterator[Finding]], seen: Readable) -> Iterator[Finding]:
    try:
        yield from look(seen)
    except BroadcastError as error:
        yield _of(error)


def _of(error: BroadcastError) -> Finding:
    return Finding(level=FindingLevel.FAULT, what=error.what, fix=error.fix)


def _program() -> Finding:
    python = ".".join(map(str, sys.version_info[:3]))
    what = tell("Python {python}, broadcast {version}", python=python, version=version("broadcast"))
    return Finding(level=FindingLevel.OK, what=what)


def _packages() -> Iterator[Finding]:
    for one in unmet():
        fix = tell("Có lẽ một chương trình khác đã đổi gói này. Cài lại bằng lệnh đầu tiên của README.")
        if one.installed is None:
            what = tell("thiếu gói {name}, chương trình cần bản {needed}", name=one.name, needed=one.needed)
            yield Finding(level=FindingLevel.FAULT, what=what, fix=fix)
        else:
            what = tell(
                "gói {name} đang là bản {installed}, chương trình được làm và thử với bản {needed}",
                name=one.name, installed=one.installed, needed=one.needed,
            )  # fmt: skip
            yield Finding(level=FindingLevel.ADVICE, what=what, fix=fix)


def _space(home: Path) -> Finding:
    free_gb = shutil.disk_usage(home).free / 1e9
    what = tell("đĩa còn trống {free:.0f} GB", free=free_gb)
    if free_gb >= _LITTLE_SPACE_GB:
        return Finding(level=FindingLevel.OK, what=what)
    return Finding(level=FindingLevel.FAULT, what=what, fix=tell("Dọn bớt đĩa, hoặc: broadcast cache --prune"))


def _ward(silent: _Silent, seen: Readable) -> Iterator[Finding]:
    if isinstance(seen.trouble, FaultsFound):
        faults = tell("playlist.yaml có {count} lỗi", count=len(seen.trouble.faults))
        yield Finding(level=FindingLevel.FAULT, what=faults, fix=tell("Xem: broadcast check"))
    elif seen.trouble is not None:
        yield _of(seen.trouble)
    elif seen.overview is not None:
        yield from _scripts(seen.overview.ward, seen.overview.clock.now(), silent)


def _ahead(ward: Ward, now: datetime, lengths: Lengths) -> Iterator[Finding]:
    """What of the days ahead will not air as it is planned; what is at fault there `check` counts too."""
    for one in troubles(ward, now.date(), lengths=lengths):
        level = FindingLevel.FAULT if one.level is Level.ERROR else FindingLevel.ADVICE
        yield Finding(level=level, what=one.what, fix=one.fix)


def _scripts(ward: Ward, now: datetime, silent: _Silent) -> Iterator[Finding]:
    lengths = lengths_of(ward)
    checkup = check_ward(ward, now.date(), lengths=lengths, voice_faults=lambda _: _told(silent))
    scripts = len(ward.scripts)
    ahead = tuple(_ahead(ward, now, lengths))
    told = [one.what for one in ahead]
    if any(one.level is Level.ERROR and one.what not in told for one in checkup.faults):
        what = tell("thư mục của phường có {count} lỗi", count=checkup.errors)  # as many as `check` says
        yield Finding(level=FindingLevel.FAULT, what=what, fix=tell("Xem: broadcast check"))
    elif not checkup.errors:
        yield Finding(level=FindingLevel.OK, what=tell("playlist.yaml và {count} bài không có lỗi", count=scripts))
    yield from ahead
    if unread := {one.file for one in checkup.faults if wants_ffmpeg(one.what)}:
        what = tell("máy chưa có ffmpeg, mà {files} cần nó để đọc tệp tiếng", files=", ".join(sorted(unread)))
        yield Finding(level=FindingLevel.FAULT, what=what, fix=how_to_get("imageio-ffmpeg"))
    for music in {str(one.what): one for one in checkup.music}.values():
        yield Finding(level=FindingLevel.ADVICE, what=music.what, fix=music.fix)
    if checkup.waiting:
        what = tell("{count} bài chưa sẵn sàng", count=len(checkup.waiting))
        yield Finding(level=FindingLevel.ADVICE, what=what, fix=tell("Xem: broadcast check"))


def _secrets(seen: Readable) -> Iterator[Finding]:
    """The passwords of those that are told of rehearsals stand in playlist.yaml: who may read that has them."""
    playlist = seen.home / PLAYLIST
    if seen.overview is not None and seen.overview.ward.playlist.notices and _is_open_to_all(playlist):
        yield Finding(
            level=FindingLevel.ADVICE,
            what=tell("mọi tài khoản trên máy đọc được playlist.yaml, nơi có mật khẩu ở station.notices"),
            fix=tell(
                "Chỉ cho tài khoản chạy chương trình được đọc tệp này: chmod 600 {path}", path=playlist.resolve()
            ),
        )


def _is_open_to_all(path: Path) -> bool:
    """Whether every account of the machine can read the file; not asked on Windows, where its folder says that."""
    if os.name == "nt":
        return False
    try:
        return all(_ways_in(path)) and bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _ways_in(path: Path) -> list[bool]:
    """Whether every account may go through each of the folders above the file."""
    return [bool(folder.stat().st_mode & stat.S_IXOTH) for folder in path.resolve().parents]


def _devices(seen: Readable) -> Iterator[Finding]:
    """By the last good files' names where the ward's cannot be read; without any, whether there are devices."""
    found = devices()
    if not found:
        raise DeviceError(
            tell("máy này không có thiết bị âm thanh nào"),
            tell("Cắm loa hoặc card âm thanh, rồi chạy lại: broadcast doctor"),
        )
    if seen.overview is None:
        what = tell("máy có {count} thiết bị âm thanh; chưa biết loa nào là của phường", count=len(found))
        yield Finding(
            level=FindingLevel.ADVICE, what=what, fix=tell("Sửa playlist.yaml trước. Xem: broadcast check")
        )
        return
    yield from _named(seen.overview.ward.playlist.devices, found)


def _named(names: Devices, found: Sequence[Device]) -> Iterator[Finding]:
    loudspeakers = [("Loa phường", name) for name in names.loudspeakers]
    for what, name in (*loudspeakers, ("Tai nghe nghe thử", names.preview)):
        try:
            device = find(name, found)
        except NoSuchDevice as error:
            raise DeviceError(
                tell("{what}: không thấy “{name}”", what=tell(what), name=name),
                tell("Cắm lại, hoặc sửa mục output trong playlist.yaml. Xem tên: broadcast devices"),
            ) from error
        told = tell("{what}: {name}, {rate} Hz", what=tell(what), name=device.name, rate=device.rate_hz)
        yield Finding(level=FindingLevel.OK, what=told)
    if find(names.preview, found) in [find(name, found) for name in names.loudspeakers]:
        yield Finding(
            level=FindingLevel.ADVICE,
            what=tell("nghe thử và loa phường đang là một thiết bị, nên nghe thử bị chặn"),
            fix=tell("Đặt output.preview là tên tai nghe của máy. Xem tên: broadcast devices"),
        )


def _voices(silent: _Silent, seen: Readable) -> Iterator[Finding]:
    """The voices the ward has chosen; the usual ones where its files cannot be read."""
    voice, wanted = Voice(), frozenset(USUAL_ENGINES)
    if seen.overview is not None:
        ward = seen.overview.ward
        voice, wanted = ward.playlist.voice, _chosen(ward)
    for fault in {str(one.what): one for one in _told(silent)}.values():
        yield Finding(level=FindingLevel.ADVICE, what=fault.what, fix=fault.fix)
    for engine, answer in try_voices(voice, seen.home, wanted - silent.keys()).items():
        name = in_full(engine, voice)
        match answer:
            case None:
                yield Finding(level=FindingLevel.OK, what=tell("giọng {name} đọc được", name=name))
            case Message():
                what = tell("giọng {name}: {why}", name=name, why=answer)
                why = why_not(engine, voice, seen.home)
                yield Finding(level=FindingLevel.ADVICE, what=what, fix=None if why is None else why.fix)


def _told(silent: _Silent) -> list[Fault]:
    return [fault for faults in silent.values() for fault in faults]


def _chosen(ward: Ward) -> frozenset[str]:
    """The engines that playlist.yaml or a script names."""
    own = {script.voice for script in ward.scripts.values() if script.voice}
    return frozenset({*ward.playlist.voice.engines, *own})


def _keys(seen: Readable) -> Iterator[Finding]:
    told = about_keys(seen.overview) if seen.overview is not None else ()
    yield from (Finding(level=FindingLevel.ADVICE, what=one, fix=tell("Xem: broadcast keys list")) for one in told)
