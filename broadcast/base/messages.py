"""A Message <-> fields that JSON can hold, so that whoever reads it is told in a language of his own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from numbers import Integral, Real

from broadcast.base.errors import Message


def fields_of(message: Message) -> dict[str, object]:
    """Return the message as fields for JSON: its template under `say`, its values under `with`, nested alike.

    Numbers and text stay what they are; anything else becomes its text.
    """
    return {"say": message.template, "with": {key: _value(value) for key, value in message.values.items()}}


def _value(value: object) -> object:
    match value:
        case Message():
            return fields_of(value)
        case bool() | int() | float() | str() | None:
            return value
        case datetime() | date():
            return value.isoformat()
        case Integral():  # a figure of numpy's
            return int(value)
        case Real():
            return float(value)
        case _:
            return str(value)


def message_of(fields: object) -> Message:
    """Return the message that `fields_of` made the fields of. Raises ValueError for anything else."""
    match fields:
        case {"say": str(template), "with": Mapping() as values}:
            return Message(template, {str(key): _read(value) for key, value in values.items()})
        case _:
            raise ValueError(f"no message of ours: {fields!r}")


def _read(value: object) -> object:
    return message_of(value) if isinstance(value, Mapping) else value


def messages_of(fields: object) -> tuple[Message, ...]:
    """Return the messages of a list of fields as `fields_of` makes them; what is none of ours is left out."""
    if not isinstance(fields, Sequence) or isinstance(fields, str):
        return ()
    found = []
    for one in fields:
        try:
            found.append(message_of(one))
        except ValueError:
            continue
    return tuple(found)
