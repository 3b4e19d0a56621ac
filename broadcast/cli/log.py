"""`broadcast log`: what was heard."""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from broadcast.base.errors import JournalError
from broadcast.base.words import said, words
from broadcast.cli.command import Day, OutputFile, as_json, command, option, resolve, write_result
from broadcast.cli.face import Face, clock_length, spoken_length
from broadcast.programme.model import Airing, Outcome

if TYPE_CHECKING:
    from broadcast.station.readable import Readable

_SIGNS = {
    Outcome.AIRED: ("√", ""),
    Outcome.CUT: ("■ phát dở", "yellow"),
    Outcome.MISSED: ("! bỏ lỡ", "yellow"),
    Outcome.REFUSED: ("× không được phát", "red"),
    None: ("● đang phát", "red"),
}
_COLUMNS = ("ngay", "gio_lich", "gio_thuc", "lech_giay", "bai", "ten_bai", "giay", "ket_qua", "giong", "ghi_chu")
_LONG_AGO = timedelta(days=36_500)


@command("Nhật ký phát sóng: bài nào đã phát, lúc nào, bao lâu, vì sao không.")
@option("--from", "first", type=Day(), help="Từ ngày (không ghi thì từ đầu).")
@option("--to", "last", type=Day(), help="Đến hết ngày (không ghi thì đến cuối).")
@as_json
@option("--csv", "csv_file", type=OutputFile(".csv", ".txt", or_screen=True),
        help="Ghi CSV cho Excel; dấu - để in ra màn hình.")  # fmt: skip
@option("--rehearsal", is_flag=True, help="Nhật ký của lần tổng duyệt gần nhất.")
@option("--verify", is_flag=True, help="Soát chuỗi băm của cả nhật ký: có dòng nào bị sửa, thêm hoặc bớt không.")
@click.pass_obj
def log(
    home: Path,
    first: date | timedelta | None,
    last: date | timedelta | None,
    as_json: bool,
    csv_file: Path | None,
    rehearsal: bool,
    verify: bool,
) -> int:
    """Show the as-run log, write it as CSV, or verify its chain; --verify exits 5 where a line does not fit.

    Titles come from the ward's files, which may have faults.
    """
    if verify:
        return _verify(Face(), home, as_json)
    from broadcast.station.overview import airings as read_airings
    from broadcast.station.overview import notes as read_notes
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    today = seen.clock.now().date()
    since = resolve(first, today) if first is not None else today - _LONG_AGO
    until = resolve(last, today) if last is not None else today + _LONG_AGO
    airings = read_airings(home, since, until, rehearsed=rehearsal)
    told = () if rehearsal else read_notes(home)  # a rehearsal leaves no notes
    face.warn(seen.warning)
    if as_json:
        notes = [{"at": at, "what": what} for at, what in told]
        face.json("broadcast.log/1", airings=[_as_fields(airing) for airing in airings], notes=notes)
    elif csv_file is not None:
        _write_csv(csv_file, seen, airings)
        face.note(words("Đã ghi {count} dòng.", count=len(airings)))
    else:
        _show(face, seen, airings)
        _show_notes(face, told, since, until)
    return 0


def _verify(face: Face, home: Path, as_json: bool) -> int:
    """Tell whether every line of the as-run log fits, and which is the first that does not; needs no playlist."""
    from broadcast.station.readable import verify_log

    verified = verify_log(home)
    broken = verified.broken
    if as_json:
        day = broken.day.isoformat() if broken and broken.day else None
        first = {"line": broken.number, "day": day, "why": said(broken.why)} if broken else None
        face.json("broadcast.log-verify/1", fits=broken is None, lines=verified.lines, first_broken=first)
    elif broken is None:
        face.line(words("√ nhật ký có {count} dòng, chuỗi băm khớp từ đầu đến cuối", count=verified.lines))
    else:
        face.line(words("× {line}: {why}", line=said(broken.where), why=said(broken.why)), "red")
        face.note(words("Giữ nguyên thư mục journal và báo người phụ trách."))
    return 0 if broken is None else JournalError.exit_code


def _show_notes(face: Face, notes: Iterable[tuple[str, str]], since: date, until: date) -> None:
    """Who stopped it, what the clock did; with the moment that the clock showed, right or wrong."""
    shown = [(at, what) for at, what in notes if not at or since <= date.fromisoformat(at[:10]) <= until]
    if shown:
        face.line()
        face.line(words("Ghi chú:"), "bold")
    for at, what in shown:
        face.line(f"  {at[8:10]}/{at[5:7]}  {at[11:19]}  {what}")


def _show(face: Face, seen: "Readable", airings: Sequence[Airing]) -> None:
    if not airings:
        face.line(words("Nhật ký chưa có dòng nào trong những ngày này."))
        return
    face.line(f"{words('Ngày'):<6} {words('Lịch'):<9} {words('Thực'):<9} {words('Bài'):<48} {words('Dài'):>5}  "
              + words("Kết quả"), "bold")  # fmt: skip
    for one in airings:
        what, style = _SIGNS[one.outcome]
        started = f"{one.started:%H:%M:%S}" if one.started else "—"
        length = clock_length(one.seconds) if one.frames else "—"
        title = seen.title(one.script)
        note = f": {one.note}" if one.note else ""
        face.line(f"{one.planned:%d/%m}  {one.planned:%H:%M:%S}  {started:<9} {title[:48]:<48} {length:>5}  "
                  f"{words(what)}{note}", style)  # fmt: skip
    aired = [one for one in airings if one.outcome is Outcome.AIRED]
    face.line()
    text = words(
        "{count} lượt đã phát, {length}", count=len(aired), length=spoken_length(sum(o.seconds for o in aired))
    )
    if other := len(airings) - len(aired):
        text += words("; {count} lượt không trọn vẹn", count=other)
    face.line(text + ".")


def _as_fields(one: Airing) -> dict[str, Any]:
    return {
        "cue": one.cue,
        "script": one.script,
        "planned": one.planned.isoformat(),
        "started": one.started.isoformat() if one.started else None,
        "ended": one.ended.isoformat() if one.ended else None,
        "seconds": round(one.seconds, 3),
        "frames": one.frames,
        "outcome": one.outcome.value if one.outcome else None,
        "engine": one.engine,
        "attempt": one.attempt,
        "note": one.note,
    }


def _write_csv(path: Path, seen: "Readable", airings: Iterable[Airing]) -> None:
    if str(path) == "-":
        _csv_to(sys.stdout, seen, airings)
        return
    held = StringIO(newline="")
    _csv_to(held, seen, airings)
    write_result(path, held.getvalue())


def _csv_to(file: TextIO, seen: "Readable", airings: Iterable[Airing]) -> None:
    file.write("\ufeff")  # Excel takes a CSV without it for the system's old code page
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for one in airings:
        late = f"{(one.started - one.planned).total_seconds():.2f}" if one.started else ""
        writer.writerow(
            [
                one.planned.date().isoformat(),
                f"{one.planned:%H:%M:%S}",
                f"{one.started:%H:%M:%S}" if one.started else "",
                late,
                one.script,
                _plain(seen.title(one.script)),
                f"{one.seconds:.1f}",
                one.outcome.value if one.outcome else "",
                one.engine,
                _plain(one.note),
            ]
        )


def _plain(text: str) -> str:
    """Text that a spreadsheet cannot take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
