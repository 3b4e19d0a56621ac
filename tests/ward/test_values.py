"""Text the ward writes -> times, dates, lengths, days."""

import re
from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.ward.values import (
    WrongValueError,
    parse_date,
    parse_days,
    parse_duration,
    parse_time,
    parse_window,
    parse_zone,
)


@given(st.times())
def test_every_time_of_the_day_is_read_back(moment: time) -> None:
    whole = moment.replace(microsecond=0)
    assert parse_time(f"{whole:%H:%M:%S}") == whole
    assert parse_time(f"{whole:%H:%M}") == whole.replace(second=0)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_date_is_read_back_in_both_spellings(day: date) -> None:
    assert parse_date(f"{day.day:02}/{day.month:02}/{day.year}") == parse_date(day.isoformat()) == day


@given(st.text())
def test_other_text_is_refused_in_words_and_never_by_a_bug(text: str) -> None:
    for parse in (parse_time, parse_date, parse_duration, parse_days):
        with suppress(WrongValueError):  # anything else fails the test
            assert parse(text) is not None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("17h", "17:00"), ("17h30", "17:30"), ("17h30'", "17:30"), ("17g30", "17:30"), ("05.00", "05:00"),
        ("5:00", "05:00"), ("5h", "05:00"), ("7g", "07:00"), ("7 giờ", "07:00"), ("7 giờ 30 phút", "07:30"),
        ("5 giờ rưỡi", "05:30"), ("lúc 7H15", "07:15"), ("17:30h", "17:30"), ("5\u00a0:\u00a000", "05:00"),
        ("\u200b6h30p", "06:30"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text: str, moment: str) -> None:
    assert f"{parse_time(text):%H:%M}" == moment


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("6:5", "Viết 06:05 hay 06:50?"), ("6h5", "Viết 06:05 hay 06:50?"), ("6.5", "Viết 06:05 hay 06:50?"),
        ("7:9", "Viết 07:09"), ("0630", "Viết 06:30"), ("6,30", "Viết 06:30"), ("17", "Viết 17:00"),
        ("5 giờ chiều", "Viết 17:00"), ("5h30 pm", "Viết 17:30"), ("12 giờ trưa", "Viết 12:00"),
        ("12 giờ đêm", "Viết 00:00"), ("11h trưa", "Viết 11:00"), ("8 giờ sáng", "Viết 08:00"),
        ("24:00", "chỉ dùng được ở cuối một khung giờ"), ("25:00", "từ 00:00 đến 23:59"),
        ("7:60", "từ 00:00 đến 23:59"), ("sáng sớm", "Viết HH:MM"), ("1:2:3", "Viết HH:MM"),
    ],
)  # fmt: skip
def test_a_time_that_could_be_two_is_refused_with_the_right_form(text: str, forms: str) -> None:
    with pytest.raises(WrongValueError, match=re.escape(forms)):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 900), ("90s", 90), ("1h30m", 5400), ("1h", 3600), ("30 phút", 1800), ("15'", 900), ("90''", 90),
        ("90 giây", 90), ("1 tiếng rưỡi", 5400), ("1 giờ 30 phút", 5400), ("1h30", 5400), ("1g30", 5400),
        ("nửa tiếng", 1800), ("2 phút rưỡi", 150), ("1,5 giờ", 5400), ("15 PHÚT", 900), ("20p", 1200),
        ("30 phut", 1800), ("1 ngày", 86_400), ("1h30'", 5400),
    ],
)  # fmt: skip
def test_lengths(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("30", "Viết 30m (phút) hoặc 30s (giây)"), ("15:00", "Viết 15m hoặc 90s"), ("0m", "Viết 15m hoặc 90s"),
        ("mười lăm phút", "Viết 15m hoặc 90s"), ("-5m", "Viết 15m hoặc 90s"),
    ],
)  # fmt: skip
def test_a_length_without_its_unit_is_refused_with_the_right_forms(text: str, forms: str) -> None:
    with pytest.raises(WrongValueError, match=re.escape(forms)):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("t2-t6", {0, 1, 2, 3, 4}), ("t7, cn", {5, 6}), ("mon-wed", {0, 1, 2}), ("T7-T2", {5, 6, 0}), ("cn", {6})],
)
def test_days(text: str, days: set[int]) -> None:
    assert parse_days(text) == days
    assert parse_days([text.split(",")[0]]) <= days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("hằng ngày", "0123456"), ("hàng ngày", "0123456"), ("mỗi ngày", "0123456"), ("Hằng Ngày", "0123456"),
        ("thứ 2 - chủ nhật", "0123456"), ("thứ hai đến thứ sáu", "01234"), ("từ thứ 2 đến thứ 6", "01234"),
        ("T2-CN", "0123456"), ("t2–t6", "01234"), ("t2—t6", "01234"), ("t2 ~ t6", "01234"), ("cuối tuần", "56"),
        ("thứ 2, 4, 6", "024"), ("thứ 2-6", "01234"), ("t2-6", "01234"), ("t2 t4 t6", "024"), ("t2; cn", "06"),
        ("t2, t4 và cn", "026"), ("Thứ Bảy, Chủ Nhật", "56"), ("thứ 3 và thứ 5 hằng tuần", "13"), ("thu 2", "0"),
        ("t2-t4, cuối tuần", "01256"), ("thứ tư", "2"), ("thu hai den", ""),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, days: str) -> None:
    if days:
        assert parse_days(text) == {int(day) for day in days}
    else:
        with pytest.raises(WrongValueError):
            parse_days(text)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("2-6", "Viết t2-t6 hay t2, t6?"), ("2,4,6", "Viết t2, t4, t6"), ("thứ 2-4-6", "t2-t6 hay t2, t4, t6?"),
        ("2", "Viết t2"), ("t8", "Viết cn"), ("trong tuần", "Viết t2-t6 hay t2-cn?"), ("1-5", "Dùng một trong"),
        ("t2, hôm qua", "“hôm qua” không có"),
    ],
)  # fmt: skip
def test_days_that_could_be_meant_in_two_ways_are_refused_with_the_right_forms(text: str, forms: str) -> None:
    with pytest.raises(WrongValueError, match=re.escape(forms)):
        parse_days(text)


