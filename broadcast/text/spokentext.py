"""What comes out of `speakable`: words for a voice, and which written text each of them came from.

Every `start` and `end` is an offset in the text that was handed to `speakable`, in characters, end exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.base.errors import Message


class Kind(StrEnum):
    """What a piece of written text was taken for."""

    LEXICON = "lexicon"
    DOCUMENT = "document"
    DATE = "date"
    TIME = "time"
    RANGE = "range"
    ROMAN = "roman"
    NUMBER = "number"
    ORDINAL = "ordinal"
    FRACTION = "fraction"
    PERCENT = "percent"
    MONEY = "money"
    UNIT = "unit"
    PHONE = "phone"
    ADDRESS = "address"
    ROAD = "road"
    PLATE = "plate"
    ABBREVIATION = "abbreviation"
    LOAN = "loan"
    INTERNET = "internet"
    LIST = "list"
    LETTER = "letter"
    SYMBOL = "symbol"
    CAPITALS = "capitals"
    """A heading in capitals, read as the words it is made of."""
    COUNT = "count"
    """So many of so many: 8/10 tổ dân phố."""
    CODE = "code"
    """Letters and figures stuck together that name a thing: XL-02, CT01."""
    NAME = "name"
    """A name that is not read as its letters stand: N.Đ.H., H'Hen."""
    ACCOUNT = "account"
    UNMARKED = "unmarked"
    """Vietnamese written without its marks."""
    OLD_FONT = "old-font"
    """Letters in the code of a font of before Unicode."""
    SCORE = "score"
    """The two sides of a match: 3-1."""
    BLANK = "blank"
    """A place of a form left open: ngày …/…/2026."""
    UNKNOWN = "unknown"
    """Read as well as can be; a Doubt says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A piece of the written text that is not read as it stands."""

    start: int
    end: int
    written: str
    spoken: str
    """Words; empty where nothing is said (a bullet, a zero-width character)."""
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What cannot be read for certain, and how the ward can decide it."""

    start: int
    end: int
    written: str
    why: Message
    suggestion: str
    """A line for lexicon.yaml, with our best guess where there is one."""
    advice: Message | None = None
    """What to do where a line in lexicon.yaml is no answer: type the passage again; None elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What a voice says at one go, and the silence after it."""

    text: str
    """Words, and `,` `.` `?` `!` where a voice needs them."""
    pause_after_s: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlong:
    """A stretch of speech with no pause in it that no newsreader says in one breath."""

    start: int
    end: int
    syllables: int
    what: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenText:
    """An announcement as a voice says it."""

    utterances: tuple[Utterance, ...]
    readings: tuple[Reading, ...]
    doubts: tuple[Doubt, ...]
    warnings: tuple[Overlong, ...]

    def __str__(self) -> str:
        """The plain words, utterance after utterance, with their punctuation."""
        return " ".join(utterance.text for utterance in self.utterances)

    @property
    def syllables(self) -> int:
        """Count the words of all utterances; a Vietnamese word is one syllable."""
        return sum(len(utterance.text.split()) for utterance in self.utterances)
