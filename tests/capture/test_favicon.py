from __future__ import annotations

import io

from PIL import Image

from harness.capture.favicon import favicon


def test_an_icon_is_a_picture_that_belongs_to_one_host():
    with Image.open(io.BytesIO(favicon("one.claims.test"))) as picture:
        picture.load()
        assert (picture.size, picture.mode) == ((16, 16), "RGB")
    assert favicon("one.claims.test") == favicon("one.claims.test")
    assert len({favicon(f"{number}.claims.test") for number in range(50)}) == 50
