"""Whether the log fits, as a page asks: nobody waits long for it, and what is not known is not told as good."""

from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event

import pytest

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import Message, tell
from broadcast.station.logcheckup import UNCHECKED, LogCheckup

ONE, OTHER = (date(2025, 10, 1), date(2025, 10, 2)), (date(2025, 9, 1), date(2025, 9, 2))


@pytest.mark.parametrize("found", [None, tell("hỏng từ dòng 3")])
def test_that_other_days_fit_tells_nothing_of_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Message | None
) -> None:
    go_on = Event()

    def look(_: Path, shown: object) -> Message | None:
        if shown == OTHER:
            go_on.wait(10)
        return found

    monkeypatch.setattr("broadcast.station.logcheckup.tampered", look)
    checkup = LogCheckup(tmp_path, OfflineClock(datetime(2025, 10, 6, tzinfo=UTC)))
    assert checkup.tampered(ONE) == found
    assert checkup.tampered(OTHER) == (UNCHECKED if found is None else found)
    assert checkup.tampered(ONE) == found
    go_on.set()
    monkeypatch.setattr("broadcast.station.logcheckup._PATIENCE_S", 10.0)
    checkup.tampered(OTHER)
    assert checkup.tampered(OTHER) == found
