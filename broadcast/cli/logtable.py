"""The as-run log -> a table for a spreadsheet: CSV with a line for each airing, openings and closings too."""

import csv
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from broadcast.base.onscreen import one_line
from broadcast.base.words import said, words
from broadcast.cli.command import write_result
from broadcast.cli.logscreen import SIGNS
from broadcast.programme.model import Airing

if TYPE_CHECKING:
    from broadcast.station.readable import Log, Readable

_COLUMNS = (
    "ngay", "gio_lich", "gio_thuc", "lech_giay", "bai", "ten_bai", "giay", "ket_qua", "giong", "ghi_chu",
    "gio_het", "ma_buoi", "buoi", "dot", "phan", "ket_qua_chu", "ma_ly_do", "giong_du_phong", "dau_van_tay", "loi",
    "nhac", "o_loa",
)  # fmt: skip
"""The first ten as they always were; columns are only added, behind them."""


def write_csv(path: Path, seen: "Readable", read: "Log") -> None:
    """Write the log's airings as CSV into the file `path`, or to stdout for `-`. Raises DiskError."""
    if str(path) == "-":
        _csv_to(sys.stdout, seen, read)
        return
    table = StringIO(newline="")
    _csv_to(table, seen, read)
    write_result(path, table.getvalue())


_FORMULA = ("=", "@", "＝", "＠", "＋", "－")
"""What opens a formula; the wide ones in a spreadsheet of an East Asian language."""


def _csv_to(file: TextIO, seen: "Readable", read: "Log") -> None:
    file.write("\ufeff")  # Excel takes a CSV without it for the system's old code page
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    writer.writerows([_plain(text) for text in (*_line(seen, one), _heard(read, one))] for one in read.airings)


def _line(seen: "Readable", one: Airing) -> list[str]:
    return [
        one.planned.date().isoformat(),
        f"{one.planned:%H:%M:%S}",
        f"{one.started:%H:%M:%S}" if one.started else "",
        f"{(one.started - one.planned).total_seconds():.2f}" if one.started else "",
        one.script,
        one.title or seen.title(one.script),
        f"{one.seconds:.1f}",
        one.outcome.value if one.outcome else "",
        one.engine,
        "; ".join(said(why.what) for why in one.reasons),
        f"{one.ended:%H:%M:%S}" if one.ended else "",
        one.session_id,
        one.session,
        one.campaign,
        one.part.value,
        words(SIGNS[one.outcome].what),
        " ".join(why.code for why in one.reasons),
        said(one.fallback) if one.fallback else "",
        one.fingerprint or "",
        " ".join(one.text.split()),
        "; ".join(map(said, one.music)),
    ]


def _heard(read: "Log", one: Airing) -> str:
    heard = read.heard.get((one.cue, one.attempt))
    return "; ".join(map(said, heard.told)) if heard is not None else ""


def _plain(text: str) -> str:
    """Text that a spreadsheet cannot take for a formula; a number stays one."""
    first = text.strip()[:1]  # a tab or a line end before it hides it from no spreadsheet
    guarded = first in _FORMULA or text[:1] in ("\t", "\r", "\n")
    text = one_line(text)
    if guarded or (first in ("+", "-") and not _is_number(text)):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()
