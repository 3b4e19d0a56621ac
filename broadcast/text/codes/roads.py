"""Roads and kilometre posts: QL.5, ĐT.353, CT.16 a motorway, Km60+600, a dike's K12+300."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.letters import spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping, rows
from broadcast.text.wordlist import WordList

_MOTORWAY = re.compile(r"CT[. ]?(?P<n>\d{1,2})(?!\w)")
_KM_PLUS = re.compile(r"(?P<n>\d{1,4}) ?\+ ?(?P<m>\d{3})(?!\d)")
_MOTORWAY_SAID = WordList("places", "motorway", tail="[ (:]*")
_POST_SAID = WordList("places", "post", tail="[ :]*")
_KM = re.compile(
    r"(?:(?P<k>Km|KM|km) ?|K(?=\d{1,4} ?\+))(?P<n>\d{1,4})(?:,(?P<tenth>\d{1,3})|(?: ?\+ ?(?P<m>\d{1,4}))?)"
    r"(?!\w|[.,]\d)"
)
_KM_BEFORE = re.compile(r"\bkm ?\d")
_TO_POST = re.compile(r" ?(?:-|÷) ?(?=K)")


def say_road(page: Page, position: int) -> Found | None:
    """Read the road or kilometre at `position`: `QL5`, `TL 359`, `ĐT.363`, `Km12+500`; None for anything else."""
    if match := _KM.match(page.text, position):
        return _kilometre(page, match, page.left(position))
    if (match := _MOTORWAY.match(page.text, position)) and _MOTORWAY_SAID.ends(page.left(position)):
        return Found(end=match.end(), spoken=f"xê tê {numbers.with_zeros(match['n'])}", kind=Kind.ROAD)
    match = _road().match(page.text, position)
    if not match:
        return None
    left = page.left(position)
    short = not match["dot"] and len(match["n"]) < 3 and match["n"][0] != "0"
    if match["road"] in ("ĐT", "ĐH", "ĐL") and short and not _MOTORWAY_SAID.ends(left):
        return None  # đại học, đại hội
    if match["road"] == "ĐT" and len(match["n"]) == 4:
        return None  # more likely a telephone
    road = mapping("roads")[match["road"]]
    if left.endswith("đường "):
        road = road.removeprefix("đường ")
    said = (road, *_other_names().get(match["road"], ()))
    words = (
        "" if left.rstrip().endswith(said) else road,  # đường tỉnh ĐT.354
        "số" if match["dot"] and "số" in match["dot"] else "",
        numbers.with_zeros(match["n"]),
        spelled(match["l"]),
    )
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=Kind.ROAD)


@cache
def _other_names() -> dict[str, tuple[str, ...]]:
    """Other names of a kind of road, which may stand before its letters: tỉnh lộ ĐT.725."""
    return {row[0]: row[2:] for row in rows("roads") if len(row) > 2}


def _kilometre(page: Page, match: re.Match[str], left: str) -> Found:
    """`Km12+500`, and to where the stretch goes: `Km12+500 - Km15+200`."""
    words, end = _post(match, again=bool(_KM_BEFORE.search(left))), match.end()
    dash = _TO_POST.match(page.text, end)
    if dash and (until := _KM.match(page.text, dash.end())):
        words, end = f"{words} đến {_post(until, again=bool(match['k']))}", until.end()
    return Found(end=end, spoken=words, kind=Kind.ROAD)


def _post(match: re.Match[str], *, again: bool) -> str:
    """The post's words; a K is a kilometre too where a Km stands before it (`again`)."""
    if match["tenth"]:
        return f"ki lô mét {numbers.decimal(match['n'], match['tenth'])}"
    plus = f" cộng {numbers.whole(match['m'])}" if match["m"] else ""
    return f"{'ki lô mét' if match['k'] or again else 'ca'} {numbers.with_zeros(match['n'])}{plus}"


@cache
def _road() -> re.Pattern[str]:
    """A kind of road and its number: `QL5`, `ĐT.363`."""
    kinds = "|".join(mapping("roads"))
    return re.compile(
        rf"(?P<road>{kinds})(?P<dot>\.| ?số )?[ -]?(?P<n>\d{{1,4}})(?P<l>[A-Z]?)(?!\w|[.,/]\d|[. ]\d{{3}})"
    )


def say_kilometre_post(page: Page, position: int) -> Found | None:
    """Read `12+500` at `position` after km, mốc or lý trình; None after other words, or for another shape."""
    match = _KM_PLUS.match(page.text, position)
    if not match or not _POST_SAID.ends(page.left(position)):
        return None
    spoken = f"{numbers.whole(match['n'])} cộng {numbers.whole(match['m'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.ROAD)
