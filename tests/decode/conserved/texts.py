"""Texts with tokens in names, values, comments, headers, and behind their ends."""

from __future__ import annotations

import base64
import json
import quopri
from urllib.parse import quote

from tests.decode.conservation import Case, Tokens

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _with_bits(text: str, alphabet: str, spare: int, bits: int) -> str:
    """A text whose last letter carries bits that belong to no byte."""
    return text[:-1] + alphabet[alphabet.index(text[-1]) & ~((1 << spare) - 1) | bits] if spare else text


def base64_whole(tokens: Tokens) -> Case:
    data = tokens.bytes() + tokens.bytes() + bytes(tokens.count(0, 2))
    text = base64.b64encode(data).decode().rstrip("=")
    spare = 6 * len(text) % 8
    if spare:
        bits = tokens.count(1, (1 << spare) - 1)
        tokens.expect("base64:bits", b"%d" % bits)
        text = _with_bits(text, _BASE64, spare, bits)
    line = tokens.draw_one(("", "\r\n", "\n"))
    padding = "=" * (-len(text) % 4) if tokens.coin() else ""
    return tokens.case((text[:8] + line + text[8:] + padding).encode())


def base32_whole(tokens: Tokens) -> Case:
    data = tokens.bytes() + bytes(tokens.count(0, 4))
    text = base64.b32encode(data).decode().rstrip("=")
    spare = 5 * len(text) % 8
    if spare:
        bits = tokens.count(1, (1 << spare) - 1)
        tokens.expect("base32:bits", b"%d" % bits)
        text = _with_bits(text, _BASE32, spare, bits)
    return tokens.case((text.lower() if tokens.coin() else text).encode())


def hex_whole(tokens: Tokens) -> Case:
    text = tokens.bytes().hex()
    return tokens.case((text[:8] + tokens.draw_one(("", "-", "\r\n")) + text[8:]).encode())


def percent_whole(tokens: Tokens) -> Case:
    escaped = "".join(f"%{byte:02x}" for byte in tokens.bytes())
    return tokens.case(f"{tokens.text()}%2F{escaped}%{tokens.text()}%".encode())


def entities_whole(tokens: Tokens) -> Case:
    number = tokens.draw_one((0x110000, 0xD800, 0x1, 0xFFFFFF))
    tokens.inside.append(f"&#{number};".encode())
    spelled = "".join(f"&#{ord(letter)};" for letter in tokens.text())
    return tokens.case(
        f"{tokens.text()}&amp;{spelled}&#{number};&{tokens.text()};&lt{tokens.text()}".encode()
    )


def quoted_whole(tokens: Tokens) -> Case:
    spelled = "".join(f"={byte:02X}" for byte in tokens.bytes())
    return tokens.case(quopri.encodestring("é".encode()) + f"{tokens.text()}=\r\n{spelled}".encode())


def utf16_whole(tokens: Tokens) -> Case:
    return tokens.case(tokens.text().encode(tokens.draw_one(("utf-16", "utf-16-le", "utf-16-be"))))


def _letters(tokens: Tokens, step: str, data: bytes) -> str:
    text = base64.urlsafe_b64encode(data).decode().rstrip("=")
    spare = 6 * len(text) % 8
    if not spare:
        return text
    bits = tokens.count(1, (1 << spare) - 1)
    tokens.expect(step, b"%d" % bits)
    return _with_bits(text, _BASE64[:-2] + "-_", spare, bits)


def jwt_whole(tokens: Tokens) -> Case:
    header = _letters(tokens, "jwt:header.bits", b'{"k":"%s"}' % tokens.bytes())
    payload = _letters(tokens, "jwt:payload.bits", tokens.bytes())
    scheme = tokens.draw_one(("", "Bearer "))
    return tokens.case(f"{scheme}{header}.{payload}.{tokens.text() if tokens.coin() else ''}".encode())


def _json(tokens: Tokens) -> object:
    return {
        tokens.text(8): [tokens.text(), {tokens.text(): tokens.number()}],
        tokens.text(9): -tokens.count(1, 9),
        tokens.text(10): None,
        tokens.text(11): {tokens.text(12): True, tokens.text(13): []},
        tokens.text(14): {},
    }


def json_whole(tokens: Tokens) -> Case:
    tokens.whole += [b"true", b"null"]
    tokens.expect("json:[]", b"4")
    tokens.expect("json:[1]{}", b"0")
    tokens.expect("json:[2][]", b"0")
    deep = tokens.text()
    tokens.expect("json:[3].a.b", deep.encode())
    return tokens.case(json.dumps([_json(tokens), {}, [], {"a": {"b": deep}}]).encode())


def json_text_alone(tokens: Tokens) -> Case:
    """A text with an escape and nothing around it."""
    return tokens.case(json.dumps(tokens.text() + "é").encode())


