"""The application process: filing, review, meeting, decision, notice, disbursement, end.

A case keeps the version it began under for life. A change of the process is a new version beside
the old ones, never an edit of one that cases are running on.
"""

from __future__ import annotations

from workflows.application.closing import CLOSING
from workflows.application.decision import DECISION
from workflows.application.filing import FILING
from workflows.application.meeting import MEETING
from workflows.application.review import REVIEW
from workflows.application.states import STATES
from workflows.definition import Workflow
from workflows.facts import CaseFacts
from workflows.machine import Process

APPLICATION_1 = Workflow[CaseFacts](
    name="application",
    version=1,
    label="申报办理流程",
    states=STATES,
    steps=(*FILING, *REVIEW, *MEETING, *DECISION, *CLOSING),
)

VERSIONS = {workflow.version: Process(workflow) for workflow in (APPLICATION_1,)}
CURRENT = max(VERSIONS)
