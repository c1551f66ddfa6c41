from __future__ import annotations

import pytest

from harness.judge import alternatives
from harness.model.judgement import Value, Witness
from tests.judge.cases import case_of
from tests.judge.honest import honest
from tests.judge.records import destination, sighted

NAMES = {
    *("the page's own request", "the chosen service", "synchronisation", "security look-up"),
    *("ambient traffic", "harness artefact", "chance", "another app"),
}
"""What method §12 asks to be considered."""


def test_nothing_seen_needs_no_explanation(tmp_path):
    case = case_of(honest(), tmp_path)
    assert alternatives.of_content(case, []) == alternatives.of_uploads(case, ()) == ()
    assert alternatives.of_cleartext([]) == ()


def test_every_explanation_of_the_method_is_considered(tmp_path):
    case = case_of(honest(), tmp_path)
    listed = sighted(destination=destination(role=sighted().destination.act_role))
    uploads = [upload for upload in case.reading.uploads if upload.uid is not None]
    for found in (alternatives.of_content(case, [listed]), alternatives.of_uploads(case, uploads)):
        assert {item.name for item in found} == NAMES
        assert all(item.excluded_by for item in found)


@pytest.mark.parametrize(("accounts", "excluded"), [(0, True), (1, False), (None, False)])
def test_sync_is_excluded_by_the_phones_own_list_of_accounts(accounts, excluded, tmp_path):
    desk = honest()
    desk.documents["run.json"]["settings"]["vendor_accounts"] = accounts
    assert bool(alternatives.sync(case_of(desk, tmp_path)).excluded_by) is excluded


def test_data_in_clear_have_explanations_too():
    witness = Witness("e1", (Value(("body",), "cleartext", "", "v"),), None, "host", "a.test", "vendor", None)
    assert all(item.excluded_by for item in alternatives.of_cleartext([witness]))
