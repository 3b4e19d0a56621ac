"""What pages are drawn with (style, script, pictures) -> a browser, which asks again whether it has changed."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope


class Assets(StaticFiles):
    """The files of one folder of the program, each known by its content: an upgrade may keep size and date."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """As Starlette has it, with an ETag of the content."""
        answer = FileResponse(full_path, status_code=status_code, stat_result=stat_result)
        answer.headers["etag"] = _mark(os.fspath(full_path))
        answer.headers["cache-control"] = "no-cache"  # kept, and asked for each time
        if self.is_not_modified(answer.headers, Headers(scope=scope)):
            return NotModifiedResponse(answer.headers)
        return answer


@cache
def _mark(path: str) -> str:
    """The files do not change while the program runs."""
    return f'"{hashlib.sha256(Path(path).read_bytes()).hexdigest()[:32]}"'
