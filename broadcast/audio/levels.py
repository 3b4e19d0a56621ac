"""The scales a level is given on."""

from typing import NewType

Lufs = NewType("Lufs", float)
"""Loudness in LUFS (dB on the BS.1770 scale)."""
Dbtp = NewType("Dbtp", float)
"""True peak in dB relative to full scale."""
