"""The console's routes -> docs/console-routes.md: who may ask what. Run after adding a route, or changing one.

python tools/console_routes.py
"""

import inspect
import sys
from pathlib import Path
from typing import cast

from starlette.routing import Route

from broadcast.station.accounts import ROLE_NAMES, Role
from broadcast.station.accounts.person import roles_with
from broadcast.web.app import routes
from broadcast.web.routing import Gate

PAGE = Path(__file__).parent.parent / "docs" / "console-routes.md"
_HEAD = """\
# The console's routes

Who may ask what, drawn from the code by `tools/console_routes.py`; a test holds it to the code, and another one
asks each route in every wrong way there is (`tests/web/test_guard.py`). A route names the role that it needs, and
there is none without. **●** may ask it, **·** is refused with 403; *nobody*: without a login, refused with 401.
Each column is a person to whom that one role was given: looking comes with every role, duty and writing with admin
(decision [230](decisions/230-accounts-and-the-console-s-process.md)).

For every route alike: a request under a foreign Host is refused (421), a change that does not come from a page of
the console (403), a body beyond the route's bytes (413), a method that it does not have (405). The pictures, the
style and the script of the pages (`/tinh/`) are there for everybody.

"""
_MARKS = {True: "●", False: "·"}


def page() -> str:
    """Draw the table of every route, by path."""
    who = " | ".join(f"{role} {ROLE_NAMES[role]}" for role in Role)
    rows = [
        f"| Route | What it does | nobody | {who} | bytes |",
        "|---|---|" + ":-:|" * (len(Role) + 1) + "--:|",
        *(_row(one) for one in sorted(_routes(), key=lambda one: (one.path, *sorted(one.methods or ())))),
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _routes() -> list[Route]:
    return [one for one in routes() if isinstance(one, Route)]


def _row(one: Route) -> str:
    asked = cast("Gate", one.endpoint)
    [method] = (one.methods or set()) - {"HEAD"}
    may = [asked.needs is None, *(asked.needs is None or asked.needs in roles_with([role]) for role in Role)]
    what = (inspect.getdoc(asked.endpoint) or "").splitlines()[0]
    by_itself = " *(a page asks it by itself)*" if asked.by_itself else ""
    marks = " | ".join(_MARKS[one] for one in may)
    return f"| {method} `{one.path}` | {what}{by_itself} | {marks} | {asked.at_most:,} |"


def main() -> int:
    """Write the page; return 0."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
