"""The bytes of a file -> where its sound begins and ends between the tags that players put at both ends.

Formats: id3.org (ID3v1, ID3v2.4 section 3.1: lengths of seven bits a byte), Hydrogenaudio's APEv2.
"""

from broadcast.library.ingest.claim import Bytes


def after_id3(held: Bytes) -> int:
    """Find where the file begins behind an ID3v2 tag; 0 where it has none."""
    return tag_length(held, 0) if held[:3] == b"ID3" else 0


def tag_length(held: Bytes, at: int) -> int:
    """Measure the ID3v2 or APE tag that begins at `at`, in bytes; 0 where none does."""
    head = held[at : at + 16]
    if head[:3] == b"ID3" and len(head) >= 10 and max(head[6:10]) < 0x80 and head[3] < 0xFF > head[4]:
        footer = 10 if head[5] & 0x10 else 0
        return 10 + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)) + footer
    if head[:8] == b"APETAGEX":
        return 32 + int.from_bytes(head[12:16], "little")
    return 0


def without_end_tags(held: Bytes) -> int:
    """Find where the file ends before an ID3v1 tag and an APE tag that lie at its end."""
    end = len(held)
    if end >= 128 and held[end - 128 : end - 125] == b"TAG":
        end -= 128
    if end >= 32 and held[end - 32 : end - 24] == b"APETAGEX":
        size = int.from_bytes(held[end - 20 : end - 16], "little")
        end = max(0, end - size) if size >= 32 else end
    return end
