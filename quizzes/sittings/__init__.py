"""Sittings apart from the schedule: exams, cramming, drills. None of them touches a card unasked, or the log of reviews."""
