import pytest

from entityfr import EntityExtractor


@pytest.fixture(scope="session")
def extractor() -> EntityExtractor:
    """One extractor with the defaults for the whole session: the model loads once."""
    return EntityExtractor()
