"""`broadcast log`: what was heard."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.words import said, words
from broadcast.cli import logproof
from broadcast.cli.airheard import as_fields
from broadcast.cli.choosing import OutcomeName, days_meant, of_days
from broadcast.cli.command import OneLine, OutputFile, as_json, command, option
from broadcast.cli.face import Face
from broadcast.programme.ids import day_of
from broadcast.programme.model import Airing, Part

if TYPE_CHECKING:
    from broadcast.record.selection import Selection
    from broadcast.record.sessions import LoggedDay, LoggedSession
    from broadcast.station.readable import Log, Readable


@command("Nhật ký phát sóng: bài nào đã phát, lúc nào, bao lâu, vì sao không.")
@of_days
@option("--campaign", default="", type=OneLine(), metavar="MÃ", help="Chỉ một đợt, theo mã đợt.")
@option("--script", default="", type=OneLine(), metavar="BÀI", help="Chỉ một bài, theo mã bài.")
@option("--outcome", type=OutcomeName(), help="Chỉ một kết quả: da-phat, phat-do, bo-lo, khong-duoc-phat.")
@option(
    "--person",
    default="",
    type=OneLine(),
    metavar="TÊN",
    help="Chỉ việc do người ấy duyệt, cho phát, đổi hoặc dừng.",
)
@option("--words", "in_full", is_flag=True, help="Kèm nguyên văn lời đã phát của từng bài, từng bản tin.")
@as_json
@option(
    "--csv",
    "csv_file",
    type=OutputFile(".csv", ".txt", or_screen=True),
    metavar="TỆP",
    help="Ghi CSV cho Excel; dấu - để in ra màn hình.",
)
@option(
    "--xlsx",
    "workbook",
    type=OutputFile(".xlsx"),
    metavar="TỆP",
    help="Ghi tệp Excel: nhật ký, theo bài, theo ngày, có biểu đồ.",
)
@option(
    "--print",
    "sheet",
    type=OutputFile(".html"),
    metavar="TỆP",
    help="Ghi sổ nhật ký khổ A4 để in và ký, mỗi tuần một trang (.html).",
)
@option("--rehearsal", is_flag=True, help="Nhật ký của lần tổng duyệt gần nhất.")
@option("--verify", is_flag=True, help="Soát cả nhật ký: có dòng nào bị sửa, thêm hoặc bớt không.")
@option(
    "--against", metavar="CHỖ", help="Cùng --verify: soát theo mốc đã mang ra, là tệp, thư mục, hoặc mã trên giấy."
)
@option("--anchor", is_flag=True, help="Ký mốc nhật ký ngay bây giờ và mang ra thư mục đã khai.")
@option(
    "--prove",
    metavar="MÃ_LƯỢT|SỐ_DÒNG",
    help="Viết bằng chứng của một lượt phát, hoặc rằng từ mốc có chừng ấy dòng nhật ký chỉ dài thêm;"
    " người ngoài tự kiểm được.",
)
@option(
    "--cosign",
    type=click.Path(path_type=Path, exists=True),
    metavar="CHỖ",
    help="Ký chung mốc của một đài khác, sau khi thấy nhật ký ấy chỉ dài thêm.",
)
@option(
    "-o",
    "out",
    type=OutputFile(".json", ".txt"),
    metavar="TỆP",
    help="Ghi bằng chứng hoặc mốc đã ký chung vào tệp.",
)
@click.pass_obj
def log(
    home: Path,
    /,
    campaign: str,
    script: str,
    outcome: Any,
    person: str,
    in_full: bool,
    as_json: bool,
    csv_file: Path | None,
    workbook: Path | None,
    sheet: Path | None,
    rehearsal: bool,
    verify: bool,
    against: str | None,
    anchor: bool,
    prove: str | None,
    cosign: Path | None,
    out: Path | None,
    **days: Any,
) -> int:
    """Show the as-run log, write it on paper, verify, sign or prove it; --verify exits 5 where a line is bad.

    Everything is told by the record alone; the ward's files, which may have faults, tell the zone, and the titles
    of lines that older versions wrote without one.
    """
    if verify or against is not None:
        return logproof.verify(Face(), home, against, as_json=as_json)
    if anchor:
        return logproof.anchor(Face(), home, as_json=as_json)
    if prove is not None:
        return logproof.prove(Face(), home, prove, out)
    if cosign is not None:
        return logproof.cosign(Face(), home, cosign, out)
    from broadcast.record.selection import Selection
    from broadcast.station.readable import read_what_can_be, tampered

    seen, face = read_what_can_be(home, lazily=True), Face()
    since, until = days_meant(seen.clock.now().date(), **days)
    selection = Selection(
        first=since, last=until, campaign=campaign, script=script, outcome=outcome, person=person
    )
    face.warn(seen.warning)
    if not rehearsal:
        face.warn(tampered(home, (since, until)))
    if not _written(face, seen, selection, rehearsal, csv_file=csv_file, workbook=workbook, sheet=sheet):
        _show(face, seen, selection, rehearsal, as_json=as_json, in_full=in_full)
    return 0


def _written(
    face: Face,
    seen: "Readable",
    selection: "Selection",
    rehearsed: bool,
    *,
    csv_file: Path | None,
    workbook: Path | None,
    sheet: Path | None,
) -> bool:
    """Write the files that were asked for, and tell of each; return whether any was."""
    if csv_file is None and workbook is None and sheet is None:
        return False
    from broadcast.station.papers.lines import LogLines
    from broadcast.station.readable import left_out

    lines = LogLines(seen=seen, selection=selection, rehearsed=rehearsed)
    if csv_file is not None:
        from broadcast.station.papers.csvtable import write_csv

        face.note(words("Đã ghi {count} dòng.", count=write_csv(csv_file, lines)))
    if workbook is not None:
        from broadcast.station.papers.workbook import write_workbook

        count = write_workbook(workbook, lines)
        face.note(words("Đã ghi {count} dòng vào {name}.", count=count, name=workbook.name))
    if sheet is not None:
        from broadcast.station.papers.sheet import write_sheet
        from broadcast.station.papers.told import office_of

        count = write_sheet(sheet, lines)
        face.note(words("Đã ghi {count} tuần vào {name}. Mở bằng trình duyệt rồi in (Ctrl+P), khổ A4.",
                        count=count, name=sheet.name))  # fmt: skip
        if not office_of(seen).lines:
            face.note(
                words("Đầu trang còn dòng chấm: ghi tên cơ quan, địa danh vào station.office, station.place.")
            )
    face.warn(left_out(lines.passed_over))
    return True


def _show(
    face: Face, seen: "Readable", selection: "Selection", rehearsed: bool, *, as_json: bool, in_full: bool
) -> None:
    from broadcast.station.readable import read_log

    read = read_log(seen.home, selection, rehearsed=rehearsed)
    face.warn(read.unreadable)
    if as_json:
        _show_json(face, seen, read)
        return
    from broadcast.cli.logscreen import show

    show(face, seen, read, in_full=in_full, of_days=selection.is_of_days_alone)


def _show_json(face: Face, seen: "Readable", read: "Log") -> None:
    face.json(
        "broadcast.log/1",
        airings=[
            _as_fields(seen, one) | {"aircheck": _heard_fields(read, one)}
            for one in read.airings
            if one.is_announcement
        ],
        sessions=[_session_fields(seen, one) for day in read.days for one in day.sessions],
        days_off=[{"day": f"{day.day}", "why": said(day.off)} for day in read.days if day.off],
        changes=[one for day in read.days for one in _change_fields(day)],
        notes=[
            {"at": one.at, "what": "; ".join(map(said, one.what)), "codes": [*one.codes], "by": one.by or None}
            for one in read.notes
        ],
    )


def _heard_fields(read: "Log", one: Airing) -> dict[str, object] | None:
    """What a microphone heard of it at the loudspeaker; None where nobody compared."""
    heard = read.heard.get((one.cue, one.attempt))
    return as_fields(heard) if heard is not None else None


def _as_fields(seen: "Readable", one: Airing) -> dict[str, Any]:
    return {
        "cue": one.cue,
        "day": f"{day_of(one.session_id)}",
        "session": one.session_id,
        "session_name": one.session,
        "campaign": one.campaign or None,
        "part": one.part.value,
        "script": one.script,
        "title": one.title or seen.title(one.script),
        "planned": one.planned.isoformat(),
        "started": one.started.isoformat() if one.started else None,
        "ended": one.ended.isoformat() if one.ended else None,
        "seconds": round(one.seconds, 3),
        "frames": one.frames,
        "outcome": one.outcome.value if one.outcome else None,
        "engine": one.engine,
        "fallback": said(one.fallback) if one.fallback else None,
        "music": [said(why) for why in one.music],
        "fingerprint": one.fingerprint,
        "made": _made_fields(one),
        "output": _output_fields(one),
        "release": _release_fields(one),
        "attempt": one.attempt,
        "note": "; ".join(said(why.what) for why in one.reasons),
        "reasons": [{"code": why.code, "what": said(why.what)} for why in one.reasons],
        "text": one.text,
    }


def _made_fields(one: Airing) -> dict[str, Any] | None:
    return asdict(one.made) if one.made is not None else None


def _output_fields(one: Airing) -> dict[str, Any] | None:
    return asdict(one.output) if one.output is not None else None


def _release_fields(one: Airing) -> dict[str, Any] | None:
    if (told := one.release) is None:
        return None
    return {"serial": told.serial, "by": told.by, "why": said(told.why) if told.why is not None else None}


def _session_fields(seen: "Readable", one: "LoggedSession") -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "campaign": one.campaign or None,
        "at": one.at.isoformat() if one.at else None,
        "begun": one.begun.isoformat() if one.begun else None,
        "ended": one.ended.isoformat() if one.ended else None,
        "openings": [_as_fields(seen, airing) for airing in one.of_part(Part.OPENING)],
        "closings": [_as_fields(seen, airing) for airing in one.of_part(Part.CLOSING)],
        "cues": [airing.cue for airing in one.announcements],
        "dealt_anew": [
            {"at": told.at.isoformat(), "why": [said(why) for why in told.why]} for told in one.dealt_anew
        ],
        "off": said(one.off) if one.off else None,
        "refused": said(one.refused) if one.refused else None,
    }


def _change_fields(day: "LoggedDay") -> list[dict[str, Any]]:
    return [
        {"number": one.number, "day": day.day.isoformat(), "session": one.key, "written": one.written.isoformat()}
        | {key: value for key, value in one.body.items() if key != "why"}
        | {"why": [said(why) for why in one.why]}
        for one in day.changes
    ]
