"""A ward's scripts -> words alone, for any voice.

read_script(file, raw) -> Script          scripts/*.md parsed, every fault at its place
fill(script, facts) -> str                the body with the ward's facts in it
read_lexicon(file, raw) -> Lexicon        the ward's own readings
speakable(text, lexicon) -> SpokenText    nothing left to interpret
plain(text, lexicon) -> str               the same as one string
reading_faults(script, text, spoken)      what `speakable` was not sure of, as Faults of the script
"""

from broadcast.text.faults import reading_faults
from broadcast.text.lexicon import Entry, Lexicon, lexicon_of, read_lexicon
from broadcast.text.script import WORDS_AT_MOST, Script, fill, missing_facts, read_script
from broadcast.text.speakable import speakable
from broadcast.text.spokentext import Doubt, Kind, Overlong, Reading, SpokenText, Utterance

__all__ = [
    "WORDS_AT_MOST",
    "Doubt",
    "Entry",
    "Kind",
    "Lexicon",
    "Overlong",
    "Reading",
    "Script",
    "SpokenText",
    "Utterance",
    "fill",
    "lexicon_of",
    "missing_facts",
    "plain",
    "read_lexicon",
    "read_script",
    "reading_faults",
    "speakable",
]


def plain(text: str, lexicon: Lexicon | None = None) -> str:
    """The spoken words of `text` as one string."""
    return str(speakable(text, lexicon))