@pytest.mark.parametrize(
    "text",
    ["2/9/2027", "02-09-2027", "2.9.2027", "ngày 2/9/2027", "2 tháng 9 năm 2027", "Ngày 2 tháng 9, năm 2027",
     "02 / 09 / 2027", "2027/09/02", "2027-9-2"],
)  # fmt: skip
def test_dates_as_people_write_them(text: str) -> None:
    assert parse_date(text) == date(2027, 9, 2)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("2/13/2027", "không có tháng 13. Ngày viết trước, tháng viết sau: 13/2/2027?"),
        ("13/13/2027", "không có tháng 13"), ("31/2/2027", "tháng 2/2027 có 28 ngày"), ("2/9", "còn thiếu năm"),
        ("2/9/27", "bốn chữ số của năm: 2/9/2027"), ("0/1/2027", "không có trong lịch"),
        ("hôm nay", "Viết 18/10/2025 hoặc 2025-10-18"),
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_refused_with_the_reason(text: str, forms: str) -> None:
    with pytest.raises(WrongValueError, match=re.escape(forms)):
        parse_date(text)


@pytest.mark.parametrize("text", ["05:30-07:30", "5h30 - 7h30", "5h30 đến 7h30", "5.30–7.30", "từ 5h30 đến 7g30"])
def test_hours_as_people_write_them(text: str) -> None:
    assert str(parse_window(text)) == "05:30-07:30"


@pytest.mark.parametrize("text", ["169h", "99999999999h", "1" * 5_000 + "s", "9" * 20 + "m 9s"])
def test_a_length_of_more_than_a_week_is_told_to_be_too_long(text: str) -> None:
    with pytest.raises(WrongValueError, match="dài quá; nhiều nhất là 168h"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["31/12/9999", "0001-01-01", "1/1/2200", "0000-00-00"])
def test_a_year_that_nobody_means_is_told_to_be_too_far_off(text: str) -> None:
    with pytest.raises(WrongValueError, match="năm quá xa"):
        parse_date(text)


@pytest.mark.parametrize("text", ["localtime", "Factory", "Hà Nội", "", "../UTC"])
def test_a_zone_that_is_none_or_another_on_each_machine_is_refused(text: str) -> None:
    with pytest.raises(WrongValueError, match="không có múi giờ"):
        parse_zone(text)
    assert parse_zone("Asia/Ho_Chi_Minh").key == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize("text", ["nghỉ", "Không", "off"])
def test_hours_written_as_none_are_answered_with_the_empty_list(text: str) -> None:
    with pytest.raises(WrongValueError, match=r"allowed: \[\]"):
        parse_window(text)
