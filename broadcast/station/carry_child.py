"""A ward's folder and another -> the log's newest signed head copied from one into the other: a whole process."""

import sys
from pathlib import Path

from broadcast.base.errors import BroadcastError, DiskError, JournalError, tell
from broadcast.record.anchoring import anchor_of
from broadcast.record.carried import carry_out
from broadcast.record.reading import record_at
from broadcast.record.stationkey import station_key
from broadcast.station.overview import journal_folder, journal_path


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


def main(home: str, to: str) -> int:
    """Copy the head; return 0, else the error's exit code, told on stderr."""
    try:
        carry_head(Path(home), to)
    except BroadcastError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
