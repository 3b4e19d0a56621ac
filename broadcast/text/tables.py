"""The package's reviewable tables (tables/*.tsv) -> rows, read once, when first needed."""

from functools import cache


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of table NAME, each a tuple of its tab-separated cells: `NAME.tsv`, then each `NAME-….tsv`.

    Blank lines and lines that begin `# ` are left out. The table is read once and kept. Raises FileNotFoundError
    where the package has no table of that name.
    """
    from importlib.resources import files  # here: no table is read at import, and it brings much with it

    parts = [f"{name}.tsv", *(one for one in _files() if one.startswith(f"{name}-"))]
    texts = [files("broadcast.text").joinpath("tables", one).read_text(encoding="utf-8") for one in parts]
    lines = (line for text in texts for line in text.splitlines() if line.strip() and not line.startswith("# "))
    return tuple(tuple(map(str.strip, line.split("\t"))) for line in lines)


@cache
def _files() -> tuple[str, ...]:
    from importlib.resources import files

    return tuple(sorted(one.name for one in files("broadcast.text").joinpath("tables").iterdir()))


@cache
def mapping(name: str) -> dict[str, str]:
    """Map the first column of table NAME to its second; where a key comes twice, its first row holds."""
    found: dict[str, str] = {}
    for row in rows(name):
        found.setdefault(row[0], row[1])
    return found


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Collect the words of each group of table NAME: column one names the group, column two lists its words.

    A group may have several rows; its words stand between commas.
    """
    found: dict[str, tuple[str, ...]] = {}
    for group, words in rows(name):
        found[group] = (*found.get(group, ()), *words.split(", "))
    return found
