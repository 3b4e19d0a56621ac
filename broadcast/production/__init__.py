"""Cues in, finished carts out, ahead of time; the only room that meets the network."""
