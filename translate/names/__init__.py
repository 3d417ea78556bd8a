"""Names of persons and places: tables, readings, and whether a name in one script can be a name in another."""
