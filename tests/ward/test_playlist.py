"""playlist.yaml -> Playlist, or every fault at its place."""

from datetime import date, time, timedelta
from itertools import product

import pytest
from stand_ins.tables import for_each
from stand_ins.wards import PLAYLIST, playlist_of

from broadcast.base.errors import FaultsFound
from broadcast.programme.settings import Channels, Rotation


def _faults(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(FaultsFound) as found:
        playlist_of(text)
    return [(fault.line, fault.column, f"{fault.what} {fault.fix or ''}") for fault in found.value.faults]


def test_the_shape_of_the_design_is_read() -> None:
    playlist = playlist_of(PLAYLIST)
    morning, afternoon, opening = playlist.slots
    assert playlist.station == "Đài truyền thanh phường Thử"
    assert (morning.at, morning.grace, morning.play) == (
        time(6, 30),
        timedelta(minutes=15),
        Rotation(phase=None, count=2),
    )
    assert afternoon.play == ("chung/treo-co",)
    assert opening.on == {date(2025, 10, 18)}
    assert morning.days == {0, 1, 2, 3, 4}
    assert playlist.airtime.exceptions[0].reason == "Ngày Đại hội"


@pytest.mark.parametrize("written", ["17:00", '"17:00"', "'17:00'", "17h00"])
def test_seventeen_hundred_is_five_in_the_afternoon_however_it_is_written(written: str) -> None:
    playlist = playlist_of(PLAYLIST.replace("at: 17:00", f"at: {written}"))
    assert playlist.slots[1].at == time(17, 0)


@pytest.mark.parametrize("written", ["2025-10-18", '"2025-10-18"', "18/10/2025"])
def test_a_date_means_the_same_however_it_is_written(written: str) -> None:
    playlist = playlist_of(PLAYLIST.replace("on: [2025-10-18]", f"on: {written}"))
    assert playlist.slots[2].on == {date(2025, 10, 18)}


def test_facts_stay_as_they_were_written() -> None:
    playlist = playlist_of(PLAYLIST.replace("so_dai_bieu: ", "so_dai_bieu: 1.000, co: no"))
    assert playlist.facts["dai_hoi"] == {"ngay": "18/10/2025", "so_dai_bieu": "1.000", "co": "no"}


@pytest.mark.parametrize(
    ("written", "names"),
    [("", ("default",)), ("loudspeaker: A", ("A",)), ("loudspeaker: [A, B]", ("A", "B"))],
)
def test_a_loudspeaker_may_have_others_that_stand_in_for_it(written: str, names: tuple[str, ...]) -> None:
    assert playlist_of(PLAYLIST + f"output: {{{written}}}\n").devices.loudspeakers == names


@pytest.mark.parametrize(
    ("old", "new", "at_fault", "words"),
    [
        ("at: 06:30", "at: 25:10", "25:10", "giờ “25:10” không hợp lệ"),
        ("at: 06:30", "at: [6, 30]", "[6, 30]", "đúng một giá trị"),
        ("days: t2-t6, grace", "days: t2-t9, grace", "t2-t9", "ngày phát “t9” không có"),
        ("grace: 15m, play: {rotate", "grac: 15m, play: {rotate", "grac", "Ý bạn là “grace”?"),
        ("grace: 15m, play: {rotate", "grace: 15, play: {rotate", "15,", "“15” không hợp lệ"),
        ("count: 2", "count: hai", "hai}", "“count” phải là một số"),
    ],
)
def test_a_fault_is_told_at_its_line_and_column(old: str, new: str, at_fault: str, words: str) -> None:
    text = PLAYLIST.replace(old, new, 1)
    [(line, column, what)] = _faults(text)
    assert (line, column) == (8, text.splitlines()[7].index(at_fault) + 1)
    assert words in what


def test_a_list_without_a_loudspeaker_is_a_fault() -> None:
    [(_, _, what)] = _faults(PLAYLIST + "output: {loudspeaker: []}\n")
    assert "“loudspeaker” phải là một danh sách" in what


def test_all_faults_of_the_file_are_told_at_once() -> None:
    text = (
        PLAYLIST.replace("06:30", "6:70")
        .replace("max_sessions: 2", "max_sessions: 0")
        .replace("station: {", "satation: {")
    )
    assert len(_faults(text)) == 4  # the misspelt section is also a missing one


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[chung/treo-co]", "[../bi-mat]", "không phải tên bài"),
        ("[chung/treo-co]", "[/etc/passwd]", "không phải tên bài"),
        ("id: chieu", "id: sang", "đã dùng ở trên"),
        ("05:30-07:30", "05:30-03:00", "kết thúc trước khi bắt đầu"),
        ("until: 2025-10-17", "until: 2025-09-17", "hết trước khi bắt đầu"),
        ("Asia/Ho_Chi_Minh", "Asia/Hai_Phong", "không có múi giờ"),
        ("days: t2-t6, grace: 15m, play: [", "grace: 15m, play: [", "chưa có ngày"),
        ("[espeak]", "[google]", "không có máy đọc"),
        ("airtime:", "sound: {channels: surround}\nairtime:", "không có kiểu tiếng “surround”. Có: mono, stereo"),
        ("airtime:", "sound: {channels: 2}\nairtime:", "không có kiểu tiếng “2”"),
        ("airtime:", "sound: {channels: }\nairtime:", "đúng một giá trị"),
        ("airtime:", "sound: {channel: stereo}\nairtime:", "Ý bạn là “channels”"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_plain_words(old: str, new: str, words: str) -> None:
    assert any(words in what for _, _, what in _faults(PLAYLIST.replace(old, new, 1)))


@pytest.mark.parametrize("text", ["", "a: [1", "a: 1\na: 2", "- 1\n- 2", "a: \x01", "[" * 600, "a: &x [*x]", "\t"])
def test_what_is_no_playlist_at_all_is_one_clear_fault(text: str) -> None:
    faults = _faults(text)
    assert faults
    assert all(line >= 1 and column >= 1 for line, column, _ in faults)


def test_a_make_up_time_is_read_and_lies_after_its_session() -> None:
    with_one = PLAYLIST.replace("at: 06:30,", "at: 06:30, make_up: 17:30,")
    assert playlist_of(with_one).slots[0].make_up == time(17, 30)
    [(_, _, what)] = _faults(PLAYLIST.replace("at: 06:30,", "at: 06:30, make_up: 06:00,"))
    assert "phải sau giờ phát" in what


def test_a_ward_is_mono_unless_it_says_stereo() -> None:
    assert playlist_of(PLAYLIST).sound.channels is Channels.MONO
    in_stereo = PLAYLIST.replace("airtime:", "sound: {channels: stereo}\nairtime:", 1)
    assert playlist_of(in_stereo).sound.channels is Channels.STEREO


_HUGE = "9" * 5_000
_DURATIONS = ("grace: 15m", "max_session: 15m")
_WHOLE_NUMBERS = ("count: 2", "max_sessions: 2")
_DATES = ("from: 2025-10-01", "until: 2025-10-17", "on: [2025-10-18]", "date: 2025-10-18")
_TIMES = ("at: 06:30", "make_up: 17:30", "rehearse_at: 20:00")
_NUMBERS = (
    "speed: 1.0",
    "pitch: 0",
    "loudness: -16",
    "true_peak: -1",
    "low_hz: 300",
    "ratio: 2",
    "lift_floor_db: -35",
)
_EVERY_NUMBER = (
    PLAYLIST.replace("timezone: Asia/Ho_Chi_Minh", "timezone: Asia/Ho_Chi_Minh, rehearse_at: 20:00")
    .replace("at: 06:30,", "at: 06:30, make_up: 17:30,")
    .replace("[espeak]", "[espeak], speed: 1.0, pitch: 0")
    + "sound: {loudness: -16, true_peak: -1, profile: loa,"
    + " profiles: {loa: {low_hz: 300, ratio: 2, lift_floor_db: -35}}}\n"
)


def test_the_playlist_with_every_number_is_in_order() -> None:
    """The negative control of the test below."""
    assert playlist_of(_EVERY_NUMBER).sound.loudness == -16


_ABSURD = ("99999999999h", "-99999999999", "nan", "-inf", "1e400", "9" * 400 + "m", _HUGE, _HUGE + "h",
           "31/12/9999", "0001-01-01", "99:99", "[]", "''")  # fmt: skip


@for_each(product([*_DURATIONS, *_WHOLE_NUMBERS, *_DATES, *_TIMES, *_NUMBERS], _ABSURD))
def test_an_absurd_number_is_a_kind_fault_at_its_line_and_never_a_bug_of_ours(written: str, absurd: str) -> None:
    text = _EVERY_NUMBER.replace(written, f"{written.split(':')[0]}: {absurd}", 1)
    at_fault = _EVERY_NUMBER[: _EVERY_NUMBER.index(written)].count("\n") + 1
    told = _faults(text)
    assert {line for line, _, _ in told} == {at_fault}
    assert all(len(what) < 200 and "(" not in what for _, _, what in told), told


def test_the_longest_length_and_the_farthest_day_are_read() -> None:
    text = PLAYLIST.replace("grace: 15m", "grace: 24h", 1).replace(
        "on: [2025-10-18]", "on: [2025-10-18, 31/12/2199]"
    )
    playlist = playlist_of(text)
    assert (playlist.slots[0].grace, max(playlist.slots[2].on)) == (timedelta(days=1), date(2199, 12, 31))


def test_a_phase_of_more_than_ten_years_is_a_year_mistyped() -> None:
    text = PLAYLIST.replace("from: 2025-10-18, until: 2025-10-18", "from: 2025-10-18, until: 2052-10-18")
    [(line, column, what)] = _faults(text)
    assert (line, column) == (4, text.splitlines()[3].index("2052") + 1)
    assert "quá mười năm" in what
