"""What a line of the record says -> its sentences, and its text in Vietnamese."""

from collections.abc import Sequence

from broadcast.base.errors import Message
from broadcast.base.messages import fields_of, message_of, messages_of

__all__ = ["Note", "fields_of", "message_of", "messages_of", "sentences_of", "text_of"]

Note = Message | str | Sequence[Message]
"""What a line of the record says in words: one sentence, several, or a text that was put together already."""


def sentences_of(note: Note) -> tuple[Message, ...]:
    """List the sentences of a note; none for an empty text."""
    match note:
        case "":
            return ()
        case str():
            return (Message(note),)
        case Message():
            return (note,)
        case _:
            return tuple(note)


def text_of(note: Note) -> str:
    """Return the note in Vietnamese, its sentences with `; ` between them; empty for none."""
    return "; ".join(text for one in sentences_of(note) if (text := str(one)))
