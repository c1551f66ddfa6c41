import pytest

from harness.device.trust import CaCertificate
from harness.model.errors import SetupError

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


def test_a_certificate_comes_and_goes(phone):
    what = CaCertificate("c8750f0d.0")
    assert what.read(phone) is None
    what.write(phone, PEM)
    assert what.read(phone) == PEM
    assert list((phone.root / "tmp").iterdir()) == []
    what.write(phone, None)
    what.write(phone, None)
    assert what.read(phone) is None


def test_android_14_keeps_its_certificates_elsewhere(phone):
    (phone.root / "props/ro.build.version.sdk").write_text("34")
    with pytest.raises(SetupError, match="Android 14"):
        CaCertificate("c8750f0d.0").write(phone, PEM)


def test_a_store_that_stays_read_only_is_an_error(phone):
    (phone.root / "cacerts").rmdir()
    with pytest.raises(SetupError, match="cp: "):
        CaCertificate("c8750f0d.0").write(phone, PEM)


def test_only_certificates_go_into_the_store(phone):
    with pytest.raises(SetupError, match="PEM"):
        CaCertificate("c8750f0d.0").write(phone, "text")
    for name in ("../x", "c8750f0d", "C8750F0D.0"):
        with pytest.raises(SetupError, match="file name"):
            CaCertificate(name)
