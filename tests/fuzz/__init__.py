"""Long runs: seeded cases against the reference, and seeded broken documents against every reader."""
