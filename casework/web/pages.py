"""Which page is open to whom: one table, denied by default, checked when the program starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflows.roles import Actor, Role


@dataclass(frozen=True, slots=True)
class Page:
    """To whom one endpoint is open."""

    roles: frozenset[Role] = frozenset()
    public: bool = False
    signed_in: bool = False
    """Open to everybody who is signed in, whatever their roles."""

    def is_open_to(self, actor: Actor | None) -> bool:
        """Whether this person may open the page; None is the public."""
        if self.public:
            return True
        if actor is None:
            return False
        return self.signed_in or bool(self.roles & actor.roles)


PUBLIC = Page(public=True)
SIGNED_IN = Page(signed_in=True)
APPLICANT = Page(frozenset({Role.APPLICANT}))
_CASE_WORK = frozenset(
    {
        *(Role.WINDOW, Role.REVIEWER, Role.SECOND_REVIEWER, Role.CONSULTED, Role.APPROVER),
        *(Role.SECRETARY, Role.CONVENER, Role.MEMBER, Role.GOVERNMENT_OFFICE),
        *(Role.FINANCE, Role.FINANCE_APPROVER, Role.OBJECTION_EXAMINER),
    }
)
OFFICER = Page(_CASE_WORK)
_SITTING = frozenset({Role.SECRETARY, Role.CONVENER, Role.MEMBER})
SITTING = Page(_SITTING)
SECRETARY = Page(frozenset({Role.SECRETARY}))
CHAIR = Page(frozenset({Role.SECRETARY, Role.CONVENER}))
HANDLING = Page(frozenset({Role.REVIEWER, Role.SECOND_REVIEWER}))
REFERRING = Page(frozenset({Role.REVIEWER, Role.SECRETARY}))
EXAMINING = Page(frozenset({Role.MEMBER, Role.CONSULTED, Role.FINANCE}))
GOVERNMENT_OFFICE = Page(frozenset({Role.GOVERNMENT_OFFICE}))
EXAMINER = Page(frozenset({Role.OBJECTION_EXAMINER}))
COMPLAINTS = Page(frozenset({Role.OBJECTION_EXAMINER, Role.WINDOW}))
COMPLAINTS_READER = Page(frozenset({Role.OBJECTION_EXAMINER, Role.WINDOW, Role.AUDITOR}))
MEETING_READER = Page(_SITTING | {Role.GOVERNMENT_OFFICE, Role.AUDITOR})
FINANCE = Page(frozenset({Role.FINANCE, Role.FINANCE_APPROVER}))
MONEY_WORK = Page(frozenset({Role.FINANCE, Role.FINANCE_APPROVER, Role.REVIEWER, Role.APPROVER}))
CLAIMING = Page(MONEY_WORK.roles | {Role.SECOND_REVIEWER})
CLAIMS_READER = Page(CLAIMING.roles | {Role.AUDITOR})
READER = Page(_CASE_WORK | {Role.AUDITOR})
AUDITOR = Page(frozenset({Role.AUDITOR}))
SYSTEM_ADMIN = Page(frozenset({Role.SYSTEM_ADMIN}))
SECURITY_ADMIN = Page(frozenset({Role.SECURITY_ADMIN}))
ACCOUNTS = Page(frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}))
AUDIT_ADMIN = Page(frozenset({Role.AUDIT_ADMIN}))

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "static": PUBLIC,
        "bootstrap.static": PUBLIC,
        # public
        "public.home": PUBLIC,
        "public.status": PUBLIC,
        "public.ask_status": PUBLIC,
        "public.papers": PUBLIC,
        "public.check_paper": PUBLIC,
        "public.notices": PUBLIC,
        "preferences.show": PUBLIC,
        "preferences.choose": PUBLIC,
        "policies.finder": PUBLIC,
        "policies.document": PUBLIC,
        "policies.clause": PUBLIC,
        "trial.calculator": PUBLIC,
        # enterprises
        "enterprise.sign_up_form": PUBLIC,
        "enterprise.sign_up": PUBLIC,
        "enterprise.show": APPLICANT,
        "enterprise.edit_contact": APPLICANT,
        "enterprise.invite": APPLICANT,
        "enterprise.dismiss": APPLICANT,
        "trial.matches": APPLICANT,
        "filing.start": APPLICANT,
        "filing.facts": APPLICANT,
        "filing.save_facts": APPLICANT,
        "filing.copy_facts": APPLICANT,
        "filing.materials": APPLICANT,
        "filing.upload": APPLICANT,
        "filing.take_out": APPLICANT,
        "filing.look_over": APPLICANT,
        "filing.submit": APPLICANT,
        "filing.correction": APPLICANT,
        "filing.resubmit": APPLICANT,
        "my_cases.home": APPLICANT,
        "my_cases.show": APPLICANT,
        "my_cases.withdraw": APPLICANT,
        "my_cases.answer": APPLICANT,
        "my_cases.message": APPLICANT,
        "my_cases.letter": APPLICANT,
        "my_cases.file": APPLICANT,
        "my_recusals.show": APPLICANT,
        "my_recusals.ask": APPLICANT,
        "my_cases.messages": APPLICANT,
        "my_cases.read_messages": APPLICANT,
        "my_cases.keep_typed": APPLICANT,
        "my_cases.forget_typed": APPLICANT,
        "enterprise_file.show": READER,
        "enterprise_file.reveal": OFFICER,
        # administrators
        "accounts.index": ACCOUNTS,
        "accounts.new": SYSTEM_ADMIN,
        "accounts.open_account": SYSTEM_ADMIN,
        "accounts.show": ACCOUNTS,
        "accounts.set_status": SYSTEM_ADMIN,
        "accounts.reset_password": SYSTEM_ADMIN,
        "accounts.move": SYSTEM_ADMIN,
        "accounts.end_sessions": ACCOUNTS,
        "accounts.reset_second_factor": SECURITY_ADMIN,
        "accounts.grant": SECURITY_ADMIN,
        "accounts.revoke": SECURITY_ADMIN,
        "settings.departments": SYSTEM_ADMIN,
        "settings.close_department": SYSTEM_ADMIN,
        "settings.calendar": SYSTEM_ADMIN,
        "settings.show": SYSTEM_ADMIN,
        "access_log.refusals": SECURITY_ADMIN,
        "access_log.show": AUDIT_ADMIN,
        "access_log.export": AUDIT_ADMIN,
        # money: runs, answers and budget by finance; conditions and holds by departments too
        "instalments.standing": MONEY_WORK,
        "instalments.stuck": MONEY_WORK,
        "instalments.show": MONEY_WORK,
        "instalments.take": MONEY_WORK,
        "instalments.condition": MONEY_WORK,
        "runs.index": FINANCE,
        "runs.open_run": FINANCE,
        "runs.show": FINANCE,
        "runs.take": FINANCE,
        "runs.file": FINANCE,
        "runs.answers": FINANCE,
        "runs.import_answers": FINANCE,
        "runs.book_answers": FINANCE,
        "runs.settle_alarm": FINANCE,
        "budget.show": FINANCE,
        "budget.change": FINANCE,
        "payees.show": FINANCE,
        "payees.enter": FINANCE,
        "payees.decide": FINANCE,
        # money claimed back: found, told and decided by departments, received by finance
        "recoveries.listed": CLAIMS_READER,
        "recoveries.show": CLAIMS_READER,
        "recoveries.find_form": CLAIMING,
        "recoveries.find": CLAIMING,
        "recoveries.take": CLAIMING,
        "recoveries.keep_back": FINANCE,
        # signing in and out
        "sign_in.form": PUBLIC,
        "sign_in.enter": PUBLIC,
        "sign_in.leave": SIGNED_IN,
        "sign_in.code": SIGNED_IN,
        "sign_in.confirm_code": SIGNED_IN,
        "sign_in.enrolment": SIGNED_IN,
        "sign_in.enrol": SIGNED_IN,
        "account.show": SIGNED_IN,
        "account.password": SIGNED_IN,
        "account.change_password": SIGNED_IN,
        "account.end_session": SIGNED_IN,
        "account.end_other_sessions": SIGNED_IN,
        "account.places": SIGNED_IN,
        "account.choose_place": SIGNED_IN,
        # officers, finance and auditors
        "figures.show": READER,
        # officers who handle cases
        "worklist.to_do": OFFICER,
        "worklist.in_hand": OFFICER,
        "worklist.done": OFFICER,
        "worklist.started": OFFICER,
        "worklist.search": OFFICER,
        "worklist.keep_view": OFFICER,
        "worklist.choose_columns": OFFICER,
        "worklist.drop_view": OFFICER,
        "bulk.take": OFFICER,
        "inbox.show": OFFICER,
        "inbox.read": OFFICER,
        "case.show": READER,
        "case.file": READER,
        "case.document": READER,
        "case_step.take": OFFICER,
        "case_act.assign": OFFICER,
        "case_act.refer_up": OFFICER,
        "case_act.ask": OFFICER,
        "case_act.record_paper": OFFICER,
        "case_act.answer_flag": OFFICER,
        "case_act.note": OFFICER,
        "case_act.message": OFFICER,
        "case_act.raise_recusal": OFFICER,
        "case_act.decide_recusal": OFFICER,
        "case_fact.look": OFFICER,
        "case_fact.record": OFFICER,
        # the joint meeting
        "meetings.calendar": MEETING_READER,
        "meetings.call_form": SECRETARY,
        "meetings.call": SECRETARY,
        "meeting.show": MEETING_READER,
        "meeting.document": MEETING_READER,
        "meeting.document_to_edit": MEETING_READER,
        "meeting.put_on_agenda": SECRETARY,
        "meeting.take_off_agenda": SECRETARY,
        "meeting.send_papers": SECRETARY,
        "meeting.move_it": SECRETARY,
        "meeting.cancel": CHAIR,
        "meeting.open_it": CHAIR,
        "meeting.close": CHAIR,
        "meeting.sign_in": SITTING,
        "meeting_item.show": MEETING_READER,
        "meeting_item.open_it": CHAIR,
        "meeting_item.give_opinion": SITTING,
        "meeting_item.conclude": CHAIR,
        "meeting_item.raise_recusal": SITTING,
        "meeting_item.decide_recusal": CHAIR,
        "minutes.show": MEETING_READER,
        "minutes.draft": SECRETARY,
        "minutes.draft_to_edit": MEETING_READER,
        "minutes.countersign": SITTING,
        "minutes.issue": CHAIR,
        "minutes.correct": CHAIR,
        "after_meeting.show": READER,
        "after_meeting.confirm_changes": HANDLING,
        "after_meeting.release": CHAIR,
        "after_meeting.complete": OFFICER,
        # the district government
        "government.waiting": READER,
        "government.show": READER,
        "government.refer": REFERRING,
        "government.examine": EXAMINING,
        "government.record_result": GOVERNMENT_OFFICE,
        "government.file": READER,
        # public notice, and what is raised against it
        "notices.show": READER,
        "notices.post": HANDLING,
        "notices.prove": HANDLING,
        "notices.proof": READER,
        "complaints.listed": COMPLAINTS_READER,
        "complaints.form": COMPLAINTS,
        "complaints.receive": COMPLAINTS,
        "complaints.show": COMPLAINTS_READER,
        "complaints.assign": COMPLAINTS,
        "complaints.extend": EXAMINER,
        "complaints.examine": EXAMINER,
        "complaints.answer": EXAMINER,
        "complaints.reveal": COMPLAINTS_READER,
        "complaints.document": COMPLAINTS_READER,
        # deputies
        "deputies.show": OFFICER,
        "deputies.give": OFFICER,
        "deputies.end": OFFICER,
        "deputies.act_for": OFFICER,
        "deputies.act_for_oneself": OFFICER,
        # auditors
        "audit.home": AUDITOR,
        "audit.cases": AUDITOR,
        "audit_history.rows": AUDITOR,
        "audit_history.file": AUDITOR,
        "audit_flags.reports": AUDITOR,
        "audit_flags.report": AUDITOR,
        "audit_flags.file": AUDITOR,
        "audit_sums.all_awards": AUDITOR,
        "audit_sums.one_award": AUDITOR,
        "audit_sums.file": AUDITOR,
        "audit_corrections.show": AUDITOR,
        "audit_corrections.file": AUDITOR,
        "audit_samples.samples": AUDITOR,
        "audit_samples.sample": AUDITOR,
        "audit_samples.draw": AUDITOR,
        "audit_between.span": AUDITOR,
        "audit_between.file": AUDITOR,
        "audit_integrity.show": AUDITOR,
        "audit_files.case_file": AUDITOR,
        "audit_files.process": AUDITOR,
        "audit_files.process_file": AUDITOR,
    }
)


class WrongPages(Exception):
    """Routes and the table of pages differ."""


def check(endpoints: set[str]) -> None:
    """Refuse to start while a route stands in no table, or the table names no route."""
    if endpoints != set(PAGES):
        without, nowhere = sorted(endpoints - set(PAGES)), sorted(set(PAGES) - endpoints)
        raise WrongPages(f"not in PAGES: {without}; no such route: {nowhere}")
