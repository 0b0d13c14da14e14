"""How far a comparison goes before it says that it does not know."""


class UndecidedError(ValueError):
    """The search came to its bound, or to something that AWS's text leaves open: `reason` says to what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Budget:
    """The steps that a whole comparison may take; one is about a hundredth of a millisecond."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Raises: UndecidedError when nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise UndecidedError("the policies can be combined in more ways than are looked through")
