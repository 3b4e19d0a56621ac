"""Who has heard what, and what is another than when it was released."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadcast.programme.approving import WRITTEN, Edit, differences, heard_by, is_same_person, told_apart
from broadcast.programme.contents import Contents, code_of_all
from broadcast.programme.model import Fingerprint
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId

NOW = datetime(2025, 10, 6, 5, 0, tzinfo=UTC)
ONE = ScriptId("truoc/01-mot")
CONTENTS = Contents(
    script=ONE, text="a", facts={"hop.ngay": "18/10"}, spoken="Mời bà con dự họp ngày mười tám tháng mười.",
    lexicon="b", engine="espeak: 1", speech=("c",), sounds=("null",), recipe="d", cart=Fingerprint("e"), sound="0",
)  # fmt: skip
WORDS = "---\ntitle: Họp\n---\nMời bà con dự họp ngày {{ hop.ngay }}.\n"


def _act(deed: Deed = Deed.RELEASED, contents: Contents | None = CONTENTS, **more: object) -> Act:
    return Act(deed=deed, script=ONE, by="Bà Lan", at=NOW, number=1, contents=contents, more=more)


@pytest.mark.parametrize(
    ("act", "by", "counts"),
    [
        (_act(Deed.HEARD), "bà  lan", True),
        (_act(Deed.HEARD), "Ông Ba", False),
        (_act(Deed.RELEASED), "Bà Lan", False),
        (_act(Deed.HEARD, None), "Bà Lan", False),
        (_act(Deed.HEARD, replace(CONTENTS, sound="1")), "Bà Lan", False),
        (_act(Deed.HEARD, replace(CONTENTS, text="z")), "Bà Lan", False),
    ],
    ids=["heard", "another person", "another deed", "of nothing", "another sound", "another text"],
)
def test_only_this_very_sound_counts_as_heard_and_only_by_that_person(act: Act, by: str, counts: bool) -> None:
    assert (heard_by([act], CONTENTS, by) is act) == counts


def test_a_name_typed_in_two_codings_is_one_name() -> None:
    assert is_same_person("Bà Lân", "Ba\u0300 La\u0302n")
    assert not is_same_person("Bà Lân", "Bà Lan")


def test_lines_facts_and_words_are_told_apart_and_the_rest_in_words() -> None:
    now = replace(
        CONTENTS, text="b", facts={"hop.ngay": "19/10"}, engine="piper: 1", sound="1",
        spoken="Mời bà con dự họp ngày mười chín tháng mười.",
    )  # fmt: skip
    found = differences(_act(**{WRITTEN: WORDS}), now, WORDS.replace("Mời bà con", "Kính mời bà con"))
    assert found.facts == (("hop.ngay", "18/10", "19/10"),)
    assert found.lines == (
        Edit(before="Mời bà con dự họp ngày {{ hop.ngay }}.", now="Kính mời bà con dự họp ngày {{ hop.ngay }}."),
    )
    assert found.spoken == (Edit(before="ngày mười tám tháng mười.", now="ngày mười chín tháng mười."),)
    assert [str(one) for one in told_apart(found)] == ["giọng đọc đã đổi"]


def test_an_edit_of_a_text_that_was_not_kept_is_told_in_words() -> None:
    found = differences(_act(), replace(CONTENTS, text="b"), WORDS)
    assert [str(one) for one in told_apart(found)] == ["tệp bài đã sửa"]
    assert found.lines == ()


def test_what_is_the_same_has_no_differences() -> None:
    found = differences(_act(**{WRITTEN: WORDS}), CONTENTS, WORDS)
    assert (found.told, found.facts, found.lines, found.spoken) == ((), (), (), ())


def test_the_code_of_several_is_of_all_of_them_in_their_order() -> None:
    other = replace(CONTENTS, script=ScriptId("truoc/02-hai"), text="z")
    assert code_of_all([CONTENTS]) == CONTENTS.code
    codes = {code_of_all([CONTENTS, other]), code_of_all([other, CONTENTS]), CONTENTS.code, other.code}
    assert len(codes) == 4
    assert code_of_all([CONTENTS, replace(other, sound="9")]) not in codes
