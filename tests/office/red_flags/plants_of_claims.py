"""Faults in claims, amounts and papers, planted straight into the tables."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from casework.queries.rule_book import book
from casework.records.assessment import Assessment
from casework.records.case import Attachment
from casework.records.delegation import Delegation
from casework.records.people import Enterprise, EnterpriseContact, EnterpriseFact
from casework.records.review import CaseFact
from tests.cast import START
from tests.office.red_flags.clean_office import (
    CleanOffice,
    another_award,
    another_case,
    award_of,
    booked,
    case_of,
    copied,
    event_of,
    payment_of,
)
from workflows.policy.benefit import Share
from workflows.policy.limits import Scope


def same_matter(session: Session, office: CleanOffice) -> None:
    another_case(session, case_of(session, office.jia), 1)


def same_number_under_another_clause(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    other = another_case(
        session, case, 1, clause_id="xc-2023-71/art10.a", matter_subject=None, matter_group=None
    )
    paper = _paper(session, office.jia)
    paper.number = "HT-2026-001"
    copied(session, paper, case_id=other.id)


def paid_more_than_the_best(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    other = another_case(session, case, 1)
    copied(session, _sums(session, office.jia), case_id=other.id)
    booked(session, other, payment_of(session, case), 30_000_000, paid=True)


def two_rungs_paid_in_full(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    ladder = next(one for one in book().clauses.values() if one.ladder is not None)
    for number in (1, 2):
        other = another_case(
            session, case, number, clause_id=ladder.id, matter_subject=None, matter_group=None
        )
        copied(session, _sums(session, office.jia), case_id=other.id)
        booked(session, other, payment_of(session, case), 20_000_000, paid=True)


def over_a_yearly_cap(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    clause, fen = next(
        (one.id, cap.amount_yuan * 100)
        for one in book().clauses.values()
        for cap in one.cap
        if cap.scope is Scope.YEAR and cap.amount_yuan and cap.strict and not cap.item
    )
    other = another_case(
        session, case, 1, clause_id=clause, policy_id=clause.split("/")[0], matter_subject=None
    )
    booked(session, other, payment_of(session, case), fen + 1)


def one_file_for_two(session: Session, office: CleanOffice) -> None:
    copied(session, _paper(session, office.jia), case_id=case_of(session, office.yi).id)


def one_invoice_for_two(session: Session, office: CleanOffice) -> None:
    for reference in (office.jia, office.yi):
        _paper(session, reference).number = "FP-2026-001"


def one_legal_person(session: Session, office: CleanOffice) -> None:
    session.execute(sa.update(Enterprise).values(legal_person="张示例"))


def one_account(session: Session, office: CleanOffice) -> None:
    session.execute(sa.update(EnterpriseContact).values(account_number="620000000000"))


def one_phone_for_five(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    enterprise = session.get_one(Enterprise, case.enterprise_id)
    for number in range(5):
        other = copied(
            session, enterprise, credit_code=f"91110102{number:010d}", name=f"示例{number}公司"
        )
        session.add(EnterpriseContact(enterprise_id=other.id, phone="13800000000"))
        another_case(session, case, 10 + number, enterprise_id=other.id, matter_subject=str(number))


def ran_out_before_acceptance(session: Session, office: CleanOffice) -> None:
    _paper(session, office.jia).expires_on = START.date() - timedelta(days=1)


def filed_before_the_policy(session: Session, office: CleanOffice) -> None:
    another_case(session, case_of(session, office.jia), 1, filed_on=date(2020, 1, 1))


def was_large_after_all(session: Session, office: CleanOffice) -> None:
    before = START.date() - timedelta(days=1)
    _known(session, office, "enterprise.size_class", "large", before)
    _known(session, office, "enterprise.legal_form", "company", before)


def moved_after_the_award(session: Session, office: CleanOffice) -> None:
    _known(session, office, "enterprise.district", "other", office.today)


def decided_otherwise_without_reason(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    another_award(session, case, award_of(session, case), amount_fen=29_000_000, reason="")


def answer_was_changed(session: Session, office: CleanOffice) -> None:
    case, sums = case_of(session, office.jia), _sums(session, office.jia)
    answer = {**sums.answer, "amount_yuan": "310000.00"}
    other = copied(session, sums, number=2, answer=answer, amount_fen=31_000_000)
    award = award_of(session, case)
    another_award(session, case, award, amount_fen=31_000_000, assessment_id=other.id)


def figure_without_reason(session: Session, office: CleanOffice) -> None:
    case, sums = case_of(session, office.jia), _sums(session, office.jia)
    other = copied(session, sums, number=2, officer_fen=30_000_000, reason="")
    another_award(session, case, award_of(session, case), assessment_id=other.id)


def matched_without_proof(session: Session, office: CleanOffice) -> None:
    _matched(session, office)


def matched_above_the_ratio(session: Session, office: CleanOffice) -> None:
    _matched(session, office, verified="100000.00")


def without_the_government(session: Session, office: CleanOffice) -> None:
    case_of(session, office.jia).route = "district_government"


def beyond_the_deputys_limit(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    deputy, grantor = office.cast.other_approver.user_id, office.cast.approver.user_id
    session.add(
        Delegation(
            grantor_id=grantor,
            deputy_id=deputy,
            role="approver",
            department_id=case.department_id,
            limit_fen=100,
            starts_on=date(2026, 1, 1),
            until=date(2027, 1, 1),
            reason="休假",
            granted_by_id=grantor,
            granted_at=START,
        )
    )
    approved = event_of(session, case, "approve")
    event = copied(session, approved, number=900, actor_id=deputy, acting_for_id=grantor)
    another_award(session, case, award_of(session, case), event_number=event.number)


def twice_below_a_level(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    for number in (1, 2):
        other = another_case(session, case, number, matter_subject=str(number))
        another_award(session, other, award_of(session, case), amount_fen=990_000_000)


def special_deal_and_general_measure(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    case.one_case_one_policy = True
    barred = next(one for one in book().clauses if one.startswith("tz-2024-8/"))
    another_case(
        session, case, 1, clause_id=barred, policy_id="tz-2024-8", matter_subject=None,
        filed_on=office.today,
    )  # fmt: skip


def meets_it_and_had_nothing(session: Session, office: CleanOffice) -> None:
    for fact, value in _SCALED_UP.items():
        _known(session, office, fact, value, START.date())


def paid_though_not_met(session: Session, office: CleanOffice) -> None:
    case = case_of(session, office.jia)
    other = another_case(session, case, 1, clause_id=_WITHOUT_APPLICATION, matter_subject=None)
    booked(session, other, payment_of(session, case), 1_000_000, paid=True)
    _known(session, office, "municipal.scaleup_award_received", False, START.date())


_SCALED_UP = {
    "municipal.scaleup_award_received": True,
    "municipal.scaleup_award_amount": 500_000,
    "municipal.award_id": "SG-2026-1",
}
_WITHOUT_APPLICATION = next(
    one.id
    for one in book().clauses.values()
    if one.no_application == "yes"
    and any(asked.fact == "municipal.scaleup_award_received" for asked in one.requires)
)


def _matched(session: Session, office: CleanOffice, verified: str | None = None) -> None:
    case = case_of(session, office.jia)
    clause, fact = next(
        (one.id, one.benefit.of.fact)
        for one in book().clauses.values()
        if isinstance(one.benefit, Share) and one.benefit.kind == "match" and one.benefit.of.fact
    )
    other = another_case(session, case, 1, clause_id=clause, matter_subject=None)
    another_award(session, other, award_of(session, case), amount_fen=20_000_000)
    if verified is not None:
        session.add(
            CaseFact(
                case_id=other.id,
                fact=fact,
                value=verified,
                basis="银行回单",
                event_number=1,
                recorded_by_id=office.cast.reviewer.user_id,
                recorded_at=START,
            )
        )


def _paper(session: Session, reference: str) -> Attachment:
    case = case_of(session, reference)
    found = sa.select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)
    return session.scalars(found.limit(1)).one()


def _sums(session: Session, reference: str) -> Assessment:
    case = case_of(session, reference)
    return session.scalars(sa.select(Assessment).where(Assessment.case_id == case.id)).one()


def _known(session: Session, office: CleanOffice, fact: str, value: object, as_of: date) -> None:
    session.add(
        EnterpriseFact(
            enterprise_id=case_of(session, office.jia).enterprise_id,
            fact=fact,
            value=value,
            as_of=as_of,
            source="登记信息",
            recorded_by_id=office.cast.jia.user_id,
            recorded_at=START,
        )
    )
