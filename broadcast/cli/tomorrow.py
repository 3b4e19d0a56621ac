"""`broadcast rehearse-tomorrow`: can tomorrow go on air as it is? 0 yes, 4 in part, 3 no."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import said, words
from broadcast.cli.command import Day, as_json, command, option, resolve
from broadcast.cli.day import say_unreleased
from broadcast.cli.face import Face, spoken_length
from broadcast.cli.usage import INTERRUPTED

if TYPE_CHECKING:
    from broadcast.station.station import Station
    from broadcast.station.verdict import Tomorrow


@command("Tổng duyệt trọn ngày mai, không ra tiếng: ngày mai phát được chưa, còn thiếu gì.")
@option("--date", "day", type=Day(), help="Tổng duyệt ngày khác thay cho ngày mai.")
@option("--notify", is_flag=True, help="Gửi kết quả tới các nơi ghi ở station.notices.")
@as_json
@click.pass_obj
def rehearse_tomorrow(home: Path, day: date | timedelta | None, notify: bool, as_json: bool) -> int:
    """Rehearse tomorrow without a sound; exit 0 where it can go on air, 4 in part, 3 not at all, 130 if ended."""
    from broadcast.cli.playing import wanted_until_told
    from broadcast.cli.watching import EventScreen
    from broadcast.station.assembly import today
    from broadcast.station.chores import notify_of
    from broadcast.station.overview import sessions_from
    from broadcast.station.rehearse import rehearse_in_silence
    from broadcast.station.station import open_station
    from broadcast.station.verdict import as_fields

    station, face = open_station(home), Face()
    chosen = resolve(day if day is not None else timedelta(days=1), today(station))
    progress = EventScreen(face, station).progress
    with wanted_until_told() as wanted:
        tomorrow = rehearse_in_silence(station, chosen, wanted=wanted, progress=progress)
        if not wanted():
            return INTERRUPTED
    _keep(station, tomorrow)
    if as_json:
        face.json("broadcast.tomorrow/1", **as_fields(tomorrow))
    else:
        _show(face, tomorrow)
        say_unreleased(face, station, sessions_from(station, chosen, 1))
    for why in notify_of(station, tomorrow) if notify else ():
        face.note("! " + said(why), "yellow")
    return tomorrow.verdict.exit_code


def _keep(station: "Station", tomorrow: "Tomorrow") -> None:
    """Keep the outcome for `status`: tomorrow's own is not lost to that of another day.

    An account that may only look keeps nothing.
    """
    from broadcast.base.files import may_only_look
    from broadcast.station.assembly import today
    from broadcast.station.overview import journal_folder
    from broadcast.station.verdict import keep, kept

    next_day = today(station) + timedelta(days=1)
    before = kept(station.home)
    is_other = tomorrow.day != next_day and before is not None and before.day == next_day
    if not is_other and not may_only_look(journal_folder(station.home)):
        keep(station.home, tomorrow)


def _show(face: Face, tomorrow: "Tomorrow") -> None:
    from broadcast.station.verdict import Verdict, headline, lines_of

    face.line(said(headline(tomorrow)), "bold" if tomorrow.verdict is Verdict.GO else "yellow")
    if tomorrow.ready:
        face.line(words("Lời và nhạc của các bài dài {length}.", length=spoken_length(tomorrow.seconds)))
    for line in lines_of(tomorrow):
        face.line("  " + said(line), "yellow")
