"""Carts in, sound and a record out, on the second."""
