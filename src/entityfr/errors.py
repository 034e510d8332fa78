"""The errors of entityfr that have no built-in name."""


class ModelNotFoundError(OSError):
    """The pipeline's package or folder is missing; the message says how to mend it.

    An `OSError`, as spaCy's own error for a missing model is.
    """

    def __init__(self, model: str) -> None:
        self.model = model
        if "/" in model or "\\" in model:
            problem = f"there is no folder {model!r}: name the one that nlp.to_disk wrote"
        else:
            problem = f"the model {model!r} is not installed. Install it: pip install {model}"
        super().__init__(problem)

    def __reduce__(self) -> tuple[type["ModelNotFoundError"], tuple[str]]:
        return type(self), (self.model,)
