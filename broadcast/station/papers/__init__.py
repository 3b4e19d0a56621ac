"""The record, written out on paper and in office files."""
