"""Sounds as files: found by name, kept by fingerprint, verified, decoded."""
