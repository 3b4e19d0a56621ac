"""Every reason that a typical day leaves in the record has a code, and an English sentence."""

import gettext
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, RATE, session
from stand_ins.days import UNREADY, Day, SetConditions, VanishingCard, bulletin, hours_until

from broadcast.base import words as languages
from broadcast.base.errors import DeviceLost, Message, tell
from broadcast.programme.bulletins import Urgency
from broadcast.programme.model import Outcome, Override
from broadcast.record.codes import _WITHIN, CODES, OTHER, code_of, recognised
from broadcast.record.journal import Journal

ENGLISH = gettext.translation("broadcast", Path(languages.__file__).parent / "locale", languages=["en"])


class _Untranslated(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return ""


ENGLISH.add_fallback(_Untranslated())


def _all_of(message: Message) -> Iterator[Message]:
    """The message and those among its values."""
    yield message
    for value in message.values.values():
        if isinstance(value, Message):
            yield from _all_of(value)


def _untold(messages: list[Message]) -> list[str]:
    """What has no English sentence."""
    every = {one.template for message in messages for one in _all_of(message)}
    return sorted(text for text in every if not ENGLISH.gettext(text))


# --- what may happen on a day ---


def _stopped(day: Day) -> None:
    one = session(MONDAY_0630, "ab")
    day.rack_tones(one)
    held = SetConditions(
        day.clock, since=MONDAY_0630 + timedelta(seconds=3), until=MONDAY_0630 + timedelta(hours=3)
    )
    day.air(one, conditions=held)


def _late(day: Day) -> None:
    day.clock.wait_until(MONDAY_0630 + timedelta(hours=2))
    day.air(session(MONDAY_0630, "a"))


def _not_ready(day: Day) -> None:
    one = session(MONDAY_0630, "ab")
    day.rack_tones(one)
    day.rack.put(one.cues[0].id, UNREADY)
    day.air(one)


def _ended_by_hand(day: Day) -> None:
    one = session(MONDAY_0630, "a")
    day.rack_tones(one, 5)
    day.air(one, wanted=lambda: day.clock.now() < MONDAY_0630 + timedelta(seconds=4))


def _lost_device(day: Day) -> None:
    one = session(MONDAY_0630, "a")
    day.rack_tones(one, 5)
    with pytest.raises(DeviceLost):
        day.air_on(VanishingCard(3 * RATE, day.clock, underflows=2), one, at_once=True)


def _emergency(day: Day) -> None:
    one = session(MONDAY_0630, "a")
    day.rack_tones(one, 5)
    bulletins = [
        (MONDAY_0630 + timedelta(seconds=2), bulletin(day, Urgency.EMERGENCY)),
        (MONDAY_0630, replace(bulletin(day, Urgency.USUAL, number="0631"), expires=MONDAY_0630)),
    ]
    day.air(one, conditions=SetConditions(day.clock, bulletins=bulletins))


def _allowed_by_somebody(day: Day) -> None:
    one = session(MONDAY_0630, "a")
    day.rack_tones(one)
    day.air(one, at_once=True, override=Override(reason="báo bão", by="An"))


def _hours_over(day: Day) -> None:
    day.airtime = hours_until(MONDAY_0630 + timedelta(seconds=4))
    one = session(MONDAY_0630, "ab")
    day.rack_tones(one, 3)
    day.air(one)


def _too_long(day: Day) -> None:
    day.airtime = replace(ALWAYS, max_session=timedelta(seconds=3))
    one = session(MONDAY_0630, "a")
    day.rack_tones(one, 10)
    day.air(one)


def _closed_day(day: Day) -> None:
    day.airtime = replace(ALWAYS, days=frozenset({5}))
    one = session(MONDAY_0630, "a")
    day.rack_tones(one)
    day.air(one)


def _file_gone(day: Day) -> None:
    one = session(MONDAY_0630, "ab")
    day.rack_tones(one)
    for file in (day.home / "audio_cache").rglob(f"{'2':0<64}*.flac"):
        file.write_bytes(b"")
    day.air(one)


DAYS = {
    function.__name__: function
    for function in (
        _stopped, _late, _not_ready, _ended_by_hand, _lost_device, _emergency, _allowed_by_somebody, _hours_over,
        _too_long, _closed_day, _file_gone,
    )
}  # fmt: skip


@pytest.mark.parametrize("happens", DAYS)
def test_every_reason_of_a_typical_day_has_a_code_and_an_english_sentence(happens: str, tmp_path: Path) -> None:
    day = Day(tmp_path)
    DAYS[happens](day)
    reasons = [
        why for airing in day.log for why in airing.reasons if str(why.what) not in ("phát ngay", "mất loa")
    ]
    assert any(day.log), "nothing came to pass"
    assert [why.what.template for why in reasons if why.code == OTHER] == []
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        notes = [one for _, what in journal.notes() for one in recognised(what)]
    assert [code_of(one) for one in notes if code_of(one) == OTHER] == []
    stand_ins = {"thiếu dữ kiện", "thử"}  # what a test made up
    assert not {*_untold([*(why.what for why in reasons), *notes])} - stand_ins
    assert all(airing.outcome is Outcome.AIRED or airing.reasons for airing in day.log)


def test_every_sentence_of_the_table_is_translated_and_has_one_code() -> None:
    every = [one for sentences in CODES.values() for one in sentences]
    assert _untold([*every, *_WITHIN]) == []
    assert len({one.template for one in every}) == len(every)


def test_a_sentence_that_nobody_knows_is_found_out() -> None:
    """The negative control."""
    assert code_of(tell("không ai biết")) == OTHER
    assert code_of(tell("không ai biết"), Outcome.REFUSED) == "airtime"
    assert _untold([tell("{why}: x", why=tell("không ai biết"))]) == ["không ai biết", "{why}: x"]


@pytest.mark.parametrize(
    "messages",
    [
        (tell("đang có lệnh dừng phát: {reason}", reason="đám tang; bà Tư, 80 tuổi"),),
        (tell("chưa sẵn sàng: {why}", why=tell("chưa có tệp tiếng")),),
        (
            tell(
                "quá hạn phát bù {grace}: {why}",
                grace=tell("{minutes} phút {seconds} giây", minutes="1", seconds="30"),
                why=tell("loa chưa phát được: {why}", why=tell("mất loa “{name}”", name="USB")),
            ),
        ),
        (
            tell("{name}, người cho phát: {by}", name=tell("bản tin khẩn cấp"), by="Nguyễn Văn A"),
            tell("phát ngoài quy định: {reason} (người cho phép: {by})", reason="vỡ đê", by="An"),
        ),
        (tell("máy đọc qua mạng không trả lời trọn vẹn trong {seconds:.0f} giây", seconds=20.0),),
        (
            tell(
                "đã huỷ {name} số {number}, người huỷ: {by}, {why}",
                name=tell("{level} “{title}”", level=tell("bản tin ưu tiên"), title="Bão số 3 đang vào."),
                number="2",
                by="Hoa",
                why=tell("không ghi lý do"),
            ),
        ),
        (
            tell(
                "nghe thử “{title}” ra loa phường, dài {length}",
                title="Bài 1",
                length=tell("{seconds} giây", seconds="29"),
            ),
        ),
    ],
    ids=str,
)
def test_a_text_of_an_older_line_is_taken_apart_into_what_it_was_made_of(messages: tuple[Message, ...]) -> None:
    assert recognised("; ".join(map(str, messages))) == messages


@pytest.mark.parametrize("text", ["", "ghi chú của ai đó", "a; b", "{chưa} đóng", "100%"])
def test_a_text_of_somebody_s_own_stays_as_it_is(text: str) -> None:
    assert "; ".join(map(str, recognised(text))) == text
