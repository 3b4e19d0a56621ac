"""Samples and what is done to them; numpy in, numpy out, nothing read and nothing played."""
