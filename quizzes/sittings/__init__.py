"""Sittings apart from the schedule: exams, cramming, drills; none touches a card unasked, or the log of reviews."""
