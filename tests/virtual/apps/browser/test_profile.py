from __future__ import annotations

from harness.virtual.apps.browser.profile import MOST_HISTORY, Profile, Session
from harness.virtual.apps.browser.skins import SKINS


def test_what_was_set_is_there_after_a_kill_and_gone_after_a_clear(scene):
    async def act(here):
        first = Profile(here.phone, SKINS[0])
        first.put("consent", value=True)
        first.put("enhanced", value=True)
        first.visited("t", "u")
        again = Profile(here.phone, SKINS[0])
        kept = (again.consent, again.collecting, [(tab.title, tab.url) for tab in again.history])
        await here.device.clear_app(SKINS[0].package)
        again.reload()
        return kept, (again.consent, again.collecting, again.history)

    kept, cleared = scene(act)

    assert kept == (True, False, [("t", "u")])
    assert cleared == (False, True, [])


def test_both_browsers_collect_by_default(scene):
    async def act(here):
        return [Profile(here.phone, skin).collecting for skin in SKINS]

    assert scene(act) == [True, True]


def test_a_history_without_end_is_cut(scene):
    async def act(here):
        profile = Profile(here.phone, SKINS[0])
        profile.put("history", [["t", "u"]] * MOST_HISTORY)
        profile.visited("new", "n")
        return profile.history

    history = scene(act)

    assert len(history) == MOST_HISTORY
    assert history[0].title == "new"


def test_the_modes_have_tabs_of_their_own():
    session = Session()
    session.tab.url = "normal"
    session.incognito = True

    assert session.tab.url == ""
