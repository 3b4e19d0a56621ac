"""One walk over a written text, rule by rule -> SpokenText.

One walk from left to right. At each place the rules of its kind of character are asked in order, the most
particular first, and the reading for which most speaks is taken; what a rule takes, no later rule sees. The last
rule of each kind takes anything, so the walk always comes to its end, in time linear in the text.
"""

import re
from dataclasses import replace
from functools import lru_cache

from broadcast.base.errors import tell
from broadcast.text.amounts.units import unit_words
from broadcast.text.breathing import LINE, PARAGRAPH, WordRun, overlong, utterances
from broadcast.text.clean import Cleaned, clean
from broadcast.text.letters import sayable
from broadcast.text.lexicon import Lexicon
from broadcast.text.linebreaks import unwrapped
from broadcast.text.page import Evidence, Found, Page, Rule
from broadcast.text.passages.held import Passage, held, in_unicode, without_marks
from broadcast.text.passages.unmarked import unmarked_passages
from broadcast.text.rules import DIGIT_RULES, LETTER_RULES, SIGN_RULES, say_any_sign
from broadcast.text.spokentext import Doubt, Kind, Reading, SpokenText
from broadcast.text.suggestions import lexicon_line
from broadcast.text.wordless import no_word
from broadcast.text.words.senses import first_words

_WORD = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"[ ]+|\n\s*")
_JUNK = re.compile(r"\S{300,}")
"""No word, number or address is this long; a rule would look for its end again and again."""
_LONG_TEXT, _KEPT = 20_000, 512
_SEEN_LEFT, _SEEN_RIGHT = 192, 400
"""Farther than any rule looks around a place: a long form 160 characters back, an address 300 on."""
_JOINED = re.compile(r"[.@:_/-][A-Za-z0-9]")


def read(text: str, lexicon: Lexicon | None = None) -> SpokenText:
    """Read the whole text by the rules, from left to right. Never raises: what is not certain has a Doubt.

    `lexicon`: the ward's own readings, tried before the rules; None for no such readings. An empty text gives a
    SpokenText without utterances; one with signs in it and no word has a Doubt.
    """
    decoded, old = in_unicode(text)
    walk = _Walk(text, decoded, clean(decoded.text), lexicon)
    walk.run()
    readings, doubts = held(text, [*old, *walk.unmarked()], walk.pieces, walk.readings, walk.doubts)
    if not doubts and not walk.pieces and text.strip():
        doubts = (no_word(text),)
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
        self._known: dict[str, tuple[int, Found]] = {}
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
        found = self._decided(position, self._ruled(position, rules))
        self._take(position, found)
        return found.end

    def _ruled(self, position: int, rules: tuple[Rule, ...]) -> Found:
        """What the rules say there; in a long text the same surroundings are not asked about again.

        So a line repeated a thousand times takes the time of a plain text. Not kept: abbreviations, which the text
        itself may define anywhere.
        """
        text = self._page.text
        if len(text) < _LONG_TEXT:
            return ranked(self._page, position, rules) or say_any_sign(self._page, position)
        around = text[max(0, position - _SEEN_LEFT) : position + _SEEN_RIGHT]
        at_ends = position < _SEEN_LEFT or position + _SEEN_RIGHT > len(text)
        known = None if at_ends else self._known.get(around)
        if known is not None:
            place, found = known
            return Found(
                end=found.end - place + position,
                spoken=found.spoken,
                kind=found.kind,
                why=found.why,
                advice=found.advice,
                mark=found.mark,
                evidence=found.evidence,
            )
        found = ranked(self._page, position, rules) or say_any_sign(self._page, position)
        if found.end - position < _SEEN_RIGHT // 2 and not at_ends and found.kind is not Kind.ABBREVIATION:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[around] = (position, found)
        return found

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


@lru_cache(maxsize=65_536)
def _is_plain(word: str) -> bool:
    """A Vietnamese word in small letters or with one capital, that no table knows: it is said as it stands."""
    if len(word) < 2 or not (word.islower() or word.istitle()) or not sayable(word):
        return False
    return word.lower() not in first_words() and word not in unit_words()
