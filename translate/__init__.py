"""The two texts: language, sentences, alignment, departures. Knows nothing of the web."""
