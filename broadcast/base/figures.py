"""Numbers of a sentence -> the digits that its reader is used to: −16,0 in Vietnamese, -16.0 in English."""

from collections.abc import Mapping


class _Figure(float):
    """A number that is told with a comma: `{x:.1f}` gives −16,0.

    Any other form is left as Python has it: a number to be typed into a file keeps its point.
    """

    def __format__(self, form: str) -> str:
        plain = super().__format__(form)
        return plain.replace("-", "−").replace(".", ",") if form.endswith("f") else plain


def figure(number: float, places: int, *, comma: bool) -> str:
    """Write a number with so many decimal places, in the Vietnamese way with `comma`."""
    return f"{_Figure(number) if comma else number:.{places}f}"


def with_commas(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a sentence with each float among them told in the Vietnamese way."""
    return {key: _Figure(value) if isinstance(value, float) else value for key, value in values.items()}
