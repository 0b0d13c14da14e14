"""Compiling policies, and deciding requests by them."""
