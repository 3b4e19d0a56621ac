"""Passages that are asked once as a whole: typed without marks, or in the code of an old font."""
