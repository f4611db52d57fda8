"""What users of other systems complained about, each with the thread it was read in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from casework.commands import apply, approve, assess, drafting, review
from casework.queries import cases, rule_book
from casework.records.case import NOT_DUE
from tests.office.acts import take
from tests.office.desk import FIRST_CERTIFICATE, HIGH_TECH, Desk
from tests.office.sums import held, refused, reserved


def told(desk: Desk, number: int) -> list[str]:
    """Who gets a message of the event of this number."""
    with desk.database.reading() as session:
        keys = session.execute(
            sa.text("SELECT dedupe_key FROM outbox_messages WHERE dedupe_key LIKE :which"),
            {"which": f"notice/%/{number}/%"},
        ).scalars()
        return sorted(key.split("/")[-1] for key in keys)


def test_hypha_294_4107_a_step_back_has_a_reason_and_does_not_mail_the_applicant(
    desk: Desk,
) -> None:
    reference = desk.recommended()

    with refused("reason_wanted"):
        desk(approve.send_back, reference, by=desk.cast.approver, seen=None, remarks=" ")
    taken = desk(approve.send_back, reference, by=desk.cast.approver, seen=None, remarks="依据不足")

    assert desk.case(reference).state == "under_review"
    assert told(desk, taken.number) == ["reviewer"]


def test_hypha_494_a_case_that_waits_for_the_applicant_can_still_be_ended(desk: Desk) -> None:
    ways = {
        "decline_acceptance": ("submitted", "not_accepted"),
        "propose_decline": ("accepted", "decline_proposed"),
        "withdraw": ("accepted", "withdrawn"),
    }
    for place, (action, (begin, end)) in enumerate(ways.items()):
        number = {**FIRST_CERTIFICATE, "case.hnte_certificate_no": f"GR{place}"}
        reference = getattr(desk, begin)(facts=number)
        take(desk, reference, "return_for_correction")

        take(desk, reference, action)

        assert desk.case(reference).state == end


def test_hypha_494_nobody_answers_and_the_case_lapses_by_itself(desk: Desk) -> None:
    reference = desk.submitted()
    take(desk, reference, "return_for_correction")

    with refused("time_not_over"):
        take(desk, reference, "lapse")
    desk.days_later(30)
    take(desk, reference, "lapse")

    assert desk.case(reference).state == "lapsed"
    assert held(desk) == 0


def test_demarche_6962_8272_a_finished_case_is_frozen(desk: Desk) -> None:
    reference = desk.submitted()
    take(desk, reference, "withdraw")

    with refused("act_not_open"):
        desk(drafting.edit, reference, by=desk.cast.jia, seen=None, facts={})
    with refused("step_not_open"):
        desk(review.accept, reference, by=desk.cast.window, seen=None)


def test_demarche_6962_a_case_keeps_its_edition_and_process_for_life(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = desk.submitted()
    before = desk.case(reference)
    correct_the_clause(monkeypatch)

    take(desk, reference, "accept")

    after = desk.case(reference)
    assert (after.edition, after.process_version) == (before.edition, before.process_version)


def test_rems_3237_2409_a_draft_is_offered_the_corrected_clause_with_what_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = desk.draft()
    correct_the_clause(monkeypatch)

    with refused("clause_corrected"):
        take(desk, reference, "submit")
    with desk.database.reading() as session:
        changed = drafting.changes_of_clause(session, cases.by_reference(session, reference))
    desk(drafting.renew, reference, by=desk.cast.jia, seen=None)
    take(desk, reference, "submit")

    assert changed["name"]["to"] == "更正后的名称"
    assert desk.case(reference).state == "submitted"


def test_demarche_1778_7612_10033_the_clock_stops_and_runs_on_with_what_it_had_left(
    desk: Desk,
) -> None:
    reference = desk.accepted()
    due = desk.case(reference).due_on
    desk.days_later(7)
    take(desk, reference, "return_for_correction")
    stopped = desk.case(reference)
    desk.days_later(7)

    take(desk, reference, "resubmit")

    assert due == date(2026, 3, 16)  # ten working days after Monday, 2 March
    assert (stopped.stopped_clock, stopped.stopped_left) == ("review", 5)
    assert desk.case(reference).due_on == date(2026, 3, 23)


def test_demarche_1778_a_case_nobody_accepts_is_accepted_when_the_time_is_over(
    desk: Desk,
) -> None:
    reference = desk.submitted()
    late = desk.at + timedelta(days=8)

    with refused("time_not_over"):
        accept_by_silence(desk, reference)
    desk.at = late
    accept_by_silence(desk, reference)

    assert desk.case(reference).state == "under_review"
    assert desk.events(reference)[-1].actor_id == 0


def test_demarche_9485_what_is_to_be_corrected_has_a_kind_from_the_catalogue(desk: Desk) -> None:
    reference = desk.submitted()

    with refused("defect_kind_unknown"):
        desk(
            review.return_for_correction,
            reference,
            by=desk.cast.reviewer,
            seen=None,
            defects=[review.ToCorrect("换新证书", kind="whatever")],
            remarks="请更新",
        )


def test_demarche_9788_what_follows_a_step_is_declared_logged_and_done_after_it(
    desk: Desk,
) -> None:
    reference = desk.accepted()

    assert told(desk, desk.case(reference).last_event) == ["applicant", "reviewer"]
    assert desk.count("outbox_messages", kind="notice") == 4


def test_rems_1603_a_case_returned_to_the_applicant_cannot_be_approved(desk: Desk) -> None:
    reference = desk.recommended()
    seen = desk.case(reference).last_event
    desk(approve.send_back, reference, by=desk.cast.other_approver, seen=seen, remarks="再核")
    take(desk, reference, "return_for_correction")

    with refused("case_moved_on"):
        desk(approve.approve, reference, by=desk.cast.approver, seen=seen)
    with refused("step_not_open"):
        desk(approve.approve, reference, by=desk.cast.approver, seen=None)

    assert desk.count("awards") == 0


def test_fac_2574_what_was_decided_is_unlocked_with_a_reason_and_certified_anew(
    desk: Desk,
) -> None:
    reference = desk.approved()
    with refused("own_approval"):
        desk(approve.revoke_approval, reference, by=desk.cast.approver, seen=None, remarks="误")

    desk(approve.revoke_approval, reference, by=desk.cast.other_approver, seen=None, remarks="误")
    with refused("step_not_open"):
        desk(approve.approve, reference, by=desk.cast.approver, seen=None)
    take(desk, reference, "assess")
    take(desk, reference, "recommend")
    take(desk, reference, "approve")

    assert desk.count("awards") == 2
    assert desk.count("instalments", state="cancelled") == 3
    assert reserved(desk) == 300_000_00


def test_demarche_8731_compulsory_answers_emptied_after_submission_are_asked_again(
    desk: Desk,
) -> None:
    reference = desk.submitted()
    take(desk, reference, "return_for_correction")
    desk(drafting.edit, reference, by=desk.cast.jia, seen=None, facts={})

    with refused("facts_missing"):
        take(desk, reference, "resubmit")


def test_demarche_7082_an_officer_corrects_a_dossier_with_a_trace_the_applicant_can_see(
    desk: Desk,
) -> None:
    reference = desk.accepted()

    desk(
        assess.record_fact,
        reference,
        by=desk.cast.reviewer,
        seen=None,
        fact="case.hnte_event",
        value="re_obtained",
        basis="证书原件",
    )

    event = desk.events(reference)[-1]
    assert (event.action, event.capacity, event.actor_id) == (
        "record_fact",
        "reviewing",
        desk.cast.reviewer.user_id,
    )
    assert event.particulars == {"fact": "case.hnte_event", "value": "re_obtained"}
    assert desk.case(reference).claim_facts == FIRST_CERTIFICATE


def test_a_closed_case_has_no_clock(desk: Desk) -> None:
    reference = desk.submitted()

    desk(apply.withdraw, reference, by=desk.cast.jia, seen=None)

    assert desk.case(reference).due_on == NOT_DUE


def accept_by_silence(desk: Desk, reference: str) -> None:
    from workflows.roles import SYSTEM

    desk(review.accept, reference, by=SYSTEM, seen=None)


def correct_the_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a corrected transcription: the clause reads differently from now on."""
    now = {**rule_book.content(HIGH_TECH), "name": "更正后的名称"}
    for module in (drafting, apply):
        monkeypatch.setattr(module, "edition", lambda _clause: "another edition")
    monkeypatch.setattr(drafting, "content", lambda _clause: now)
