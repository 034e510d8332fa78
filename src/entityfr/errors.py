"""The errors of entityfr that have no built-in name."""


class ModelNotFoundError(OSError):
    """The pipeline's package or folder is missing; the message says how to install it.

    An `OSError`, as spaCy's own error for a missing model is.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        super().__init__(
            f"the model {model!r} is neither an installed package nor a folder. "
            f"Install it with: pip install {model}"
        )

    def __reduce__(self) -> tuple[type["ModelNotFoundError"], tuple[str]]:
        return type(self), (self.model,)
