"""`casework papers`: write the issued papers of a case or a meeting as files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from casework.cli.terminal import Commands, office_database
from casework.exports.documents import as_pdf
from casework.exports.minutes_docx import as_docx
from casework.queries.documents import of_reference
from workflows.documents import DocumentKind


def register(commands: Commands) -> None:
    """Add this group's sub-commands."""
    papers = commands.add_parser(
        "papers", help="write the issued papers of a case or a meeting as PDF, minutes as DOCX too"
    )
    papers.add_argument("reference", help="of the case or the meeting, e.g. XC-M-2026-001")
    papers.add_argument("--to", type=Path, default=Path(), help="an existing folder")
    papers.set_defaults(run=_papers)


def _papers(given: argparse.Namespace) -> int:
    if not given.to.is_dir():
        print(f"not a folder: {given.to}", file=sys.stderr)
        return 2
    with office_database() as database, database.reading() as session:
        found = of_reference(session, given.reference)
        for place, paper in enumerate(found, start=1):
            kind = DocumentKind(paper.kind)
            file = given.to / f"{given.reference}-{place:02d}-{kind}.pdf"
            file.write_bytes(as_pdf(kind, paper.layout, paper.content))
            print(f"{file}  {paper.number}  {paper.code}")
            if kind is DocumentKind.MINUTES:
                file.with_suffix(".docx").write_bytes(as_docx(paper.content))
                print(file.with_suffix(".docx"))
    if not found:
        print(f"no papers of {given.reference}", file=sys.stderr)
    return 0 if found else 1
