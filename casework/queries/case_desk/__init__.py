"""The one page of a case as officers work on it: its file, laid out side by side."""

from casework.queries.case_desk.desk import Desk, desk_of
from casework.queries.case_desk.evidence import FactRow, MaterialRow
from casework.queries.case_desk.others import OtherCase

__all__ = ["Desk", "FactRow", "MaterialRow", "OtherCase", "desk_of"]
