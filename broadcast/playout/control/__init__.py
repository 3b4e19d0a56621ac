"""What keeps the one player of a folder in check: its lock, the stop latch, the channel, the clock it trusts."""
