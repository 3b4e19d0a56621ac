"""`python -m stand_ins.fast_service HOME START FACTOR HOURS`: the service on a fast clock, for so long."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from stand_ins.fast import FastClock, fast_station, paced

from broadcast.cli.face import Face
from broadcast.cli.watching import ServiceScreen
from broadcast.station.service import serve


def main(home: str, start: str, factor: str, hours: str) -> None:
    begin = datetime.fromisoformat(start)
    end = begin + timedelta(hours=float(hours))
    clock = FastClock(begin, float(factor))
    serve(
        Path(home),
        device=None,
        watching=ServiceScreen(Face()),
        wanted=lambda: clock.now() < end,
        made=lambda place: fast_station(place, clock),
        sounding_on=paced,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
