"""A title, some words, and the ward's URLs -> a notice to each of them; what could not be sent, said in words.

Apprise knows the services (e-mail, Telegram and many more). It runs in a child with a deadline: a mail server that
hangs holds up nothing, and what it has loaded is not kept for months.
"""

import json
import sys
from collections.abc import Sequence

from broadcast.base import children
from broadcast.base.errors import Message, tell
from broadcast.base.onscreen import on_screen, one_line

_DEADLINE_S = 60.0


def send(urls: Sequence[str], *, title: str, body: str, deadline_s: float = _DEADLINE_S) -> tuple[Message, ...]:
    """Send the notice to every URL; return a Message for each that was not reached.

    All of them together have `deadline_s` seconds. Empty where all were reached. A URL may hold a password, so a
    Message names its scheme alone.
    """
    if not urls:
        return ()
    try:
        letter = json.dumps({"urls": list(urls), "title": one_line(title), "body": on_screen(body)})
        child = children.run(__name__, given=letter.encode(), deadline_s=deadline_s)
        reached = json.loads(child.out)
    except children.OutOfTime:
        return tuple(_not_reached(url, tell("quá {seconds:.0f} giây", seconds=deadline_s)) for url in urls)
    except (OSError, ValueError) as error:  # it said nothing: it has crashed
        return tuple(_not_reached(url, tell("{kind}", kind=type(error).__name__)) for url in urls)
    return tuple(
        _not_reached(url, tell("nơi nhận không nhận, hoặc địa chỉ sai"))
        for url, well in zip(urls, reached, strict=True)
        if not well
    )


def _not_reached(url: str, why: Message) -> Message:
    return tell("không gửi được thông báo qua {scheme} ({why})", scheme=url.partition("://")[0], why=why)


def _child() -> None:
    """The child: one order on stdin, one answer on stdout."""
    import apprise

    order = json.load(sys.stdin)
    reached = []
    for url in order["urls"]:
        one = apprise.Apprise()
        reached.append(bool(one.add(url) and one.notify(title=order["title"], body=order["body"])))
    json.dump(reached, sys.stdout)


if __name__ == "__main__":
    _child()
