"""Slips of voices that nobody installed: where only what a slip says counts."""

import json
from collections.abc import Mapping
from pathlib import Path

from broadcast.library.voiceshelf import slip_path

SLIP = {
    "model_sha256": "a" * 64,
    "config_sha256": "b" * 64,
    "model_bytes": 63_000_000,
    "source": "/media/usb/vi_VN-thu-medium.onnx",
    "licence": "CC BY 4.0",
    "installed": "2025-10-01T08:00:00+07:00",
}


def put_slip(home: Path, name: str, more: Mapping[str, object] | None = None) -> None:
    """Put the slip of a voice of that name on the shelf of the ward in `home`; `more`: fields of its own."""
    slip_path(home, name).parent.mkdir(exist_ok=True)
    slip_path(home, name).write_text(json.dumps({**SLIP, **(more or {})}), encoding="utf-8")
