"""One case from draft to disbursing."""

from tests.office.desk import Desk


def test_a_case_goes_from_draft_to_disbursing(desk: Desk) -> None:
    reference = desk.disbursing()

    assert [event.target for event in desk.events(reference) if event.source != event.target] == [
        *("draft", "submitted", "under_review", "awaiting_approval", "public_notice"),
        "disbursing",
    ]
    assert desk.count("instalments") == 3
