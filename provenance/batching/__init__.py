"""Many articles: each traced once, whatever is killed in between.

`inputs` says which, `store` keeps what became of each, `fetching` gets what lies on the web, one `engine` or another makes the
traces, and `run` leads them. `collection` and `results` tell what came of it.
"""
