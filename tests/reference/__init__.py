"""A second, independent evaluator of IAM policies, and the engine of `iam/` held to it by random cases."""
