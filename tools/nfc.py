"""Text files -> which of them hold Vietnamese letters in pieces, which search and diff take for other letters.

python tools/nfc.py FILE...      exit 1 where one does
"""

import sys
import unicodedata
from pathlib import Path


def in_pieces(path: Path) -> list[int]:
    """Return the numbers of the lines that are not in the composed form (NFC)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", line)]


def main(names: list[str]) -> int:
    """Tell each such line; return the exit code."""
    found = [f"{name}:{number}" for name in names for number in in_pieces(Path(name))]
    for place in found:
        print(f"{place}: a letter in pieces; write it composed (NFC)")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
