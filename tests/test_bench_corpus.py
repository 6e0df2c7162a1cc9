"""The benchmark that reads every file of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_corpus import main


def test_a_folder_behind_a_link_is_read_and_a_failure_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "one.ris").write_text("TY  - JOUR\nTI  - A trial of nothing\nER  - \n", encoding="utf-8")
    (real / "one.gold.json").write_text("{}", encoding="utf-8")
    (real / "empty.txt").write_text(" ", encoding="utf-8")
    link = tmp_path / "link"
    link.symlink_to(real)
    assert main(link) == 0
    told = capsys.readouterr().out
    assert "2 files in" in told
    assert "MB one.ris" in told
    assert "1 EmptyPage" in told
