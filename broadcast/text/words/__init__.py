"""Abbreviations, loan words, names and words in capitals -> their words."""
