"""Tables: names and words (built by `build.py`), demonyms, measured precision. Licences in `LICENSES.md`."""
