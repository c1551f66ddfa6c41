from __future__ import annotations

from harness.virtual import layout, screen

SIZE = (0, 0, 1080, 2000)


def test_children_of_a_column_lie_below_each_other_within_their_parent():
    placed = layout.arrange(screen.column(*[screen.label(f"line {n}") for n in range(5)]), SIZE)

    tops = [child.bounds[1] for child in placed.children]
    assert tops == sorted(set(tops))
    assert all(child.bounds[2] == 1080 and child.bounds[3] <= 2000 for child in placed.children)


def test_a_filling_child_takes_what_its_siblings_leave():
    bar = screen.row(*[screen.button(name, name) for name in "abc"])
    placed = layout.arrange(screen.column(screen.column(size=screen.FILL), bar, size=screen.FILL), SIZE)

    assert placed.children[-1].bounds[3] == 2000
    widths = {child.bounds[2] - child.bounds[0] for child in placed.children[-1].children}
    assert widths == {360}


def test_what_is_scrolled_away_is_not_in_the_tree():
    rows = screen.listing(*[screen.tappable(f"row {n}", "") for n in range(60)], resource_id="x:id/list")
    at_top = layout.arrange(screen.column(rows), SIZE)
    scrolled = layout.arrange(screen.column(rows), SIZE, {"x:id/list": 3000})

    def texts(root):
        return [node.text for node in root.walk() if node.text]

    assert "row 0" in texts(at_top)
    assert "row 59" not in texts(at_top)
    assert "row 0" not in texts(scrolled)
    assert all(node.bounds[1] < node.bounds[3] for node in scrolled.walk())


def test_a_long_text_needs_more_room_than_a_short_one():
    assert layout.extent(screen.label("word " * 200), 1080) > 2 * layout.extent(screen.label("word"), 1080)
