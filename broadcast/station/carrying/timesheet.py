"""An export -> the papers that go with it: what sounds when, for people, for a spreadsheet and for a player."""

import unicodedata
from collections.abc import Iterable, Mapping
from html import escape
from io import StringIO

from broadcast.base.lengths import clock_length
from broadcast.base.words import said, words
from broadcast.programme.airtime import DAY_NAMES
from broadcast.programme.settings import ScriptId
from broadcast.station.carrying.exported import Exported, ExportedSession, Heard
from broadcast.station.papers.csvtable import Table


def papers(exported: Exported, station: str) -> Mapping[str, str]:
    """Return the text of each paper by its name: the sheet of times in three forms, and the playlists.

    Texts are UTF-8; the CSV begins with the sign that Excel wants. An `.m3u` names its files in plain letters.
    """
    marks = {one.script: said(one.version.told) for one in exported.announcements}
    by_script = {one.script: one.file for one in exported.announcements}
    sheet = _rows(exported, by_script, marks)
    tracks = [(f"{one.file}.mp3", one.title, one.cart.seconds) for one in exported.announcements]
    whole = [(one.file, f"{one.name} {one.at:%d/%m/%Y}", one.seconds) for one in exported.sessions if one.file]
    named = {
        "gio-phat.txt": _as_text(exported, station, marks),
        "gio-phat.html": _as_page(sheet, station),
        "gio-phat.csv": _as_csv(sheet),
        **{f"bai/danh-sach.{kind}": _playlist(tracks, plain=kind == "m3u") for kind in ("m3u8", "m3u")},
    }
    if whole:
        named |= {f"buoi/danh-sach.{kind}": _playlist(whole, plain=kind == "m3u") for kind in ("m3u8", "m3u")}
    return named


def _columns() -> list[str]:
    return [words("Ngày"), words("Giờ"), words("Buổi"), words("Tệp của buổi"), words("Từ đầu tệp"),
            words("Bài"), words("Tệp của bài"), words("Dài"), words("Bản")]  # fmt: skip


def _rows(exported: Exported, files: Mapping[ScriptId, str], marks: Mapping[ScriptId, str]) -> list[list[str]]:
    return [
        [f"{one.at:%d/%m/%Y}", f"{one.at:%H:%M:%S}", session.name, session.file or "", clock_length(one.after_s),
         one.title, f"{files[one.script]}.mp3" if one.script in files else "", clock_length(one.seconds),
         marks.get(one.script, "")]
        for session in exported.sessions for one in session.heard
    ]  # fmt: skip


def _as_text(exported: Exported, station: str, marks: Mapping[ScriptId, str]) -> str:
    lines = [station, ""]
    for session in exported.sessions:
        lines += ["", _heading(session), *(_line(one) for one in session.heard)]
    lines += ["", words("Từng bài:")]
    for one in exported.announcements:
        lines.append(f"  {one.file}.mp3  {clock_length(one.cart.seconds)}  {one.title}  ({marks[one.script]})")
    if exported.left:
        lines += ["", words("Không có trong thư mục này:")]
        lines += [f"  {one.title}: {said(one.why)}" for one in exported.left]
    return "\n".join(lines) + "\n"


def _heading(session: ExportedSession) -> str:
    day = f"{said(DAY_NAMES[session.at.weekday()])} {session.at:%d/%m/%Y}"
    file = f"  {session.file}" if session.file else ""
    return f"{day} {session.at:%H:%M:%S}  {session.name}  {clock_length(session.seconds)}{file}"


def _line(one: Heard) -> str:
    return f"  {one.at:%H:%M:%S}  {clock_length(one.after_s):>6}  {clock_length(one.seconds):>6}  {one.title}"


def _as_page(rows: list[list[str]], station: str) -> str:
    def row(cells: Iterable[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "\n".join([row(_columns(), "th"), *(row(one, "td") for one in rows)])
    style = "table{border-collapse:collapse}td,th{border:1px solid;padding:.3em .6em;text-align:left}"
    return (
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{escape(station)}</title>\n'
        f"<style>{style}</style>\n<h1>{escape(station)}</h1>\n<table>\n{body}\n</table>\n</html>\n"
    )


def _as_csv(rows: list[list[str]]) -> str:
    text = StringIO(newline="")
    table = Table(text)
    for row in (_columns(), *rows):
        table.add(row)
    return text.getvalue()


def _playlist(tracks: Iterable[tuple[str, str, float]], *, plain: bool) -> str:
    lines = ["#EXTM3U"]
    for file, title, seconds in tracks:
        lines += [f"#EXTINF:{round(seconds)},{in_plain_letters(title) if plain else title}", file.split("/")[-1]]
    return "\r\n".join(lines) + "\r\n"


def in_plain_letters(text: str) -> str:
    """Return the text without marks, in ASCII alone, for players that know no other letters."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return apart.encode("ascii", "ignore").decode("ascii")
