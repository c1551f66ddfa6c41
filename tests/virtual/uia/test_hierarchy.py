from __future__ import annotations

from defusedxml import ElementTree

from harness.virtual.uia.hierarchy import dump

ATTRIBUTES = [
    "index",
    "text",
    "resource-id",
    "class",
    "package",
    "content-desc",
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "scrollable",
    "long-clickable",
    "password",
    "selected",
    "visible-to-user",
    "bounds",
]


def test_every_node_has_the_attributes_of_a_real_dump(box):
    box.open()
    root = ElementTree.fromstring(dump(box.device.windows))
    nodes = root.findall(".//node")

    assert root.attrib == {"rotation": "0"}
    assert all(list(node.attrib) == ATTRIBUTES for node in nodes)
    assert {node.get("package") for node in nodes} == {"com.mi.globalbrowser"}


def test_characters_that_xml_has_not_become_dots_and_markup_stays_text(box):
    box.open()
    box.do(box.device.windows.set_text(box.node("note"), "a\x00\x1b<b>&\"'é"))
    root = ElementTree.fromstring(dump(box.device.windows))

    assert root.find(".//node[@resource-id='com.mi.globalbrowser:id/note']").get("text") == "a..<b>&\"'é"


def test_a_compressed_or_shallow_dump_has_fewer_nodes(box):
    box.open()
    windows = box.device.windows
    full, compressed, shallow = (
        dump(windows).count("<node "),
        dump(windows, compressed=True).count("<node "),
        dump(windows, max_depth=2).count("<node "),
    )

    assert shallow == 2
    assert shallow < compressed < full
