"""The trace folder as a BagIt bag, and its verification."""