def json_cut(tokens: Tokens) -> Case:
    """Cut off inside a text, a key, an escape, a word, or behind a sign."""
    inner = json.dumps({tokens.text(): [tokens.text(), {tokens.text(): tokens.text()}]})
    last = f'"{tokens.text()}' + tokens.draw_one(("", "\\u00", '",', '",tru', '",{"a":', '",[{"b":["x"],'))
    return tokens.case(f'{{"k":[{inner},{last}'.encode(), refused=True)


def ndjson_whole(tokens: Tokens) -> Case:
    count = tokens.count(2, 4)
    lines = [
        json.dumps({tokens.text(): [tokens.text(), tokens.number(), True, None], "k": False})
        for _ in range(count)
    ]
    tokens.whole += [b"true", b"false", b"null"]
    tokens.expect("ndjson:[]", b"%d" % count)
    tokens.expect(f"ndjson:[{count - 1}].{{k}}", b"k")
    between = tokens.draw_one(("\n", "\r\n", "\n\x1e", " \n\t"))
    return tokens.case((between.join(lines) + "\n").encode())


def ndjson_broken(tokens: Tokens) -> Case:
    lines = [json.dumps({"k": tokens.text()}) for _ in range(tokens.count(1, 3))]
    broken = '{"a":' + tokens.text()
    lines.insert(tokens.count(0, len(lines)), broken)
    return tokens.case("\n".join(lines).encode(), refused=True)


def form_whole(tokens: Tokens) -> Case:
    spelled = quote(tokens.text() + "/&=", safe="")
    tail = "&".join(f"{tokens.text()}={tokens.text()}" for _ in range(tokens.count()))
    return tokens.case(
        f"{tokens.text()}={spelled}&{tokens.text()}=&{tokens.text()}&={tokens.text()}&{tail}".encode()
    )


def url_whole(tokens: Tokens) -> Case:
    user = f"{tokens.text()}:{tokens.text()}@" if tokens.coin() else ""
    port = f":{tokens.number(1, 65535)}" if tokens.coin() else ""
    host = f"//{user}{tokens.text()}.test{port}/" if tokens.coin() or user or port else ""
    query = "&".join(f"{tokens.text()}={tokens.text()}" for _ in range(tokens.count(0, 3)))
    more = f"{tokens.text()}=%41&{tokens.text()}&={tokens.text()}&{tokens.text()}=a={tokens.text()}&&"
    fragment = f"#{tokens.text()}?{tokens.text()}" if tokens.coin() else ""
    scheme = "app" + tokens.text(11)
    name = tokens.text()
    tokens.expect(f"url.query:{{{name}}}", name.encode())
    path = f"{tokens.text()}/{tokens.text()};{tokens.text()}={tokens.text()}"
    return tokens.case(f"{scheme}:{host}{path}?{name}=&{more}{query}{fragment}".encode())


def multipart_whole(tokens: Tokens) -> Case:
    line = tokens.draw_one(("\r\n", "\n"))
    mark = tokens.text()
    count = tokens.count(1, 3)
    body = line if tokens.coin() else ""
    for number in range(count):
        name, value, quoted = tokens.text(), tokens.text(), tokens.text()
        tokens.expect(f"multipart-headers:{name}.content-disposition.quoted", f'a;\\"{quoted}'.encode())
        tokens.expect(f"multipart-headers:{name}.{{{value}}}", value.encode())
        body += (
            f'--{mark}{line}Content-Disposition: {tokens.text()}; name="{name}"; '
            f"filename*=utf-8''{tokens.text()};{line}\t{tokens.text()}={tokens.text()} \"{tokens.text()}\""
            f'; quoted="a;\\"{quoted}" {tokens.text()}{line}{value}: {tokens.text()}{line}'
            f"{tokens.text()}{line}{line}{tokens.text()}{line}"
        )
        if number and tokens.coin():
            count += 1
            body += f"--{mark}{' ' * tokens.count(0, 2)}{line}{line}{tokens.text()}{line}{line}{line}"
        if tokens.coin():
            count += 1
            body += f"--{mark}{tokens.text() if tokens.coin() else ''}{line}{tokens.text()}{line}"
    if count > 1:
        tokens.expect("multipart:[]", b"%d" % count)
    if tokens.coin():
        return tokens.case(body.encode(), refused=True)
    epilogue = f"{line}{tokens.text()}{line}--{mark}{line}{tokens.text()}" if tokens.coin() else line
    return tokens.case(f"{body}--{mark}--{epilogue}".encode())


WRITERS = {
    "base64_text": (base64_whole,),
    "base32_text": (base32_whole,),
    "hex_text": (hex_whole,),
    "percent": (percent_whole,),
    "entity_text": (entities_whole,),
    "quoted_printable": (quoted_whole,),
    "utf16_text": (utf16_whole,),
    "jwt_text": (jwt_whole,),
    "json_text": (json_whole, json_text_alone, json_cut),
    "ndjson_text": (ndjson_whole, ndjson_broken),
    "form": (form_whole,),
    "url_text": (url_whole,),
    "multipart_body": (multipart_whole,),
}
