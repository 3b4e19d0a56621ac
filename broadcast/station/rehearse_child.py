"""A ward's folder and a day -> that day rehearsed in silence, its outcome kept for `status`: a whole process."""

import sys
from datetime import date
from pathlib import Path

from broadcast.base.errors import BroadcastError
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.station import open_station, unwatched
from broadcast.station.verdict import keep


def main(home: str, day: str) -> int:
    """Rehearse the day (in ISO) and keep its outcome; return 0, else the error's exit code, told on stderr."""
    try:
        station = open_station(Path(home))
        keep(
            station.home,
            rehearse_in_silence(station, date.fromisoformat(day), wanted=lambda: True, progress=unwatched),
        )
    except BroadcastError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
