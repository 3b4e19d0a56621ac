"""What fails while secrets are in hand -> the same failure, in which none of them can be read."""

import logging
import re
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from urllib.parse import quote, quote_plus

from broadcast.base.errors import Message, SpeechError

_COVER = "•••"
_SHORTEST = 4
"""Letters. Whatever is shorter is no secret, and would cover half of every sentence."""


@contextmanager
def scrubbed(secrets: Collection[str]) -> Iterator[None]:
    """Cover each of the `secrets` in any SpeechError of the block, and keep urllib3 from logging addresses.

    Any other exception is a bug: RuntimeError takes its place, with the lines of code it came through and its
    name, but without its own words, which may repeat an address or a header.
    """
    log = logging.getLogger("urllib3")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except SpeechError as error:
        forms = _forms(secrets)
        raise type(error)(_covered(error.what, forms), _covered(error.fix, forms) if error.fix else None) from None
    except Exception as error:
        where = "".join(traceback.format_tb(error.__traceback__))
        raise RuntimeError(f"{type(error).__name__}\n{where}") from None
    finally:
        log.setLevel(level)


def _forms(secrets: Collection[str]) -> list[str]:
    """As they are and as an address may hold them, the longest first; of `Bearer abcd`, `abcd` too."""
    long_enough = {one for secret in secrets for one in (secret, *secret.split()) if len(one) >= _SHORTEST}
    forms = {form for one in long_enough for form in (one, quote(one), quote(one, safe=""), quote_plus(one))}
    return sorted(forms, key=len, reverse=True)


def _covered(message: Message, forms: Collection[str]) -> Message:
    return Message(message.template, {key: _safe(value, forms) for key, value in message.values.items()})


def _safe(value: object, forms: Collection[str]) -> object:
    if isinstance(value, Message):
        return _covered(value, forms)
    if isinstance(value, int | float):
        return value
    text = str(value)
    for form in forms:  # in small letters too: a host and a Content-Type are told in them
        text = re.sub(re.escape(form), _COVER, text, flags=re.IGNORECASE)
    return text
