"""What one side of the pipe writes, the other reads; a side that is gone is seen."""

from io import BytesIO

import pytest

from broadcast.playout.output.devices import Device, NoSuchDevice
from broadcast.playout.output.wire import (
    Command,
    Failed,
    Hushed,
    Listed,
    Opened,
    Report,
    Sounded,
    Trouble,
    Turned,
    command,
    line_of,
    moment_in,
    next_command,
    not_found,
    report_in,
    start_command,
)

LOA = Device(name="Loa phường", host_api="ALSA", channels=2, rate_hz=48_000, default=True)
TAI_NGHE = Device(name="Tai nghe", host_api="ALSA", channels=2, rate_hz=44_100, default=False)


def test_commands_are_read_in_the_order_and_with_the_bytes_they_were_sent() -> None:
    pipe = BytesIO(command(Command.SOUND, b"\x01\x02") + start_command(1234.5) + command(Command.END))
    assert next_command(pipe) == (Command.SOUND, b"\x01\x02")
    kind, body = next_command(pipe) or (None, b"")
    assert (kind, moment_in(body)) == (Command.START, 1234.5)
    assert next_command(pipe) == (Command.END, b"")
    assert next_command(pipe) is None


@pytest.mark.parametrize("cut", range(1, 7))
def test_a_command_that_breaks_off_is_none(cut: int) -> None:
    whole = command(Command.SOUND, b"\x01\x02")
    assert next_command(BytesIO(whole[:cut])) is None
    assert next_command(BytesIO(whole)) is not None


@pytest.mark.parametrize(
    "report",
    [
        Listed(devices=(LOA, TAI_NGHE)),
        Opened(),
        Opened(device="PulseAudio 0badcafe loa"),
        Turned(percent=20),
        Sounded(beats=7, frames=4_800, first=12.25, underflows=1, faded=True, over=True),
        Sounded(),
        Hushed(why=Trouble.MUTED),
        Hushed(why=None),
        Failed(why=Trouble.REFUSED, detail="bận", devices=("Loa phường",)),
    ],
    ids=lambda report: type(report).__name__,
)
def test_a_report_is_read_as_it_was_written(report: Report) -> None:
    line = line_of(report)
    assert line.endswith("\n")
    assert report_in(line) == report


def test_a_report_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="no such report: Melted"):
        report_in('{"report": "Melted"}')


def test_a_name_that_means_nothing_is_reported_with_all_there_is_and_a_doubtful_one_with_what_it_may_mean() -> (
    None
):
    found = (LOA, TAI_NGHE)
    missing = not_found(NoSuchDevice("ampli"), found)
    assert (missing.why, missing.devices) == (Trouble.MISSING, ("Loa phường", "Tai nghe"))
    doubtful = not_found(NoSuchDevice("t", (TAI_NGHE,)), found)
    assert (doubtful.why, doubtful.devices) == (Trouble.AMBIGUOUS, ("Tai nghe",))
