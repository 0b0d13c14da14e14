"""A pure engine for AWS IAM policies: parse, validate, decide, explain.

It knows no Django, reads no clock, network or settings, and works alone: `python -m iam decide FILE`.
"""
