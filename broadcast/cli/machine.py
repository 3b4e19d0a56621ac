"""`broadcast doctor`, `devices`, `cache`: the machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError, WardError, tell
from broadcast.base.words import number, said, words
from broadcast.cli.command import as_json, command, option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.station.devices import Device
    from broadcast.station.doctor import Finding
    from broadcast.station.overview import Overview
    from broadcast.station.readable import Readable

_SIGNS = {"ok": ("√", "green"), "advice": ("!", "yellow"), "fault": ("×", "red")}


@command("Liệt kê loa, tai nghe và micro của máy này, để ghi tên vào playlist.yaml.")
@as_json
def devices(as_json: bool) -> None:
    """List the loudspeakers, headphones and microphones of this machine, on the screen or as JSON."""
    from broadcast.station.devices import devices as outputs
    from broadcast.station.devices import microphones

    face, out, in_ = Face(), outputs(), microphones()
    if as_json:
        face.json(
            "broadcast.devices/1",
            devices=[_device_fields(one) for one in out],
            microphones=[_device_fields(one) for one in in_],
        )
        return
    _list_devices(face, words("Loa, tai nghe"), out, words("Máy này không có loa hay tai nghe nào."))
    face.line()
    _list_devices(face, words("Micro"), in_, words("Máy này không có micro nào."))


def _list_devices(face: Face, heading: str, found: "Sequence[Device]", none: str) -> None:
    if not found:
        face.line(none)
        return
    face.line(heading, "bold")
    rows = [
        (f"  {one.name}", one.host_api, f"{one.rate_hz} Hz", words("(mặc định)") if one.default else "")
        for one in found
    ]
    face.table(rows, give=0)


def _device_fields(one: "Device") -> dict[str, str | int | bool]:
    return {
        "name": one.name, "host_api": one.host_api, "channels": one.channels, "rate_hz": one.rate_hz,
        "default": one.default,
    }  # fmt: skip


@command("Khám máy: playlist, loa, giọng đọc, nhật ký, đĩa; mỗi dòng một việc và cách sửa.")
@as_json
@click.pass_obj
def doctor(home: Path, as_json: bool) -> int:
    """Look at the machine and the ward's folder, show every finding; exit 5 where one must be put right."""
    from broadcast.station.doctor import FindingLevel, examine

    face, findings = Face(), examine(home)
    if as_json:
        face.json("broadcast.doctor/1", findings=[_as_fields(one) for one in findings])
    else:
        _show(face, findings)
    return MachineError.exit_code if any(one.level is FindingLevel.FAULT for one in findings) else 0


def _show(face: Face, findings: "tuple[Finding, ...]") -> None:
    for one in findings:
        sign, style = _SIGNS[one.level.value]
        face.line(f"  {sign} {said(one.what)}", "" if sign == "√" else style)
        if one.fix is not None:
            face.line(f"      {said(one.fix)}")
    faults = sum(one.level.value == "fault" for one in findings)
    advice = sum(one.level.value == "advice" for one in findings)
    if faults and advice:
        face.line(words("Có {faults} việc phải sửa, {advice} điều nên xem.", faults=faults, advice=advice))
    elif faults:
        face.line(words("Có {faults} việc phải sửa.", faults=faults))
    elif advice:
        face.line(words("Không có việc gì phải sửa; {advice} điều nên xem.", advice=advice))
    else:
        face.line(words("√ Không có việc gì phải sửa."))


def _as_fields(one: "Finding") -> dict[str, str | None]:
    return {"verdict": one.level.value, "what": said(one.what), "fix": said(one.fix) if one.fix else None}


@command("Kho tiếng đã tạo: xem dung lượng, kiểm từng tệp, dọn bớt.")
@option("--verify", is_flag=True, help="Đọc lại mọi tệp; tệp hỏng được để riêng và sẽ tạo lại.")
@option("--prune", is_flag=True, help="Xoá tiếng cũ; tiếng cần cho 14 ngày tới luôn được giữ.")
@as_json
@click.pass_obj
def cache(home: Path, verify: bool, prune: bool, as_json: bool) -> None:
    """Show how much the library of made sounds holds; --verify sets damaged files aside, --prune deletes old."""
    from broadcast.station.keeping import prune_cache
    from broadcast.station.overview import shelves_of
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    shelves = shelves_of(home)
    broken = shelves.verify() if verify else ()
    face.warn(seen.warning)
    freed = prune_cache(_overview(seen)) if prune else 0
    usage = shelves.usage()
    if as_json:
        told = [{"shelf": one.shelf, "sounds": one.sounds, "bytes": one.bytes} for one in usage]
        face.json("broadcast.cache/1", shelves=told, set_aside=list(broken), freed=freed)
        return
    names = {"speech": words("đoạn tiếng"), "carts": words("bài đã trộn"), "set-aside": words("tệp hỏng để riêng")}
    rows = [(names[one.shelf], str(one.sounds), f"{number(one.bytes / 1e6, 1)} MB") for one in usage]
    face.table(rows, give=0, right=(1, 2))
    if verify:
        face.line(words("{count} tệp hỏng; sẽ tạo lại khi cần.", count=len(broken)))
    if prune:
        face.line(words("Đã dọn {size:.1f} MB.", size=freed / 1e6))


def _overview(seen: "Readable") -> "Overview":
    """The timetable that tells which sounds must be kept. Raises WardError where nothing tells."""
    if seen.overview is None:
        raise WardError(
            tell("Chưa dọn: không đọc được tệp của phường nên không biết phải giữ tiếng nào."),
            tell("Sửa xong rồi chạy lại. Xem: broadcast check"),
        ) from seen.trouble
    return seen.overview
