"""A path of the console, /bai/truoc/01-gioi-thieu -> the script that it names, as the station knows it."""

from datetime import datetime
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from broadcast.base.errors import UsageRefused, tell
from broadcast.programme.settings import ScriptId
from broadcast.station.overview import Overview
from broadcast.web.desk import UNNAMED, desk_of, person_of

_SUFFIX = ".md"
DONE_WITH_ONE = frozenset(
    {
        "sua", "doc", "doc-thu", "nhap", "bo-nhap", "ben-canh", "thu", "nghe", "tieng", "nghe-toi", "da-nghe",
        "du-kien", "cach-doc", "gui-duyet", "duyet", "tra-lai", "rut",
        "moi", "dan", "nhap-moi", "bo-nhap-moi", "tu-word",
    }
)  # fmt: skip
"""What stands last in an address below /bai; a script that is called so goes by its file's whole name."""


def overview_of(request: Request) -> Overview:
    """Return the ward as it was last read. Raises as `Readable.required`."""
    return desk_of(request).live.snapshot().seen.required()


def script_of(request: Request) -> ScriptId:
    """Return the script that the path names. Raises HTTPException where the ward has none of that name."""
    id_ = id_in_path(request)
    if id_ not in overview_of(request).ward.readings:
        raise HTTPException(404)
    return id_


def id_in_path(request: Request) -> ScriptId:
    """Return the id that the path names, of a script that is there or of none."""
    return ScriptId(request.path_params["id"].removesuffix(_SUFFIX))


def file_of_script(id_: str) -> str:
    """Return the name of the script's file in the ward's folder."""
    return f"scripts/{id_}.md"


def script_of_file(name: str) -> str:
    """Return the script of a file's name in the ward's folder."""
    return name.removeprefix("scripts/").removesuffix(".md")


def path_of_script(id_: str, more: str = "") -> str:
    """Return the path of the script's page, or of what lies below it."""
    own = _SUFFIX if id_.rpartition("/")[2] in DONE_WITH_ONE else ""
    return f"/bai/{quote(id_)}{own}{more}"


def as_ward_has_it(request: Request, moment: datetime) -> datetime:
    """Return a moment of the machine's clock in the ward's zone."""
    return moment.astimezone(desk_of(request).live.snapshot().at.tzinfo)


def named(request: Request) -> str:
    """Return the name of whoever asks, for what a person answers for.

    Raises UsageRefused where the person at the machine has not given a name.
    """
    name = person_of(request).name
    if desk_of(request).entry_key is not None and name == UNNAMED.template:
        raise UsageRefused(
            tell("Việc này phải ghi rõ tên người làm."),
            tell("Bấm vào tên ở cuối trang, ghi họ tên, rồi làm lại."),
        )
    return name
