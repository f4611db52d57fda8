from __future__ import annotations

import pytest

from workflows.refusals import Refusal, Refused, refuse_any


def test_it_carries_every_reason() -> None:
    both = (Refusal("not_eligible"), Refusal("over_cap", {"caps": ("year",)}))

    with pytest.raises(Refused) as refused:
        refuse_any([both[0], None, both[1]])

    assert refused.value.refusals == both
    assert str(refused.value) == "not_eligible; over_cap(caps=('year',))"


def test_it_is_silent_when_nothing_is_refused() -> None:
    refuse_any([None, None])


def test_a_refused_act_has_a_reason() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refused()


def test_equal_refusals_count_once_in_a_set() -> None:
    assert len({Refusal("a", {"n": 1}), Refusal("a", {"n": 1}), Refusal("a", {"n": 2})}) == 2
