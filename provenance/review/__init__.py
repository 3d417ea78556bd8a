"""The review desk: what people decide on a trace, kept beside it, and the page they decide on.

`decisions` keeps acts, `state` works out what follows from them, `repair` pairs sentences anew, `desk` is what a reviewer can do,
`server` and `page` put it on the screen. Acts are only ever added; the trace itself is never changed by a review.
"""

from sourcetrace.provenance.review.decisions import Decisions
from sourcetrace.provenance.review.state import Review, Standing, review

__all__ = ["Decisions", "Review", "Standing", "review"]
