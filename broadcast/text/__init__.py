"""Written Vietnamese -> words for a voice."""
