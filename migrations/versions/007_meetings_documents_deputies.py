"""Keep joint meetings, the papers that were issued, recusals and deputies

Why: decisions follow from minutes, and every paper can be proved. New tables, and new columns of
objections that may be empty; what is only added to rejects UPDATE and DELETE.
"""

import sqlalchemy as sa
from alembic import op

from casework.records.base import BigInt, Json, UtcDateTime

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

ADDED_TO_ONLY = (
    "documents",
    "meeting_acts",
    "attendances",
    "meeting_opinions",
    "item_results",
    "minutes_drafts",
    "minutes_signatures",
    "minutes_corrections",
    "government_referrals",
    "referral_examinations",
    "government_decisions",
)


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("grantor_id", BigInt, nullable=False),
        sa.Column("deputy_id", BigInt, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("clause_id", sa.Text(), nullable=True),
        sa.Column("limit_fen", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", BigInt, nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_by_id", BigInt, nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("grantor_id <> deputy_id", name=op.f("ck_delegations_two_people")),
        sa.CheckConstraint("until > starts_on", name=op.f("ck_delegations_has_an_end")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_delegations_department_id")
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name=op.f("fk_delegations_deputy_id")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_delegations_granted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["grantor_id"], ["users.id"], name=op.f("fk_delegations_grantor_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["users.id"], name=op.f("fk_delegations_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_deputy", "delegations", ["deputy_id", "until"])
    op.create_index("ix_delegations_grantor", "delegations", ["grantor_id", "until"])

    op.create_table(
        "joint_meetings",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("district_id", sa.Text(), nullable=False),
        sa.Column("host_department_id", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("settings", Json, nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "called",
                "papers_sent",
                "in_session",
                "closed",
                "drafted",
                "issued",
                "cancelled",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("called_by_id", BigInt, nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=False),
        sa.Column("papers_sent_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("last_act", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["users.id"], name=op.f("fk_joint_meetings_called_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_joint_meetings_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["host_department_id"],
            ["departments.id"],
            name=op.f("fk_joint_meetings_host_department_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_meetings")),
        sa.UniqueConstraint(
            "district_id", "year", "serial", name=op.f("uq_joint_meetings_district_id_year_serial")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_joint_meetings_reference")),
    )
    op.create_index("ix_joint_meetings_calendar", "joint_meetings", ["district_id", "starts_at"])

    op.create_table(
        "meeting_acts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actor_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("particulars", Json, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_meeting_acts_acting_for_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_meeting_acts_actor_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_meeting_acts_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_acts")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_acts_meeting_id_number")),
    )
    op.create_table(
        "meeting_seats",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("holder_id", BigInt, nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("convener", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_meeting_seats_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["users.id"], name=op.f("fk_meeting_seats_holder_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_meeting_seats_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seats")),
        sa.UniqueConstraint(
            "meeting_id", "department_id", name=op.f("uq_meeting_seats_meeting_id_department_id")
        ),
        sa.UniqueConstraint(
            "meeting_id", "holder_id", name=op.f("uq_meeting_seats_meeting_id_holder_id")
        ),
    )
    op.create_index("ix_meeting_seats_holder", "meeting_seats", ["holder_id"])

    op.create_table(
        "minutes_drafts",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("drafted_by_id", BigInt, nullable=False),
        sa.Column("drafted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["users.id"], name=op.f("fk_minutes_drafts_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_minutes_drafts_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_drafts")),
        sa.UniqueConstraint(
            "meeting_id", "version", name=op.f("uq_minutes_drafts_meeting_id_version")
        ),
    )
    op.create_table(
        "attendances",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("letter_number", sa.Text(), nullable=True),
        sa.Column("letter_sha256", sa.Text(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(letter_number IS NULL) = (letter_sha256 IS NULL)",
            name=op.f("ck_attendances_letter_with_file"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_attendances_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_attendances_person_id")),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_attendances_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint(
            "meeting_id", "person_id", name=op.f("uq_attendances_meeting_id_person_id")
        ),
        sa.UniqueConstraint("seat_id", name=op.f("uq_attendances_seat_id")),
    )
    op.create_table(
        "documents",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("case_id", BigInt, nullable=True),
        sa.Column("event_number", sa.BigInteger(), nullable=True),
        sa.Column("meeting_id", BigInt, nullable=True),
        sa.Column("layout", sa.BigInteger(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("issued_by_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_documents_acting_for_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_documents_case_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["users.id"], name=op.f("fk_documents_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["issuer_id"], ["departments.id"], name=op.f("fk_documents_issuer_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_documents_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_documents_code")),
        sa.UniqueConstraint(
            "issuer_id",
            "kind",
            "year",
            "serial",
            name=op.f("uq_documents_issuer_id_kind_year_serial"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_documents_number")),
    )
    op.create_index("ix_documents_case", "documents", ["case_id", "event_number"])
    op.create_index("ix_documents_meeting", "documents", ["meeting_id"])

    op.create_table(
        "minutes_signatures",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("draft_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column("acting_for_id", BigInt, nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acting_for_id"], ["users.id"], name=op.f("fk_minutes_signatures_acting_for_id")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["minutes_drafts.id"], name=op.f("fk_minutes_signatures_draft_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_minutes_signatures_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_minutes_signatures_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signatures")),
        sa.UniqueConstraint(
            "draft_id", "seat_id", name=op.f("uq_minutes_signatures_draft_id_seat_id")
        ),
    )
    op.create_table(
        "recusals",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "kinship",
                "financial_interest",
                "former_employment",
                "advised_applicant",
                "other",
                name="recusalground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by_id", BigInt, nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "pending",
                "ordered",
                "dismissed",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", BigInt, nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("voided_review", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_recusals_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recusals_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_recusals_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_recusals_person_id")),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["users.id"], name=op.f("fk_recusals_raised_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_recusals_case_id_person_id")),
    )
    op.create_index("ix_recusals_person", "recusals", ["person_id", "standing"])

    op.create_table(
        "agenda_items",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "one_case_one_policy",
                "discretionary",
                "several_departments",
                "overlap",
                "limit_of_authority",
                "budget_shortage",
                "objection_upheld",
                "flag",
                name="ground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("grounds", Json, nullable=False),
        sa.Column("to_government", sa.Boolean(), nullable=False),
        sa.Column("case_event", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", BigInt, nullable=False),
        sa.Column("recommended_fen", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "waiting",
                "open",
                "concluded",
                "not_heard",
                name="itemstanding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("roll", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_agenda_items_assessment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agenda_items_case_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_agenda_items_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_agenda_items_meeting_id_position")
        ),
    )
    op.create_index("ix_agenda_items_case", "agenda_items", ["case_id"])
    op.create_index(
        "uq_agenda_items_case_unfinished",
        "agenda_items",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("standing IN ('waiting', 'open')"),
        postgresql_where=sa.text("standing IN ('waiting', 'open')"),
    )

    op.create_table(
        "follow_ups",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", BigInt, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_follow_ups_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["users.id"], name=op.f("fk_follow_ups_done_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_follow_ups_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_item_id"), "follow_ups", ["item_id"])
    op.create_index(
        "ix_follow_ups_open",
        "follow_ups",
        ["due_on"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "government_referrals",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("case_id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("referred_by_id", BigInt, nullable=False),
        sa.Column("referred_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_government_referrals_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_government_referrals_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["referred_by_id"], ["users.id"], name=op.f("fk_government_referrals_referred_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_referrals")),
        sa.UniqueConstraint("item_id", name=op.f("uq_government_referrals_item_id")),
    )
    op.create_index(op.f("ix_government_referrals_case_id"), "government_referrals", ["case_id"])

    op.create_table(
        "item_results",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "agreed",
                "agreed_with_changes",
                "postponed",
                "not_agreed",
                "referred",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "consensus",
                "vote",
                name="mode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("in_favor", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.BigInteger(), nullable=False),
        sa.Column("abstained", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("concluded_by_id", BigInt, nullable=False),
        sa.Column("concluded_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_fen > 0", name=op.f("ck_item_results_above_zero")
        ),
        sa.ForeignKeyConstraint(
            ["concluded_by_id"], ["users.id"], name=op.f("fk_item_results_concluded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_item_results_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["departments.id"], name=op.f("fk_item_results_responsible_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_results")),
        sa.UniqueConstraint("item_id", name=op.f("uq_item_results_item_id")),
    )
    op.create_table(
        "meeting_opinions",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("item_id", BigInt, nullable=False),
        sa.Column("seat_id", BigInt, nullable=False),
        sa.Column("person_id", BigInt, nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "for",
                "against",
                "abstain",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_meeting_opinions_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_meeting_opinions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["meeting_seats.id"], name=op.f("fk_meeting_opinions_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_opinions")),
        sa.UniqueConstraint(
            "item_id", "person_id", name=op.f("uq_meeting_opinions_item_id_person_id")
        ),
        sa.UniqueConstraint("item_id", "seat_id", name=op.f("uq_meeting_opinions_item_id_seat_id")),
    )
    op.create_table(
        "minutes_corrections",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("meeting_id", BigInt, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("item_id", BigInt, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", BigInt, nullable=False),
        sa.Column("corrected_by_id", BigInt, nullable=False),
        sa.Column("corrected_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"], ["users.id"], name=op.f("fk_minutes_corrections_corrected_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_minutes_corrections_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_minutes_corrections_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["joint_meetings.id"], name=op.f("fk_minutes_corrections_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_corrections")),
        sa.UniqueConstraint(
            "meeting_id", "serial", name=op.f("uq_minutes_corrections_meeting_id_serial")
        ),
    )
    op.create_table(
        "government_decisions",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("referral_id", BigInt, nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "agreed",
                "agreed_with_changes",
                "postponed",
                "not_agreed",
                "referred",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "meeting_kind",
            sa.Enum(
                "special",
                "executive",
                "party_committee",
                name="governmentmeeting",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", BigInt, nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_government_decisions_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["government_referrals.id"],
            name=op.f("fk_government_decisions_referral_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_government_decisions")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_government_decisions_referral_id")),
    )
    op.create_table(
        "referral_examinations",
        sa.Column("id", BigInt, nullable=False),
        sa.Column("referral_id", BigInt, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "legality",
                "competition",
                "budget",
                name="examination",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verdict",
            sa.Enum(
                "agree",
                "agree_with_conditions",
                "disagree",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=True),
        sa.Column("given_by_id", BigInt, nullable=False),
        sa.Column("given_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_referral_examinations_department_id"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_referral_examinations_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["government_referrals.id"],
            name=op.f("fk_referral_examinations_referral_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_examinations")),
        sa.UniqueConstraint(
            "referral_id", "kind", name=op.f("uq_referral_examinations_referral_id_kind")
        ),
    )
    _widen_objections()
    for table in ADDED_TO_ONLY:
        forbid_changes(table)


def _widen_objections() -> None:
    with op.batch_alter_table("objections") as objections:
        for column in (
            sa.Column("contact", sa.Text(), nullable=False, server_default=""),
            sa.Column("stops_case", sa.Boolean(), nullable=False, server_default=sa.true()),
            sa.Column("received_by_id", BigInt, nullable=True),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("due_provisional", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("extended_reason", sa.Text(), nullable=True),
            sa.Column("examiner_id", BigInt, nullable=True),
            sa.Column("finding", sa.Text(), nullable=True),
            sa.Column("finding_result", sa.Text(), nullable=True),
            sa.Column("examined_at", UtcDateTime(), nullable=True),
        ):
            objections.add_column(column)
        for name in ("received_by_id", "examiner_id"):
            objections.create_foreign_key(op.f(f"fk_objections_{name}"), "users", [name], ["id"])


def forbid_changes(table: str) -> None:
    """Make the database refuse UPDATE, DELETE and TRUNCATE; the function is of migration 005."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is added to only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    raise RuntimeError("forward only: restore a backup, or write the next migration")
