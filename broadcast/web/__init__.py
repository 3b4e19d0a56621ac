"""A browser: the same station on a page. It reaches anything through station/ alone, and decides nothing."""
