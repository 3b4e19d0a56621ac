"""One walk over a written text, rule by rule -> SpokenText.

One walk from left to right. At each place the rules of its kind of character are asked in order, the most
particular first, and the reading for which most speaks is taken; what a rule takes, no later rule sees. The last
rule of each kind takes anything, so the walk always comes to its end, in time linear in the text.
"""

import re
from dataclasses import replace
from functools import lru_cache

from broadcast.base.errors import tell
from broadcast.text import (
    abbreviations,
    accounts,
    births,
    blanks,
    capitals,
    codes,
    dates,
    daylists,
    daynumbers,
    dayspans,
    definitions,
    documents,
    internet,
    labels,
    lists,
    loans,
    monthletters,
    months,
    parts,
    peoples,
    persons,
    perthing,
    phones,
    pictures,
    places,
    plates,
    products,
    quantities,
    ranges,
    roads,
    romans,
    scores,
    shares,
    singles,
    symbols,
    times,
    units,
    until,
    weather,
    weekdays,
    years,
)
from broadcast.text.breathing import LINE, PARAGRAPH, WordRun, overlong, utterances
from broadcast.text.clean import Cleaned, clean
from broadcast.text.held import Passage, held, in_unicode, without_marks
from broadcast.text.letters import sayable
from broadcast.text.lexicon import Lexicon
from broadcast.text.linebreaks import unwrapped
from broadcast.text.page import Evidence, Found, Page, Rule
from broadcast.text.senses import first_words
from broadcast.text.spokentext import Doubt, Kind, Reading, SpokenText
from broadcast.text.suggestions import lexicon_line
from broadcast.text.unmarked import unmarked_passages

_WORD = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"[ ]+|\n\s*")
_JUNK = re.compile(r"\S{300,}")
"""No word, number or address is this long; a rule would look for its end again and again."""
_JOINED = re.compile(r"[.@:_/-][A-Za-z0-9]")

DIGIT_RULES: tuple[Rule, ...] = (
    lists.say_marker,  # 1.1. opens a line; later it would be a date or a decimal
    internet.say_address,
    plates.say_plate,  # 15A-123.45 before house numbers with letters
    accounts.say_account,  # 3761.0.1062972 before dates and decimals
    codes.say_form_number,  # mẫu 01/ĐK before documents
    weather.say_coordinate,
    weekdays.say_weekday_number,  # thứ 2 - CN is no document
    documents.say_standard_number,  # 2622:1995 is no hour
    documents.say_document,  # 05-NQ/TU before dates
    roads.say_kilometre_post,
    shares.say_ratio,  # tỷ lệ 1:500 before clock times
    ranges.say_formula,  # NPK 16:5:11 before clock times
    ranges.say_measured_range,  # liều 10-15g before clock times
    times.say_times,  # 7h30 before bare numbers
    shares.say_count,  # 10/10 tổ dân phố before dates
    months.say_months,  # 9/2025 - 5/2026 before days
    dayspans.say_span_of_days,  # whole spans and lists before one date of them
    daylists.say_list_of_days,
    years.say_years,
    dates.say_date,
    phones.say_phone,
    places.say_house,  # số 5/12 before fractions
    parts.say_part_number,
    daynumbers.say_day_or_month_number,
    labels.say_row,  # tổ 1,2 before decimals
    shares.say_fraction,
    products.say_product,
    scores.say_score,  # before ranges
    ranges.say_range,
    quantities.say_quantity,
    places.say_number_with_letter,
    quantities.say_number,
)
LETTER_RULES: tuple[Rule, ...] = (
    persons.say_initials,  # V.T.H. opens a line, and is no list
    lists.say_marker,
    internet.say_address,
    plates.say_plate_label,  # BS 15A-123.45 is no doctor
    roads.say_road,
    weather.say_alarm,
    weather.say_bearing,
    codes.say_code,  # CT2 before chỉ thị
    singles.say_class_letter,  # khối C before a hundred
    births.say_born,
    monthletters.say_month_letters,
    weekdays.say_weekday_letters,
    documents.say_bare_code,
    parts.say_part_number,  # II.1.2 before II
    products.say_times,  # 5 suất x 2 before X, ten
    romans.say_roman,  # before abbreviations: Quý III
    quantities.say_money_before,  # US$ 500
    units.say_unit_word,
    abbreviations.say_abbreviation,
    units.say_unit_alone,
    loans.say_loan,
    peoples.say_peoples_name,  # after loan words: Krông
    capitals.say_word,
)
SIGN_RULES: tuple[Rule, ...] = (
    definitions.say_defined,  # (BTC)
    until.say_until_dash,  # before bullets and pauses
    quantities.say_below_zero,
    lists.say_marker,  # (1)
    phones.say_phone,  # (0225) 3842 456, +84 …
    quantities.say_money_before,
    internet.say_ending,  # .gov.vn before a full stop
    internet.say_tag,
    blanks.say_blank,  # before the code that it stands in
    documents.say_blank_document,
    lists.say_bullet,
    pictures.say_picture,
)


