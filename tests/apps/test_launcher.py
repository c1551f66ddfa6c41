from harness.apps.launcher import Launcher


def test_the_home_key_leads_to_the_launcher(played, told):
    ui, _ = played("mi_browser", "home", {("home", "key home"): "launcher/home"})
    assert Launcher(told({}), ui).home().package == "com.miui.home"
