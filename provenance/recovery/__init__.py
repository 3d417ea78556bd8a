"""Recovery: tries to get the original, every one on record.

`chain` goes through the ways in order; each way (`local`, `live`, `rendered`, `memento`) is a small class of its own; `fetch`
is the one client through which anything leaves this machine, and `guard` its rules; `gate` judges what came.
"""