def read(text: str, lexicon: Lexicon | None = None) -> SpokenText:
    """Read the whole text by the rules, from left to right. Never raises: what is not certain has a Doubt.

    `lexicon`: the ward's own readings, tried before the rules; None for no such readings. An empty text gives a
    SpokenText without utterances.
    """
    decoded, old = in_unicode(text)
    walk = _Walk(text, decoded, clean(decoded.text), lexicon)
    walk.run()
    readings, doubts = held(text, [*old, *walk.unmarked()], walk.pieces, walk.readings, walk.doubts)
    return SpokenText(
        utterances=utterances(walk.pieces),
        readings=readings,
        doubts=doubts,
        warnings=overlong(walk.pieces),
    )


class _Walk:
    def __init__(self, written: str, decoded: Cleaned, cleaned: Cleaned, lexicon: Lexicon | None) -> None:
        self._written = written
        self._decoded = decoded
        self._cleaned = cleaned
        self._lexicon = lexicon if lexicon and lexicon.pattern else None
        self._page = Page(unwrapped(cleaned.text))
        self.pieces: list[WordRun] = []
        self.readings: list[Reading] = []
        self.doubts: list[Doubt] = []

    def run(self) -> None:
        text = self._page.text
        position = 0
        while position < len(text):
            if space := _SPACE.match(text, position):
                if "\n" in space[0]:
                    self._mark(PARAGRAPH if space[0].count("\n") > 1 else LINE)
                position = space.end()
            else:
                position = self._step(text, position)

    def unmarked(self) -> list[Passage]:
        """The passages typed without marks, by their places in the written text."""
        return [without_marks(*self._origin(*span)) for span in unmarked_passages(self._page.text)]

    def _origin(self, start: int, end: int) -> tuple[int, int]:
        return self._decoded.origin(*self._cleaned.origin(start, end))

    def _step(self, text: str, position: int) -> int:
        if self._lexicon and (known := self._lexicon.find(text, position)):
            entry, end = known
            self._take(position, Found(end=end, spoken=entry.spoken, kind=Kind.LEXICON))
            return end
        if junk := _JUNK.match(text, position):
            self._take(position, _too_long(junk))
            return junk.end()
        word = _WORD.match(text, position)
        if word and _is_plain(word[0]) and not _JOINED.match(text, word.end()):
            self._say(position, word.end(), word[0])
            return word.end()
        rules = LETTER_RULES if word else DIGIT_RULES if text[position].isdecimal() else SIGN_RULES
        found = self._decided(position, ranked(self._page, position, rules) or _sign(self._page, position))
        self._take(position, found)
        return found.end

    def _decided(self, start: int, found: Found) -> Found:
        """The reading itself; a doubtful one as the ward's lexicon has it, though letters or digits touch it."""
        entry = self._lexicon.exactly(self._page.text, start, found.end) if self._lexicon and found.why else None
        return Found(end=found.end, spoken=entry.spoken, kind=Kind.LEXICON) if entry else found

    def _take(self, start: int, found: Found) -> None:
        written = self._page.text[start : found.end]
        if found.spoken:
            self._say(start, found.end, found.spoken)
        if found.mark:
            self._mark(found.mark)
        unchanged = found.spoken == written or (not found.spoken and written in _PUNCTUATION)
        if unchanged and not found.why:
            return
        origin = self._origin(start, found.end)
        original = self._written[slice(*origin)]
        self.readings.append(
            Reading(start=origin[0], end=origin[1], written=original, spoken=found.spoken, kind=found.kind)
        )
        if found.why:
            line = lexicon_line(self._written, *origin, found.spoken)
            self.doubts.append(
                Doubt(
                    start=origin[0],
                    end=origin[1],
                    written=original,
                    why=found.why,
                    suggestion=line,
                    advice=found.advice,
                )
            )

    def _say(self, start: int, end: int, words: str) -> None:
        first, last = self._origin(start, end)
        self.pieces.append(WordRun(first, last, words))

    def _mark(self, mark: str) -> None:
        if self.pieces:
            self.pieces[-1].close(mark)


def ranked(page: Page, position: int, rules: tuple[Rule, ...]) -> Found | None:
    """Find the reading at `position` for which most speaks; of two equal ones, the one whose rule comes first.

    The first that is SURE ends the search. Where two FAIR ones take the same place for different words, the first
    has a doubt that names both. None where no rule reads anything there.
    """
    best: Found | None = None
    for rule in rules:
        found = rule(page, position)
        if found is None:
            continue
        if found.evidence is Evidence.SURE:
            return found
        if best is None or found.evidence > best.evidence:
            best = found
        elif found.evidence is best.evidence is Evidence.FAIR and found.spoken != best.spoken and not best.why:
            best = replace(best, why=tell("đọc là “{one}” hay “{two}”?", one=best.spoken, two=found.spoken))
    return best


_PUNCTUATION = frozenset(",.?!;:()[]\"'-")


def _too_long(junk: re.Match[str]) -> Found:
    why = tell("có {count} ký tự liền nhau không có dấu cách", count=len(junk[0]))
    return Found(end=junk.end(), spoken="", kind=Kind.UNKNOWN, why=why)


def _sign(page: Page, position: int) -> Found:
    """The last rule: it takes one sign, whatever it is."""
    say = perthing.say_slash if page.text[position] == "/" else symbols.say_sign
    return say(page, position)


@lru_cache(maxsize=65_536)
def _is_plain(word: str) -> bool:
    """A Vietnamese word in small letters or with one capital, that no table knows: it is said as it stands."""
    if len(word) < 2 or not (word.islower() or word.istitle()) or not sayable(word):
        return False
    return word.lower() not in first_words() and word not in units.unit_words()
