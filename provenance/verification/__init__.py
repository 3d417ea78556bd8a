"""Checking what was kept, offline: an ordered list of small checks, each pass, fail or not checked, with one sentence."""
