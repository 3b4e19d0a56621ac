"""The package's reviewable tables (tables/*.tsv) -> rows, read once, when first needed."""

from functools import cache


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `tables/NAME.tsv`: tab-separated columns, `#` opens a comment line."""
    from importlib.resources import files  # here, because `broadcast --help` reads no table

    text = files("broadcast.text").joinpath("tables", f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("# "))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


@cache
def mapping(name: str) -> dict[str, str]:
    """The first two columns; where a key comes twice, the first row holds."""
    found: dict[str, str] = {}
    for row in rows(name):
        found.setdefault(row[0], row[1])
    return found
