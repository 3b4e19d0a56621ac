"""The sentences of broadcast/ and click's own words -> broadcast/base/locale/*/LC_MESSAGES/broadcast.po and .mo.

Run after changing a sentence: it puts new sentences into the .po files, keeps every translation, drops what is
no longer said, compiles the .mo files, and tells what has no translation yet. A sentence whose wording changed
keeps its old translation marked `fuzzy`: correct it, take the mark off, run again.

    python tools/catalogue.py
"""

import string
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from sentences import ROOT, MsgId, Places, click_sentences, program_sentences

LOCALE = ROOT / "broadcast" / "base" / "locale"
COMMAND = "python tools/catalogue.py"


# The catalogues


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language the screens are in, and what has to be translated into it."""

    code: str
    sentences: Callable[[], dict[MsgId, Places]]

    @property
    def po(self) -> Path:
        """Return the path of its catalogue as people edit it."""
        return LOCALE / self.code / "LC_MESSAGES" / "broadcast.po"

    @property
    def mo(self) -> Path:
        """Return the path of its catalogue as the program reads it."""
        return self.po.with_suffix(".mo")


LANGUAGES = (Language(code="en", sentences=program_sentences), Language(code="vi", sentences=click_sentences))


class _Undated(Catalog):
    """A catalogue without dates and versions in its head, so that the same sentences give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "broadcast"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]

    @mime_headers.setter
    def mime_headers(self, _: object) -> None:
        pass


def read(language: Language) -> Catalog:
    """Read the .po as it is on the disk; an empty one where there is none."""
    kept = _Undated(
        locale=language.code, fuzzy=False, header_comment=f"# The sentences of broadcast. Made by: {COMMAND}"
    )
    if language.po.exists():
        with language.po.open("rb") as file:
            for message in read_po(file, locale=language.code, abort_invalid=True):
                if message.id:
                    kept[message.id] = message
    return kept


def updated(language: Language) -> Catalog:
    """Bring the .po up to date: every sentence of today and no other; the disk is left alone."""
    template = _Undated()
    for msgid, places in language.sentences().items():
        template.add(msgid, locations=places)
    catalog = read(language)
    catalog.update(template)
    catalog.obsolete.clear()
    return catalog


def write(language: Language, catalog: Catalog) -> None:
    """Write the .po and, of what is translated and not fuzzy, the .mo to the disk."""
    language.po.parent.mkdir(parents=True, exist_ok=True)
    with language.po.open("wb") as file:
        write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False)
    language.mo.write_bytes(compiled(catalog))


def compiled(catalog: Catalog) -> bytes:
    """Compile a catalogue to the bytes of its .mo: the same for the same translations."""
    made = BytesIO()
    write_mo(made, catalog)
    return made.getvalue()


# What is wrong with them


def untranslated(language: Language, catalog: Catalog) -> list[MsgId]:
    """List the sentences of today that have no translation in this catalogue, or a doubtful (fuzzy) one."""
    return [msgid for msgid in language.sentences() if not _is_done(catalog.get(msgid))]


def _is_done(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and bool(message.string) and all(_forms(message.string))


def misfilled(language: Language, catalog: Catalog) -> list[MsgId]:
    """List the sentences whose translation has other placeholders than the original.

    In click's sentences some may be left out: Vietnamese has no use for "{name} {filename!r} is a file".
    """
    told = [message for message in catalog if message.id and message.string]
    some = language.sentences is click_sentences
    return [_msgid(message) for message in told if not _filled_alike(message, some_may_go=some)]


def _filled_alike(message: Message, *, some_may_go: bool) -> bool:
    wanted = placeholders(_forms(message.id)[-1])
    found = [placeholders(form) for form in _forms(message.string)]
    return all(set(one) <= set(wanted) if some_may_go else one == wanted for one in found)


def _msgid(message: Message) -> MsgId:
    forms = _forms(message.id)
    return forms[0] if len(forms) == 1 else (forms[0], forms[1])


def _forms(text: str | Sequence[str] | None) -> list[str]:
    """Singular and plural, or the one form there is."""
    return [text] if isinstance(text, str) else list(text or ())


def placeholders(sentence: str) -> list[tuple[str, str, str]]:
    """List the placeholders of a sentence as (name, format, conversion), in order of name.

    A plural (`{count:script|scripts}`) is no format of its own: a Vietnamese noun has none.
    """
    return sorted(
        (name, form if form and "|" not in form else "", conversion or "")
        for _, name, form, conversion in string.Formatter().parse(sentence)
        if name is not None
    )


def main() -> int:
    """Bring both catalogues up to date on the disk; print what is missing; return 1 where anything is, else 0."""
    wrong = 0
    for language in LANGUAGES:
        catalog = updated(language)
        write(language, catalog)
        where = language.po.relative_to(ROOT)
        lacking, misfit = untranslated(language, catalog), misfilled(language, catalog)
        for msgid in lacking:
            print(f"{where}: no translation yet: {msgid!r}")
        for msgid in misfit:
            print(f"{where}: other placeholders: {msgid!r}")
        print(f"{where}: {len(catalog)} sentences, {len(lacking)} without a translation")
        wrong += len(lacking) + len(misfit)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
