"""What a page advises in the place of what a terminal is advised."""

from gettext import translation
from pathlib import Path

import broadcast.base
from broadcast.base.errors import tell
from broadcast.web.remedies import _INSTEAD, on_a_page

_SENTENCES = translation("broadcast", Path(broadcast.base.__file__).parent / "locale", ["en"])


def test_each_sentence_that_is_replaced_is_one_that_the_program_says() -> None:
    assert [template for template in _INSTEAD if _SENTENCES.gettext(template) == template] == []


def test_a_page_advises_nothing_that_is_done_at_a_terminal() -> None:
    told = [one.template for one in _INSTEAD.values()]
    assert [one for one in told if "broadcast " in one or "--" in one] == []


def test_what_is_filled_into_one_is_filled_into_the_other() -> None:
    fix = tell("Bớt bài, hoặc sửa mục airtime. Để vậy thì bỏ: {titles}.", titles="“Treo cờ”")
    assert "Để vậy thì bỏ: “Treo cờ”." in str(on_a_page(fix))
