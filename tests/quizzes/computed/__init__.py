"""Computed questions: what seeds come to, held to the reference evaluator; `fuzz` draws many more."""
