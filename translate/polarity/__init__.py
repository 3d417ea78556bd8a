"""Polarity: where a text says that something is not so. One file a language."""
