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


class ExtractionError(RuntimeError):
    """A text of a stream could not be processed; what went wrong is in `__cause__`.

    `index`: which text of the stream, counted from 0.
    """

    def __init__(self, index: int, problem: Exception | str) -> None:
        self.index = index
        named = isinstance(problem, Exception)
        self.problem = f"{type(problem).__name__}: {problem}" if named else problem
        super().__init__(f"text {index}: {self.problem}")

    def __reduce__(self) -> tuple[type["ExtractionError"], tuple[int, str]]:
        return type(self), (self.index, str(self.problem))
