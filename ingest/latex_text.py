"""Plain text of what BibTeX files write in LaTeX: accents, symbols, simple mathematics; layout commands are dropped.

Nothing is executed or expanded beyond a fixed table; a command that is not known disappears and its argument stays.
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307", '"': "\u0308",
    "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_SYMBOLS = dict(
    pair.split("=", 1)
    for pair in (
        "ss=ß ae=æ AE=Æ oe=œ OE=Œ aa=å AA=Å o=ø O=Ø l=ł L=Ł i=ı j=ȷ th=þ TH=Þ dh=ð DH=Ð dj=đ DJ=Đ textendash=–"
        " textemdash=— textquotesingle=' textquoteright=’ textquoteleft=‘ textquotedblleft=“ textquotedblright=”"
        " guillemotleft=« guillemotright=» textless=< textgreater=> textasciitilde=~ textbackslash=\\ textasciicircum=^"
        " textunderscore=_ textbar=| textbullet=• textperiodcentered=· textdegree=° degree=° textregistered=®"
        " textcopyright=© copyright=© texttrademark=™ textsection=§ S=§ P=¶ pounds=£ euro=€ texteuro=€ ldots=… dots=…"
        " textellipsis=… times=× texttimes=× pm=± textpm=± mp=∓ div=÷ cdot=· leq=≤ le=≤ leqslant=≤ geq=≥ ge=≥ geqslant=≥"
        " neq=≠ ne=≠ approx=≈ sim=∼ simeq=≃ equiv=≡ infty=∞ to=→ rightarrow=→ leftarrow=← leftrightarrow=↔ uparrow=↑"
        " downarrow=↓ Delta=Δ partial=∂ sum=∑ prod=∏ sqrt=√ prime=′ circ=° mid=| vert=| alpha=α beta=β gamma=γ delta=δ"
        " epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ textmu=μ nu=ν xi=ξ pi=π rho=ρ sigma=σ"
        " tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω Gamma=Γ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Phi=Φ Psi=Ψ"
        " Omega=Ω textalpha=α textbeta=β textgamma=γ textdelta=δ ast=* dag=† ddag=‡ newline=  par=  quad=  qquad= "
        " space=  textordfeminine=ª textordmasculine=º textquestiondown=¿ textexclamdown=¡"
    ).split(" ")
)  # fmt: skip
_ESCAPED = {
    "\\": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "-": "",
    "/": "",
    "!": "",
    "{": "\ue000",
    "}": "\ue001",
    "$": "\ue002",
}
_KEPT = {0xE000: "{", 0xE001: "}", 0xE002: "$"}

_DROPPED = re.compile(r"\\(?:href\s*\{[^{}]*\}|(?:begin|end)\s*\{[^{}]*\})")
_ACCENT = re.compile(
    r"\\(?:([\"'`^~=.])\s*|([uvHcdbrk])(?:\s+|(?=\{)))"
    r"(?:\{\s*(\\?[^\W\d_])?\s*\}|(\\[ij])(?![A-Za-z])(?:\{\})?|\{\s*(\\[ij])\s*\}|([^\W\d_]))?"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?(\{\})?([ \t\n]*)")
_ESCAPE = re.compile(r"\\([^A-Za-z])")
_MATHS = re.compile(r"\$([^$]{1,300})\$")
_LONG_DASH, _DASH = re.compile(r"(?<!-)---(?!-)"), re.compile(r"(?<!-)--(?!-)")


def latex_text(text: str) -> str:
    r"""The text without its LaTeX, on one line.

    >>> latex_text(r"P\"{a}ckert {\&} Stra{\ss}e: $\alpha$-blockers, H$_2$O, \textit{in vitro}, n~{\textless} 5")
    'Päckert & Straße: α-blockers, H2O, in vitro, n < 5'
    """
    if "\\" in text or "$" in text:
        text = _ESCAPE.sub(_escaped, _COMMAND.sub(_symbol, _ACCENT.sub(_accented, _DROPPED.sub("", _without_maths(text)))))
    text = text.replace("{", "").replace("}", "").replace("~", "\u00a0").replace("``", "“").replace("''", "”")
    text = _DASH.sub("–", _LONG_DASH.sub("—", text)) if "--" in text else text
    return " ".join(unicodedata.normalize("NFC", text.translate(_KEPT)).split())


def plain_address(text: str) -> str:
    r"""An address or identifier without the escapes that BibTeX needs in it ("\_", "{\%}", "\url{...}")."""
    return re.sub(r"\\([_%&#~$])|\\(?:url|path)\b|[{}]", lambda m: m[1] or "", text).replace("\\textasciitilde", "~").strip()


def _without_maths(text: str) -> str:
    return _MATHS.sub(_maths, text.replace("\\$", "\ue002")) if "$" in text else text


def _maths(match: re.Match[str]) -> str:
    inside = match[1]
    if not re.search(r"[\\^_{}=<>]", inside) and (" " in inside.strip() or len(inside) > 15):
        return match.group()  # two sums of money, not a formula
    return re.sub(r"\\s[pb](?=\{)|(?<!\\)[\^_]", "", inside)


def _accented(match: re.Match[str]) -> str:
    mark = match[1] or match[2]
    letter = match[3] or match[4] or match[5] or match[6]
    if letter is None:
        return "∼" if mark == "~" else "" if match[1] else match.group()
    return {"\\i": "i", "\\j": "j"}.get(letter, letter.lstrip("\\")) + _COMBINING[mark]


def _symbol(match: re.Match[str]) -> str:
    name, empty, space = match.groups()
    symbol = _SYMBOLS.get(name)
    if symbol is None:
        return ""
    return symbol if not empty and symbol.isalpha() and symbol.islower() and symbol < "\u0250" else symbol + space


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[1], match[1])
