"""Acts on record and a sound -> how a script stands; whatever changes in the sound, the release is of another."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from broadcast.base.errors import tell
from broadcast.programme.model import Fingerprint, Part, Reason, Unready
from broadcast.programme.released import (
    Act,
    Contents,
    Deed,
    Purpose,
    Stand,
    Standing,
    changes,
    is_code,
    standing_of,
)
from broadcast.programme.settings import ScriptId

SCRIPT = ScriptId("truoc/01-mot")
DAY = date(2025, 10, 6)
AT = datetime(2025, 10, 6, 5, 0, tzinfo=timezone(timedelta(hours=7)))
NOW = Contents(
    script=SCRIPT,
    text="a" * 64,
    facts={"hop.ngay": "18/10/2025"},
    spoken="xin chào bà con",
    lexicon="b" * 64,
    engine="espeak: 1.52",
    speech=("c" * 64,),
    sounds=('"d"', "null", "null"),
    recipe="e" * 64,
    cart=Fingerprint("f" * 64),
    sound="0" * 64,
)
OTHER = {
    "script": ScriptId("truoc/02-hai"), "part": Part.OPENING, "campaign": "bao", "text": "1" * 64,
    "facts": {"hop.ngay": "19/10/2025"}, "spoken": "xin chào", "lexicon": "1" * 64, "engine": "gtts: 2",
    "speech": ("1" * 64,), "sounds": ('"e"', "null", "null"), "recipe": "1" * 64,
    "cart": Fingerprint("1" * 64), "sound": "1" * 64,
}  # fmt: skip


def _act(deed: Deed, contents: Contents | None = NOW, number: int = 1, note: str = "") -> Act:
    return Act(deed=deed, script=SCRIPT, by="Bà Lan", at=AT, number=number, note=note, contents=contents)


def _stand(*acts: Act, now: Contents | Unready = NOW, day: date = DAY) -> Stand:
    return standing_of(acts, now, day)


def test_what_nobody_has_released_waits() -> None:
    assert _stand().standing is Standing.WAITING
    assert _stand(_act(Deed.SENT), _act(Deed.HEARD)).standing is Standing.WAITING


def test_a_release_holds_for_the_very_same_sound() -> None:
    stand = _stand(_act(Deed.RELEASED))
    assert stand.is_released
    assert stand.release is not None
    assert stand.release.number == 1


@pytest.mark.parametrize("key", OTHER)
def test_any_ingredient_that_changes_returns_the_script_to_waiting(key: str) -> None:
    stand = _stand(_act(Deed.RELEASED), now=replace(NOW, **{key: OTHER[key]}))
    assert not stand.is_released
    assert stand.why is not None


def test_every_ingredient_is_compared() -> None:
    own = {"purpose", "first", "last"}
    assert {field.name for field in fields(Contents)} == {*OTHER, *own}


def test_the_cause_of_a_change_is_told_and_what_follows_from_it_is_not() -> None:
    edited = replace(NOW, text="1" * 64, spoken="xin", cart=Fingerprint("1" * 64), sound="1" * 64)
    assert [str(one) for one in changes(NOW, edited)] == ["tệp bài đã sửa"]
    fact = replace(NOW, facts={"hop.ngay": "20/10/2025"}, spoken="xin", sound="1" * 64)
    assert [str(one) for one in changes(NOW, fact)] == ["dữ kiện hop.ngay đã đổi"]
    assert [str(one) for one in changes(NOW, replace(NOW, sound="1" * 64))] == ["tệp tiếng đã đổi"]


def test_an_earlier_release_does_not_come_back_with_the_earlier_text() -> None:
    newer = replace(NOW, text="1" * 64)
    acts = (_act(Deed.RELEASED), _act(Deed.RELEASED, newer, 2))
    assert _stand(*acts, now=newer).is_released
    assert _stand(*acts).standing is Standing.WAITING


def test_a_script_is_returned_with_the_reason_until_it_is_edited_or_released() -> None:
    back = _act(Deed.RETURNED, number=2, note="sai giờ họp")
    assert _stand(back).standing is Standing.RETURNED
    assert "sai giờ họp" in str(_stand(back).why)
    assert _stand(back, now=replace(NOW, text="1" * 64)).standing is Standing.WAITING
    assert _stand(_act(Deed.RELEASED), back).standing is Standing.RETURNED
    assert _stand(back, _act(Deed.RELEASED, number=3)).is_released


def test_returning_another_version_leaves_what_is_released_on_the_air() -> None:
    better = replace(NOW, engine="gtts: 2", cart=Fingerprint("1" * 64))
    assert _stand(_act(Deed.RELEASED), _act(Deed.RETURNED, better, 2)).is_released


def test_a_withdrawn_release_does_not_hold_until_another_is_given() -> None:
    withdrawn = _act(Deed.WITHDRAWN, None, 2, "nhầm ngày")
    assert _stand(_act(Deed.RELEASED), withdrawn).standing is Standing.WITHDRAWN
    assert _stand(_act(Deed.RELEASED), withdrawn, _act(Deed.RELEASED, number=3)).is_released


def test_a_release_is_over_after_its_last_day() -> None:
    act = _act(Deed.RELEASED, replace(NOW, last=DAY))
    assert _stand(act).is_released
    assert _stand(act, day=DAY + timedelta(days=1)).standing is Standing.EXPIRED


def test_a_release_for_the_rehearsal_never_airs() -> None:
    stand = _stand(_act(Deed.RELEASED, replace(NOW, purpose=Purpose.REHEARSAL)))
    assert stand.standing is Standing.WAITING


def test_a_script_that_is_not_finished_is_a_draft_and_one_without_its_sound_waits() -> None:
    unready = Unready(reason=Reason.MISSING_FACT, why=tell("thiếu dữ kiện"))
    assert _stand(_act(Deed.RELEASED), now=unready).standing is Standing.DRAFT
    assert _stand(now=replace(unready, reason=Reason.NO_SPEECH)).standing is Standing.WAITING


def test_a_seal_that_is_doubted_is_no_release() -> None:
    stand = standing_of([_act(Deed.RELEASED)], NOW, DAY, lambda _act: tell("khoá đã hết hạn"))
    assert not stand.is_released
    assert str(stand.why) == "khoá đã hết hạn"


@pytest.mark.parametrize("key", OTHER)
def test_the_code_is_of_the_whole_version(key: str) -> None:
    assert replace(NOW, **{key: OTHER[key]}).code != NOW.code


def test_the_code_says_nothing_of_the_release_and_is_read_as_people_type_it() -> None:
    assert replace(NOW, last=DAY, purpose=Purpose.REHEARSAL).code == NOW.code
    assert len(NOW.code) == 4
    assert is_code(f" {NOW.code.lower()} ", NOW.code)
    assert is_code("o1i-l", "0111")
    assert not is_code("", NOW.code)
