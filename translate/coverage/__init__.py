"""Coverage: which clauses of one side the other side says, and which stand alone."""
