"""Small fictional policies for one test each: a clause in a line or two, facts of every kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from workflows.assessment import assess
from workflows.catalogue import Catalogue, read_catalogue
from workflows.claims import Claim, ClaimAssessment, PastAward, Recognition, Request, Standing
from workflows.money import Money, yuan

ENTERPRISE = "91110102MA00000001"
FILED = date(2026, 5, 1)

FACTS = """
[[new_district]]
id = "linjiang"
name = "临江区"
name_en = "Linjiang"

[[department]]
id = "lj-kjj"
name = "临江区科技局"
name_en = "Linjiang Science"
short = "科技局"
district = "linjiang"

[[matter_group]]
id = "lj-things"
name = "事物"
name_en = "Things"
test = "同一事物"
"""

KINDS = {
    "t.base": 'type = "decimal"\nunit = "yuan"',
    "t.other": 'type = "decimal"\nunit = "yuan"',
    "t.whole_yuan": 'type = "integer"\nunit = "yuan"\nat_least = 0\nat_most = 1_000_000',
    "t.area": 'type = "decimal"\nunit = "m2"',
    "t.heads": 'type = "integer"\nunit = "persons"',
    "t.plain": 'type = "decimal"',
    "t.yes": 'type = "bool"',
    "t.day": 'type = "date"',
    "t.since": 'type = "date"',
    "t.name": 'type = "text"',
    "t.kind": 'type = "choice"\nchoice = [{ value = "a", label = "甲", label_en = "A" }, '
    '{ value = "b", label = "乙", label_en = "B" }]',
    "t.tags": 'type = "choices"\nchoice = [{ value = "a", label = "甲", label_en = "A" }, '
    '{ value = "b", label = "乙", label_en = "B" }]',
}


def facts() -> str:
    """A fact of every kind."""
    return "".join(
        f'[[fact]]\nname = "{name}"\n{kind}\nsource = "applicant"\n'
        f'label = "{name[2:]}的中文"\nlabel_en = "the {name[2:]}"\n\n'
        for name, kind in KINDS.items()
    )


def clause(id_: str, benefit: str, more: str = "", plan: str = 'kind = "once"') -> str:
    """One clause; `benefit` and `plan` are what stands between their braces."""
    repeat = "" if "repeat" in more else 'repeat = "per_event"\n'
    return (
        f'[[clause]]\nid = "{id_}"\narticle = "第{id_[-1]}条"\nname = "条款{id_}"\n'
        f'name_en = "Clause {id_}"\nsummary = "摘要"\nwords = "词句"\nwho = ["enterprise"]\n'
        f'benefit = {{ {benefit}, words = "词句" }}\nplan = {{ {plan} }}\n{repeat}{more}\n'
    )


def policy(*clauses: str, id_: str = "t1", head: str = "", tail: str = "") -> str:
    """One policy document of the fictional district."""
    return (
        f'id = "{id_}"\nnumber = "临政发〔2026〕{id_[-1]}号"\n'
        f'title = "措施"\ntitle_en = "Measures"\n'
        f'district = "linjiang"\nissuer = "区政府"\ninterpreter = "科技局"\n'
        f'lead_department = "lj-kjj"\nissued = 2026-01-0{id_[-1]}\n'
        f"in_force = {{ from = 2026-01-01, until = 2029-01-01 }}\n{head}\n{tail}\n"
    ) + "".join(clauses)


def catalogue_of(*policies: str) -> Catalogue:
    """A catalogue of these policies alone; the first brings the district and the facts."""
    with TemporaryDirectory() as folder:
        for number, text in enumerate(policies):
            whole = text + (FACTS + facts() if number == 0 else "")
            Path(folder, f"p{number}.toml").write_text(whole, encoding="utf-8")
        return read_catalogue(Path(folder))


def one_clause(benefit: str, more: str = "", plan: str = 'kind = "once"') -> Catalogue:
    """A catalogue with the single clause t1/c1."""
    return catalogue_of(policy(clause("t1/c1", benefit, more, plan)))


def claim(
    facts_: dict[str, object] | None = None, clause_id: str = "t1/c1", **more: object
) -> Claim:
    """A claim under t1/c1, unless another clause is named."""
    given: dict[str, object] = {"id": clause_id, "clause": clause_id, "reason": "理由", **more}
    return Claim(facts=facts_ or {}, **given)  # type: ignore[arg-type]


def request(*claims: Claim, history: tuple[PastAward, ...] = (), **more: object) -> Request:
    """A request of the fictional enterprise, in its district."""
    return Request(
        **{  # type: ignore[arg-type]
            "filed_on": FILED,
            "enterprise": ENTERPRISE,
            "facts": {"enterprise.district": "linjiang"},
            "claims": claims,
            "history": history,
            **more,
        }
    )


def answer(catalogue: Catalogue, *claims: Claim, **more: object) -> ClaimAssessment:
    """What the first claim comes to."""
    return assess(catalogue, request(*claims, **more)).claims[0]  # type: ignore[arg-type]


def past(
    amount: int, facts_: dict[str, object] | None = None, clause_id: str = "t1/c1", **more: object
) -> PastAward:
    """An earlier award of so many yuan, paid on the first of March 2026."""
    given: dict[str, object] = {
        "reference": "P1",
        "clause": clause_id,
        "standing": Standing.PAID,
        "amount": yuan(amount),
        "decided_on": date(2026, 3, 1),
        **more,
    }
    return PastAward(facts=facts_ or {}, **given)  # type: ignore[arg-type]


def recognition(fact: str) -> Recognition:
    """A recorded decision that a fact holds."""
    return Recognition(fact, "认定1", FILED, "科技局")


def codes(answered: ClaimAssessment) -> list[str]:
    """The codes of the reasons, in order."""
    return [reason.code for reason in answered.reasons]


def steps(answered: ClaimAssessment) -> list[tuple[str, Money | None]]:
    """The kinds of the lines with what they come to."""
    return [
        (line.kind, None if line.after is None else Money(int(line.after)))
        for line in answered.lines
    ]
