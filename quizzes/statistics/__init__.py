"""What a learner's own answers say about how they learn: counted from the log, drawn on the server."""
