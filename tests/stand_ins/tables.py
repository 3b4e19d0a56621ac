"""A check and a long table -> one test, which looks at every row."""

from collections.abc import Callable, Iterable

import pytest

_SHOWN = 20


def for_each(rows: Iterable[object]) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Make one test of a check: it is called with every row, and whichever rows fail are told at the end.

    A row is a tuple of arguments, or the only one. A test for each row, which `pytest.mark.parametrize` makes,
    costs two thousandths of a second in each of four processes: hundreds of times what it takes to read a word.
    """
    table = [row if isinstance(row, tuple) else (row,) for row in rows]

    def over(check: Callable[..., None]) -> Callable[[], None]:
        def test() -> None:
            assert table
            failed = [told for row in table if (told := _told(check, row))]
            assert not failed, f"{len(failed)} of {len(table)} rows:\n" + "\n".join(failed[:_SHOWN])

        test.__name__, test.__qualname__, test.__doc__ = check.__name__, check.__qualname__, check.__doc__
        test.__module__ = check.__module__
        return test

    return over


def _told(check: Callable[..., None], row: tuple[object, ...]) -> str:
    try:
        check(*row)
    except (Exception, pytest.fail.Exception) as error:
        return f"{', '.join(map(repr, row))}: {type(error).__name__}: {error}"
    return ""
