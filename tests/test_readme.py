import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_first_example_prints_what_the_readme_says(extractor, capsys):
    code, output = re.search(
        r"```python\n(.*?)```\s*```text\n(.*?)```", README.read_text("utf-8"), re.S
    ).groups()
    exec(code, {})
    assert capsys.readouterr().out == output
