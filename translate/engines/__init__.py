"""Engines: what translates the original, and what judges the English. The protocols stand in `seam`, one file an engine."""
