"""XML and property lists in XML with tokens in names, values, comments, instructions and declarations."""

from __future__ import annotations

import base64

from tests.decode.conservation import Case, Tokens


def _inside(tokens: Tokens) -> str:
    """Everything that may stand inside of an element."""
    return (
        f"{tokens.text()}<!--{tokens.text()}--><?{tokens.text()} {tokens.text()}?>"
        f"<![CDATA[{tokens.text()}<&]]>&amp;{tokens.text()}"
    )


def _around(tokens: Tokens) -> str:
    """Everything that may stand outside of the first element."""
    return f" <!--{tokens.text()}-->\n<?{tokens.text()} {tokens.text()}?>"


def _declared(tokens: Tokens, root: str) -> str:
    if tokens.coin():
        return f"<!DOCTYPE {root} PUBLIC 'x{tokens.text()}' '{tokens.text()}'>"
    return (
        f"<!DOCTYPE {root} SYSTEM '{tokens.text()}<!DOCTYPE{tokens.text()}' [<!ELEMENT {tokens.text()} "
        f"({tokens.text()})><!ATTLIST {tokens.text()} {tokens.text()} CDATA '{tokens.text()}'>"
        f"<!--{tokens.text()}--><!NOTATION {tokens.text()} SYSTEM '{tokens.text()}'>{_around(tokens)}]>"
    )


def _element(tokens: Tokens, name: str, inner: str) -> str:
    return f"<{name} {tokens.text()}='{tokens.text()}' {tokens.text()}:{tokens.text()}=''>{inner}</{name} >"


def xml_whole(tokens: Tokens) -> Case:
    root, name = tokens.text(), tokens.text()
    count = tokens.count(1, 3)
    inner = "".join([_element(tokens, f"{tokens.text()}:{name}", _inside(tokens)) for _ in range(count)])
    if count > 1:
        tokens.expect(f"xml:{root}/{name}[]", b"%d" % count)
    inner += f"<{tokens.text()}/>" + _element(tokens, tokens.text(), _element(tokens, tokens.text(), ""))
    version = f"<?xml version='1.0' encoding='utf-8'?>{_around(tokens)}" if tokens.coin() else ""
    declared = _declared(tokens, root) if tokens.coin() and version else ""
    first = f"<{root} xmlns='{tokens.text()}' xmlns:{tokens.text()}='{tokens.text()}'>"
    whole = f"{version}{declared}{first}{inner}{_inside(tokens)}</{root}>{_around(tokens)[:-2]}?>"
    return tokens.case(whole.encode())


def xml_with_entities(tokens: Tokens) -> Case:
    root = tokens.text()
    if tokens.coin():
        head = f"<!--{tokens.text()}--><!DOCTYPE {root} [<!ENTITY a 'b'>]>"
        tokens.inside.remove(root.encode())
    else:
        head = f"<!DOCTYPE {root} SYSTEM '{tokens.text()}'>"
    return tokens.case(f"{head}<{root} a='&foreign;'>&foreign;</{root}>".encode(), refused=True)


def xml_counted(tokens: Tokens) -> Case:
    """What opens, texts and marks are content; what closes, marks of CDATA and white space are structure."""
    name = tokens.text()
    pieces = [
        f"<{name}>",
        f"</{name}>",
        tokens.text(),
        "<![CDATA[",
        tokens.text(),
        "]]>",
        f"<!--{tokens.text()}-->",
    ]
    start, end, text, opening, inner, closing, comment = pieces
    data = f"{start}{text} {start}\n{end}{text}{opening}{inner}{closing}{comment}{end}\n{comment}"
    structure = 2 * len(end) + len(opening) + len(closing) + 2
    return tokens.case(data.encode(), books=(len(data) - structure, structure))


def plist_whole(tokens: Tokens) -> Case:
    date = f"20{tokens.count(10, 99)}-01-02T03:04:05Z"
    tokens.whole += [date.encode(), b"true", b"false"]
    items = [
        f"<integer>{tokens.number(-(2**63), 2**64)}</integer>",
        f"<real>{tokens.number()}</real><!--{tokens.text()}-->",
        f"<date>{date}</date>{tokens.text()}<true/><false/>",
        f"<data>\n{base64.b64encode(tokens.bytes()).decode()}\n</data>",
        f"<data>not! {tokens.text()}</data>",
        f"<string>{_inside(tokens)}</string>",
    ]
    tokens.expect("plist:k.a[]", b"8")
    key, twice, empty = tokens.text(), tokens.text(), tokens.text()
    tokens.expect(f"plist:{{{key}}}", key.encode())
    tokens.expect(f"plist:{empty}[]", b"0")
    inner = (
        f"<key>k</key><dict><key>a</key><array>{''.join(items[:3])}{items[3]}{items[4]}{items[5]}</array></dict>"
        f"<key>{twice}</key><string>{tokens.text()}</string><key>{twice}</key><string>{tokens.text()}</string>"
        f"<key>{key}</key><dict {tokens.text()}='{tokens.text()}'/><key>{empty}</key><array/>{tokens.text()}"
    )
    head = (
        f"<?xml version='1.0' encoding='UTF-8'?>{_around(tokens)}<!DOCTYPE plist PUBLIC '{tokens.text()}' ''>"
    )
    whole = f"<plist version='{tokens.text()}'><dict>{inner}</dict>{tokens.text()}</plist>{_around(tokens)}"
    return tokens.case(f"{head}{whole}".encode())


def plist_bits(tokens: Tokens) -> Case:
    """Letters of base64 whose last carries bits that belong to no byte."""
    bits = tokens.count(1, 15)
    tokens.expect("plist:#", b"%d" % bits)
    letters = "QUFB" + "Q" + "QRSTUVWXYZabcdef"[bits]
    return tokens.case(f"<plist><data>{letters}==</data><!--{tokens.text()}--></plist>".encode())


WRITERS = {
    "xml_text": (xml_whole, xml_with_entities, xml_counted),
    "plist_xml": (plist_whole, plist_bits),
}
