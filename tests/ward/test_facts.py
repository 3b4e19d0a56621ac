"""A script's body and the ward's facts: filled in, or every fault at its place."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.wards import script_of

from broadcast.base.errors import FaultsFound, Level
from broadcast.ward.facts import fact_faults, fill, left_open, look_ups, missing_facts, wrong_look_ups


def test_facts_are_filled_in() -> None:
    assert fill(
        script_of("Ngày {{ dai_hoi.ngay }} tại {{ dai_hoi['noi'] }}."),
        {"dai_hoi": {"ngay": "18/10", "noi": "Hồng Bàng"}},
    ) == ("Ngày 18/10 tại Hồng Bàng.")


def test_every_missing_fact_is_listed_with_its_place() -> None:
    waiting = script_of("Ngày {{ dai_hoi.ngay }},\nlúc {{ dai_hoi.gio }} ở {{ noi }}.")
    facts: dict[str, object] = {"dai_hoi": {"ngay": " ", "gio": None}}
    with pytest.raises(FaultsFound) as found:
        fill(waiting, facts)
    assert [(fault.line, fault.column, fault.level) for fault in found.value.faults] == [
        (4, 6, Level.WAITING),
        (5, 5, Level.WAITING),
        (5, 25, Level.WAITING),
    ]
    assert missing_facts(waiting, facts) == ("dai_hoi.ngay", "dai_hoi.gio", "noi")


OPEN = [
    "...", "…", "-", "–", "?", "??", "___", "[số]", "[ ]", "<điền sau>", "……/……/2025", "…../10/2025", "../../2025",
    "ngày ..... tháng 10", "Có ____ người", "....", "[ngày], [tháng]", "*", "(?)",
]  # fmt: skip
FILLED = [
    "0", "18/10/2025", "500.000đ", "[Khen] bà Tư", "cây, con...", "cờ, hoa…", "Tổ 5: bà Bình", "A.B.C", "-5",
    "<5 hộ>, hai", "C#", "XX", "12..15", "hỏi gì?", "a/b",
]  # fmt: skip


@pytest.mark.parametrize("value", OPEN)
def test_a_fact_that_is_a_place_to_fill_in_counts_as_not_filled_in(value: str) -> None:
    assert left_open(value)
    [fault] = fact_faults(script_of("Có {{ so }} đại biểu."), {"so": value})
    assert (fault.level, missing_facts(script_of("Có {{ so }}."), {"so": value})) == (Level.WAITING, ("so",))


@pytest.mark.parametrize("value", FILLED)
def test_a_fact_with_words_or_figures_is_filled_in(value: str) -> None:
    """The negative control of the test above."""
    assert not left_open(value)
    assert fill(script_of("Có {{ so }} đó."), {"so": value}) == f"Có {value} đó."


@pytest.mark.parametrize(
    "evil",
    [
        "{{ 'x' * 10**9 }}",
        "{% for a in range(10**9) %}x{% endfor %}",
        "{{ ten.__class__ }}",
        "{{ ten.upper() }}",
        "{{ ten|upper }}",
        "{{ 7 * 7 }}",
        "{{ }}",
        "{{ ten",
        "{# chú thích #}",
        "{{ range(10) }}",
        "{{ nhom }}",
        "{{ self }}",
    ],
)
def test_only_plain_look_ups_are_allowed_in_a_script_of(evil: str) -> None:
    with pytest.raises(FaultsFound) as found:
        fill(script_of(f"Chào {evil} nhé"), {"ten": "An", "nhom": {"a": "b"}})
    assert {(fault.line, fault.column) for fault in found.value.faults} >= {(4, 6)}


@pytest.mark.parametrize("fact", ["{{ ten }}", "ông {{ ho }}"])
def test_a_fact_is_not_a_template_itself_and_one_with_look_ups_is_waited_for(fact: str) -> None:
    script, facts = script_of("Chào {{ ten }}"), {"ten": fact, "ho": "An"}
    assert missing_facts(script, facts) == ("ten",)
    assert [fault.level for fault in fact_faults(script, facts)] == [Level.WAITING]


@pytest.mark.parametrize(
    "written", ["{{ten}}", "{{ ten }}", "{{\tten\n}}", '{{ nhom["tên gọi"] }}', "{{ nhom . ten }}"]
)
def test_white_space_and_names_that_are_no_word_are_read(written: str) -> None:
    facts = {"ten": "An", "nhom": {"ten": "An", "tên gọi": "An"}}
    assert fill(script_of(f"Chào {written} nhé"), facts) == "Chào An nhé"


@pytest.mark.parametrize("text", ["{ ten }", "a } b { c", "{", "}{", "hàm f{x}", "%} #}", "{ { ten } }"])
def test_single_braces_are_text(text: str) -> None:
    assert fill(script_of(f"Chào {text} nhé"), {}) == f"Chào {text} nhé"


def test_an_open_brace_does_not_swallow_the_look_up_after_it() -> None:
    broken = script_of("Chào {{ ten, mời {{ ai }} đến\nvà {{ ten }}}}.")
    assert [(fault.line, fault.column, fault.level) for fault in fact_faults(broken, {"ten": "An"})] == [
        (4, 6, Level.ERROR),
        (4, 18, Level.WAITING),
        (5, 13, Level.ERROR),
    ]


@pytest.mark.parametrize("unit", ["{{", "}}", "{{a", "{%", "{#", "{{a.", "{{a['", "{{a.b}}", "}}{{"])
def test_braces_without_end_are_read_in_linear_time_and_told_in_few_words(unit: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        body = script_of("x" + unit * (length // len(unit)))
        assert len(wrong_look_ups(body)) <= 20
        fact_faults(body, {"a": {"b": "c"}})
        return time.process_time() - started

    assert any(seconds(50_000) < 1 for _ in range(2))  # it was six seconds
    assert any(seconds(400_000) < 8 for _ in range(2))


@given(st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs", "Cc"]), max_size=200))
def test_a_text_without_braces_stays_as_it_is(text: str) -> None:
    assert fill(_Body(text), {}) == text


@given(
    st.lists(st.sampled_from(["{{", "}}", "{", "}", "a", ".", "b", " ", "\n", "['", "']", "{%", "{#", "|", "1"]))
)
def test_a_body_is_filled_in_whole_or_told_to_be_wrong_at_its_places(parts: list[str]) -> None:
    body = _Body("".join(parts))
    faults = fact_faults(body, {"a": {"b": "đã điền"}})
    if not faults:
        filled = fill(body, {"a": {"b": "đã điền"}})
        assert "{{" not in filled
        assert "}}" not in filled
        assert "{%" not in filled
    for fault in faults:
        assert fault.source == body.body.split("\n")[fault.line - 1]
        assert body.body.split("\n")[fault.line - 1][fault.column - 1] in "{}"


class _Body:
    """A body that stands in no file."""

    file, body_line, written = "scripts/a.md", 1, None

    def __init__(self, body: str) -> None:
        self.body = body
        self.look_ups = look_ups(body)
