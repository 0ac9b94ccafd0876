"""Reading e-mail messages."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from corpus.errors import ReadFailed
from ingest.mail import read
from ingest.reading import Reading


def mail(tmp_path: Path, message: EmailMessage | bytes) -> Reading:
    path = tmp_path / "bericht.eml"
    data = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    path.write_bytes(data)
    return read(path)


def message(plain: str = "De tuin is klaar.") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "Buurttuin één"
    made["From"] = "Án Bos <an@example.org>, jan@example.org"
    made["Date"] = "Mon, 12 May 2014 23:30:00 +0200"
    made.set_content(plain)
    return made


def test_subject_writers_and_date_are_read(tmp_path: Path) -> None:
    reading = mail(tmp_path, message())
    assert (reading.title, reading.heading) == ("Buurttuin één", "Buurttuin één")
    assert (reading.authors, reading.dated) == (("Án Bos",), "2014-05-12")
    (page,) = reading.pages
    assert page.text == "Buurttuin één\n\nDe tuin is klaar."


@pytest.mark.parametrize("subject", ["Antw: RE: Tuin", "Fwd: FW: Tuin", "re[2]: Tuin", "Tuin"])
def test_what_mail_programs_put_before_a_subject_is_left_out(tmp_path: Path, subject: str) -> None:
    assert mail(tmp_path, f"Subject: {subject}\n\nDag".encode()).title == "Tuin"


def test_attachments_are_named_and_not_read(tmp_path: Path) -> None:
    made = message()
    made.add_attachment(
        b"geheim", maintype="application", subtype="pdf", filename="rapport één.pdf"
    )
    made.add_attachment("ook geheim", filename="notitie.txt")
    inside = EmailMessage()
    inside["Subject"] = "Eerder bericht"
    inside.set_content("nog geheim")
    made.add_attachment(inside)
    (page,) = mail(tmp_path, made).pages
    assert page.text == (
        "Buurttuin één\n\nDe tuin is klaar.\n\n"
        "Bijlage: rapport één.pdf\nBijlage: notitie.txt\nBijlage: Eerder bericht"
    )


_HTML = "<html><body><h2>Nieuws</h2><p>De tuin is klaar.</p><ul><li>een</li></ul></body></html>"


def test_a_message_in_html_is_read_as_a_page(tmp_path: Path) -> None:
    made = message()
    made.clear_content()
    made.set_content(_HTML, subtype="html")
    reading = mail(tmp_path, made)
    assert reading.pages[0].text == "Buurttuin één\n\nNieuws\n\nDe tuin is klaar.\n\n- een"
    assert reading.headings == ("Nieuws",)


@pytest.mark.parametrize(("plain", "shown"), [
    ("Nieuws. De tuin is klaar.", "Nieuws. De tuin is klaar."),
    ("Zie HTML", "Nieuws\n\nDe tuin is klaar.\n\n- een"),
])  # fmt: skip
def test_of_two_versions_the_plain_one_is_read_unless_it_says_nothing(
    tmp_path: Path, plain: str, shown: str
) -> None:
    made = message(plain)
    made.add_alternative(_HTML, subtype="html")
    related = made.get_payload()
    assert isinstance(related, list)
    assert isinstance(related[1], EmailMessage)
    related[1].add_related(b"beeld", maintype="image", subtype="png", cid="<a>")
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    (page,) = mail(tmp_path, made).pages
    assert page.text == f"Buurttuin één\n\n{shown}\n\nBijlage: a.pdf"


@pytest.mark.parametrize("disposition", ["inline", "attachment"])
def test_files_in_the_version_that_is_not_read_are_named_and_its_pictures_are_not(
    tmp_path: Path, disposition: str
) -> None:
    made = message("Nieuws. De tuin is klaar.")
    made.add_alternative(_HTML, subtype="html")
    versions = made.get_payload()
    assert isinstance(versions, list)
    assert isinstance(versions[1], EmailMessage)
    for kind, name in (("pdf", "a.pdf"), ("png", "logo.png")):
        maintype = "image" if kind == "png" else "application"
        versions[1].add_related(b"x", maintype=maintype, subtype=kind, filename=name)
        versions[1].get_payload()[-1].replace_header(  # type: ignore[union-attr, index]
            "Content-Disposition", f"{disposition if kind == 'pdf' else 'inline'}; filename={name}"
        )
    text = mail(tmp_path, made).pages[0].text
    assert text == "Buurttuin één\n\nNieuws. De tuin is klaar.\n\nBijlage: a.pdf"


def test_a_message_of_more_parts_than_are_read_is_refused_and_not_cut_off(tmp_path: Path) -> None:
    head = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
    whole = mail(tmp_path, head + b"--b\n\nhoi\n" * 1998 + b"--b\n\nslot\n--b--\n")
    assert whole.pages[0].text.endswith("hoi\n\nslot")
    with pytest.raises(ReadFailed, match="holds more than 2000 parts"):
        mail(tmp_path, head + b"--b\n\nhoi\n" * 2000 + b"--b--\n")


def test_pieces_of_text_between_pictures_are_all_read(tmp_path: Path) -> None:
    parts = b"".join(
        b"--b\nContent-Type: " + kind + b"\n\n" + body + b"\n"
        for kind, body in ((b"text/plain", b"Een"), (b"image/png", b"x"), (b"text/plain", b"Twee"))
    )
    head = b"Subject: Tuin\nContent-Type: multipart/mixed; boundary=b\n\n"
    text = mail(tmp_path, head + parts + b"--b--\n").pages[0].text
    assert text == "Tuin\n\nEen\n\nTwee\n\nBijlage: image/png"


@pytest.mark.parametrize(("charset", "body", "shown"), [
    ("windows-1252", "café".encode("cp1252"), "café"),
    ("utf-8", "café".encode(), "café"),
    ("bestaat-niet", "café".encode(), "café"),
    ("bestaat-niet", "één café".encode("cp1252"), "één café"),
    ("utf-8", "één café".encode("cp1252"), "één café"),
    ("zlib", b"tuin", "tuin"),
    ("undefined", b"tuin", "tuin"),
])  # fmt: skip
def test_text_is_decoded_whatever_it_says_of_itself(
    tmp_path: Path, charset: str, body: bytes, shown: str
) -> None:
    head = f"Subject: Tuin\nContent-Type: text/plain; charset={charset}\n\n".encode()
    assert mail(tmp_path, head + body).pages[0].text == f"Tuin\n\n{shown}"


def test_a_message_of_parts_without_a_border_is_read_as_text(tmp_path: Path) -> None:
    data = b"Subject: Tuin\nContent-Type: multipart/mixed\n\nhoi"
    assert mail(tmp_path, data).pages[0].text == "Tuin\n\nhoi"


def test_a_message_without_anything_has_one_empty_page(tmp_path: Path) -> None:
    reading = mail(tmp_path, b"From: <>\nDate: gisteren\nSubject:\n\n")
    (page,) = reading.pages
    assert (page.text, page.quality) == ("", 0.0)
    assert (reading.title, reading.authors, reading.dated) == (None, (), None)


def _nested(depth: int) -> bytes:
    open_ = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth)
    )
    return b"Subject: x\n" + open_ + b"Content-Type: text/plain\n\nhoi\n"


_PARTS = b"Content-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.parametrize("data", [
    _nested(300),
    _nested(3000),
    b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 3000 + b"hoi",
    b"Subject: x\n" + _PARTS + b"--b\n\nhoi\n" * 5000,
    b"Subject: x\n" + _PARTS,
    b"Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b--\n",
    b"Subject: x\nContent-Type: multipart/mixed\n\nhoi",
    b"Subject: x\nContent-Type: ;;;=;\nContent-Transfer-Encoding: base64\n\n@@@=",
    b"Subject: x\nContent-Type: text/plain; " + b"(" * 20_000 + b"\n\nhoi",
    b"From: " + b"a <b@c>, " * 20_000 + b"\n\nhoi",
    b"From: " + b"(" * 19_000 + b"\n\nhoi",
    b"From: =?x?q?=?=\nDate: Mon, 99 Foo 99999\nSubject: =?utf-8?B?A?=\n\nhoi",
    b"From: a@b.nl\nDate: Mon, 3 Feb 2014 09:99999999999999999999:00 +0100\n\nhoi",
    b"From: a@b.nl\nDate: Mon, 3 Feb 2014 09:00:00 +99999999999999\n\nhoi",
    b"Subject: x\nContent-Disposition: attachment; filename*=utf-9''%ff%\n\nhoi",
    b"\x00\xff" * 5000,
], ids=range(16))  # fmt: skip
def test_a_malformed_message_gives_text_or_a_sentence_soon(tmp_path: Path, data: bytes) -> None:
    try:
        assert mail(tmp_path, data).pages
    except ReadFailed as error:
        assert re.match("bericht.eml is damaged|This message holds more than", str(error))  # noqa: PT017 (either is right)


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="cannot be read"):
        read(tmp_path / "weg.eml")
