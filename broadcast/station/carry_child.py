"""A ward's folder -> its log's newest signed head copied elsewhere, the log looked through: a whole process."""

import sys
from pathlib import Path

from broadcast.base.errors import BroadcastError, DiskError, JournalError, tell
from broadcast.record.anchors.anchoring import anchor_of
from broadcast.record.anchors.carried import carry_out
from broadcast.record.anchors.stationkey import station_key
from broadcast.record.reading import record_at
from broadcast.station.overview import journal_folder, journal_path
from broadcast.station.readable import verify_log


def carry_head(home: Path, to: str) -> Path:
    """Copy the newest signed head to the folder `to`, as playlist.yaml names it; return where it lies there.

    Raises JournalError where the log has none, or is not the one that was carried there before; DiskError where it
    cannot be written.
    """
    folder = home / Path(to).expanduser()
    if not folder.is_dir():
        raise DiskError(
            tell("Không mang mốc ký ra được: không có thư mục {folder}.", folder=folder),
            tell("Cắm ổ ấy vào, tạo thư mục, hoặc sửa record.anchors_to trong playlist.yaml."),
        )
    with record_at(journal_path(home)) as record:
        last = record.last_anchor()
        if last is None:
            raise JournalError(tell("Nhật ký chưa có mốc ký nào."), tell("Ký trước: broadcast log --anchor"))
        return carry_out(record, anchor_of(last), station_key(journal_folder(home)), folder)


def look_through(home: Path, to: str) -> None:
    """Hold the whole log against its chain, its heads, and those in the folder `to` (empty for none).

    Raises JournalError with the first line that does not fit.
    """
    broken = verify_log(home, str(home / Path(to).expanduser()) if to else None).broken
    if broken is not None:
        raise JournalError(tell("nhật ký bị sửa hoặc hỏng từ {line}: {why}", line=broken.where, why=broken.why))


def main(home: str, to: str) -> int:
    """Copy the head where `to` is not empty, then look through the log; return 0, else an error's exit code.

    What went wrong is told on stderr.
    """
    failed = 0
    for step in (carry_head, look_through) if to else (look_through,):
        try:
            step(Path(home), to)
        except BroadcastError as error:
            sys.stderr.write(f"{error}\n")
            failed = error.exit_code
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
