"""The as-run log -> a table for a spreadsheet: CSV with a line for each airing, openings and closings too."""

import csv
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from broadcast.base.files import whole_file
from broadcast.base.onscreen import one_line
from broadcast.base.words import number, said
from broadcast.programme.airheard import AirHeard
from broadcast.programme.evidence import AtOutput, MadeOf
from broadcast.programme.model import Airing
from broadcast.programme.voice import spoken_by
from broadcast.record.outcomes import OUTCOMES
from broadcast.station.papers.lines import LogLines

_COLUMNS = (
    "ngay", "gio_lich", "gio_thuc", "lech_giay", "bai", "ten_bai", "giay", "ket_qua", "giong", "ghi_chu",
    "gio_het", "ma_buoi", "buoi", "dot", "phan", "ma_ket_qua", "ma_ly_do", "giong_du_phong", "dau_van_tay", "loi",
    "nhac", "giong_chu", "so_duyet", "nguoi_duyet", "o_loa",
    "loa", "thiet_bi", "loa_thu", "hut_tieng", "muc_db", "dinh_db", "lufs", "ma_ban", "giong_cu_the", "sha256",
)  # fmt: skip
"""Columns are only added, behind these."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What opens a formula or a number; the wide ones in a spreadsheet of an East Asian language."""


class Figure(str):
    """A number as the reader's language writes it: the one field that may begin with a sign."""

    __slots__ = ()


def write_csv(path: Path, lines: LogLines) -> int:
    """Write the log's airings as CSV into the file `path`, or to stdout for `-`; return how many lines it has.

    Fields are parted as the reader's Excel parts them: by `;` where a decimal comma is written, else by a comma.
    Raises DiskError, and JournalError where the log cannot be read.
    """
    if str(path) == "-":
        return _csv_to(sys.stdout, lines)
    with whole_file(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        count = _csv_to(text, lines)
        text.flush()
        text.detach()  # the file is put in its place by who opened it
        return count


def _csv_to(file: TextIO, lines: LogLines) -> int:
    table = Table(file)
    table.add(_COLUMNS)
    count = 0
    for day, airings in lines.days():
        heard = lines.heard(day)
        for one in airings:
            table.add([*_line(lines, one), _at_loudspeaker(heard.get((one.cue, one.attempt))), *_evidence(one)])
        count += len(airings)
    return count


class Table:
    """A CSV as the reader's Excel takes it, in a file that was just opened for it."""

    def __init__(self, file: TextIO) -> None:
        """Begin it. Fields are parted by `;` where a decimal comma is written, else by a comma."""
        file.write("\ufeff")  # Excel takes a CSV without it for the system's old code page
        self._writer = csv.writer(file, delimiter=";" if "," in number(0, 1) else ",")

    def add(self, fields: Iterable[str]) -> None:
        """Write one line; none of its fields but a Figure is taken for a formula or a number with a sign."""
        self._writer.writerow([plain(field) for field in fields])


def _line(lines: LogLines, one: Airing) -> list[str]:
    return [
        one.planned.date().isoformat(),
        f"{one.planned:%H:%M:%S}",
        f"{one.started:%H:%M:%S}" if one.started else "",
        _figure((one.started - one.planned).total_seconds(), 2) if one.started else "",
        one.script,
        lines.title(one),
        _figure(one.seconds, 3),
        said(OUTCOMES[one.outcome]),
        one.engine,
        "; ".join(said(why.what) for why in one.reasons),
        f"{one.ended:%H:%M:%S}" if one.ended else "",
        one.session_id,
        one.session,
        one.campaign,
        one.part.value,
        one.outcome.value if one.outcome else "",
        " ".join(why.code for why in one.reasons),
        said(one.fallback) if one.fallback else "",
        one.fingerprint or "",
        " ".join(one.text.split()),
        "; ".join(map(said, one.music)),
        said(spoken_by(one.engine)) if one.engine else "",
        f"{one.release.serial}" if one.release is not None and one.release.serial else "",
        one.release.by if one.release is not None else "",
    ]


def _at_loudspeaker(heard: AirHeard | None) -> str:
    return "; ".join(map(said, heard.told)) if heard is not None else ""


def _evidence(one: Airing) -> list[str]:
    """What left the station, and of what it was made; a field is empty where nobody knows."""
    output, made = one.output or AtOutput(), one.made or MadeOf(sha256="")
    levels = (output.rms_db, output.peak_db, output.lufs)
    return [
        output.loudspeaker,
        output.device,
        str(output.choice) if output.loudspeaker else "",
        str(output.holes) if one.output is not None else "",
        *("" if level is None else _figure(level, 1) for level in levels),
        made.code,
        made.voice,
        made.sha256,
    ]


def _figure(value: float, places: int) -> Figure:
    return Figure(number(value, places).replace("−", "-"))  # a spreadsheet knows the hyphen alone


def plain(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula or a number; a Figure stays one."""
    if isinstance(text, Figure):
        return text
    # a tab or a line end before it hides it from no spreadsheet
    guarded = text.strip()[:1] in _FORMULA or text[:1] in ("\t", "\r", "\n")
    return f"'{one_line(text)}" if guarded else one_line(text)
