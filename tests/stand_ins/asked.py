"""What a voice of the network is asked in its tests, and when."""

from datetime import UTC, datetime

SENTENCE = "Kính mời bà con đón nghe chương trình phát thanh buổi sáng của phường."
START = datetime(2025, 10, 6, 5, tzinfo=UTC)
