"""A file of sound -> an answer with the part of it that a browser asks for, never so long that it waits unread."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

_BLOCK = 64 * 1024
_AT_ONCE = 512 * 1024
"""Bytes of one part. A browser that has enough for a while leaves an answer unread, and six of them take every
connection that it has to this console: STOP would wait until somebody plays on."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def sound_answer(
    request: Request, path: Path, handed_out: Callable[[int, int], None] = lambda _start, _end: None
) -> Response:
    """Return the sound in the file `path`, or a part of it where the request asks for a range.

    A part is the beginning of what was asked for, 512 kB at most: a browser asks for the next one when it needs
    it (RFC 9110, 15.3.7). `handed_out` is told the first byte of each block that has gone, and the one after its
    last. 404 where there is no such file.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise HTTPException(404) from None
    found = _range(request.headers.get("range", ""), size)
    if found is None:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = found
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
        "Content-Encoding": "identity",  # else GZipMiddleware would pack a part of a file
    }
    is_part = "range" in request.headers
    if is_part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    blocks = iter(()) if request.method == "HEAD" else _blocks(path, start, end, handed_out)
    return StreamingResponse(blocks, status_code=206 if is_part else 200, headers=headers, media_type="audio/wav")


def _blocks(path: Path, start: int, end: int, handed_out: Callable[[int, int], None]) -> Iterator[bytes]:
    """The bytes of the file; each block counts as handed out once the next one is asked for."""
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(_BLOCK, end - start))):
            yield block
            handed_out(start, start + len(block))
            start += len(block)


def _range(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes that a Range header asks for, end exclusive (RFC 9110, 14.1.2); None where there are none such.

    Without a header, or with one of several ranges, all of them.
    """
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first and not int(last):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    return (start, min(end, start + _AT_ONCE)) if start < end else None
