"""From a packed log to pictures, with what they say, what to do, and the same as a table. Pure."""
