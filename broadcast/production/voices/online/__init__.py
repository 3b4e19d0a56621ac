"""Voices of the network: Google's, Edge's, and one that playlist.yaml describes; over HTTPS with every guard."""
