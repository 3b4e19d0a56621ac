"""`broadcast backup`, `restore`: the whole station in one file, and from that file on another PC."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import number, said, words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.cli.command import OutputFile, argument, as_json, command, option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.station.backup import BackedUp
    from broadcast.station.backupslip import Backup
    from broadcast.station.restore import Restored

_PARTLY = 4


@command("Cất cả đài vào một tệp, để máy dự phòng lên sóng thay; máy đang phát vẫn phát.")
@argument("file", metavar="TỆP", type=OutputFile(".zip"))
@option("--no-sounds", is_flag=True, help="Không kèm tiếng đã tạo của 14 ngày tới; máy kia sẽ tạo lại.")
@option("--no-voices", is_flag=True, help="Không kèm các giọng đã cài; máy kia phải cài lại.")
@as_json
@click.pass_obj
def backup(home: Path, file: Path, no_sounds: bool, no_voices: bool, as_json: bool) -> int:
    """Write the backup and tell what is in it; exit 4 where something that belongs to it is not."""
    from broadcast.station.backup import back_up

    done, face = back_up(home, file, with_sounds=not no_sounds, with_voices=not no_voices), Face()
    if as_json:
        face.json("broadcast.backup/1", file=str(file), bytes=done.bytes, files=len(done.backup.files),
                  lines=done.backup.lines, lacking=[said(one) for one in done.lacking])  # fmt: skip
    else:
        _tell_backup(face, file, done)
    return _PARTLY if done.lacking else 0


def _tell_backup(face: Face, file: Path, done: "BackedUp") -> None:
    face.line(words("Đã cất {count} tệp, nhật ký {lines} dòng, vào {file} ({size} MB), đọc lại thấy đủ.",
                    count=len(done.backup.files), lines=done.backup.lines, file=file,
                    size=number(done.bytes / 1_000_000, 1)))  # fmt: skip
    for one in done.lacking:
        face.note("! " + said(one), "yellow")
    face.note(words("Không có khoá riêng trong tệp; mật khẩu ghi ở station.notices thì có, nên giữ kín tệp này."))
    face.note(words("Trên máy dự phòng: broadcast restore {file}", file=file.name))


@command("Dựng lại cả đài từ tệp do broadcast backup ghi; nói rõ máy này còn cần gì.")
@argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@argument("folder", metavar="THƯ_MỤC", required=False, type=click.Path(file_okay=False, path_type=Path))
@option("--replace", is_flag=True, help="Thư mục đã có thì đổi tên nó đi, rồi dựng lại vào chỗ ấy.")
@as_json
def restore(file: Path, folder: Path | None, replace: bool, as_json: bool) -> None:
    """Make the station's folder anew from a backup, and tell what this PC still needs.

    Without a folder it gets the station's name, where one stands. Where something is there already, a person is
    asked, or --replace says so.
    """
    from broadcast.station.onanotherpc import still_needed
    from broadcast.station.restore import restore as restored_from
    from broadcast.ward.scriptfile import name_of

    def place(told: "Backup") -> Path:
        return folder if folder is not None else Path(name_of(told.station))

    def is_agreed(stands: Path) -> bool:
        question = words("{home} đã có tệp. Đổi tên thư mục ấy rồi dựng lại vào đây?", home=stands)
        return replace or (on_a_terminal() and agreed(question))

    done, face = restored_from(file, place, is_agreed), Face()
    needed = [said(one) for one in still_needed(done)]
    if as_json:
        face.json("broadcast.restore/1", home=str(done.home), aside=str(done.aside) if done.aside else None,
                  written=done.backup.written.isoformat(), lines=done.backup.lines, needed=needed)  # fmt: skip
    else:
        _tell_restored(face, done, needed)


def _tell_restored(face: Face, done: "Restored", needed: list[str]) -> None:
    face.line(words("Đã dựng lại {station} ở {home}: {count} tệp, nhật ký {lines} dòng, tới {at}.",
                    station=done.backup.station, home=done.home, count=len(done.backup.files),
                    lines=done.backup.lines, at=f"{done.backup.written:%H:%M %d/%m/%Y}"))  # fmt: skip
    if done.aside is not None:
        face.line(words("Thư mục cũ nay là {aside}.", aside=done.aside))
    face.line(words("Trước khi máy này phát:"))
    for count, one in enumerate(needed, 1):
        face.line(f"  {count}. {one}")
    face.line(words("Rồi khám máy và xem hôm nay: broadcast doctor, broadcast today"))
