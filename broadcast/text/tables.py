"""The package's reviewable tables (tables/*.tsv) -> rows, read once, when first needed."""

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of `tables/NAME.tsv`: tab-separated columns, `# ` opens a comment line."""
    text = files("broadcast.text").joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("# "))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


@cache
def mapping(name: str) -> dict[str, str]:
    """Map the first column of a table to its second; where a key comes twice, its first row holds."""
    found: dict[str, str] = {}
    for row in rows(name):
        found.setdefault(row[0], row[1])
    return found


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Collect the words of each group: the first column names the group, the second lists words between commas."""
    found: dict[str, tuple[str, ...]] = {}
    for group, words in rows(name):
        found[group] = (*found.get(group, ()), *words.split(", "))
    return found
