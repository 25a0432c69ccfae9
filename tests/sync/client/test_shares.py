"""The root key on three papers."""

from __future__ import annotations

import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.papers.secret import secret_page
from fieldapp.words import ENGLISH, Language
from sync.client.share_groups import GROUPS, group_is_right
from sync.client.share_words import LINES, ShareMistyped, slip_in, spelled, word_list
from sync.client.shares import Papers, Share, SharesDoNotFit, draw_papers, join, share_page
from sync.protocol.keys import SigningKey
from sync.protocol.statements import organisation_id
from tests.fieldapp.papers.looking import text_of
from tests.sync.protocol.house import random_from

RUSSIAN = Language("ru")
#: Papers of the first kind, of the seed 00 01 02 … 1f.
OLD_SEED = bytes(range(32))
OLD_PAPERS = (
    (
        "2NJ7H-BA5N2-EJPM3-908YW-YBWVD-JEKPY-RXSBG-DBBZ6-PTYKH-JT66R-CMTRP-FBEGD-P0HNE-CWXGN-1CB0S-K9DW6-KF04P-ZVERT-"
        "930RT-7YBM4-Q3Q77-3GC7C-24W8R-TY5D1-02MJJ-6CSHP-Y05QJ"
    ),
    (
        "4NJ7Y-BARPZ-16JVQ-S6Y0F-9ZPXF-GJ61N-GFWQ9-9E7EK-E70RT-E49R0-HNWA4-T059P-4CSK0-3W0BP-EEHPC-TA68Y-BA7DC-TS716-"
        "W8BZR-8JRJA-YNGC8-CVCZ0-92ZV3-JB2VS-5KM3K-58D6Q-A9D89"
    ),
    (
        "6NJ7V-B8X3M-DMMCY-GPMEE-VNJEE-3RGQC-YH5HY-5XB08-RSPS3-YJ5ZQ-Q4P54-PB78G-6AGT3-CMJTJ-H2TQE-9BA43-G4FFY-5YDS5-"
        "79VCN-EWNP3-NNZVV-DF9SS-D3361-ADC7N-NQ8BM-08TPY-EER0G"
    ),
)


def drawn(what: str = "papers") -> Papers:
    return draw_papers(random_from(what))


def lines_of(share: Share, language: Language = ENGLISH) -> list[str]:
    """What stands on the paper, line by line."""
    return [" ".join(words) for words in share.lines(language)]


@given(seed=st.binary(min_size=16, max_size=16), language=st.sampled_from([ENGLISH, RUSSIAN, Language("ky")]))
def test_any_two_of_three_papers_bring_the_key_back_in_either_language(seed: bytes, language: Language) -> None:
    papers = draw_papers(random_from(seed.hex()))
    typed = [lines_of(share, language) for share in papers.shares]

    keys = {join(Share.of_lines(one), Share.of_lines(other)).seed for one, other in permutations(typed, 2)}

    assert len(keys) == 1
    assert organisation_id(SigningKey(keys.pop()).verify_key) == papers.organisation


def test_one_paper_holds_only_chance() -> None:
    chance = random_from("chance")
    first, other = [chance(16), chance(16), b"a" * 16], [chance(16), chance(16), b"b" * 16]
    other[:2] = first[:2]

    one, another = draw_papers(lambda _: first.pop(0)), draw_papers(lambda _: other.pop(0))

    assert one.shares[0].parts == another.shares[0].parts  # paper 1 cannot tell the two keys apart
    assert one.organisation != another.organisation


def test_four_letters_of_a_word_are_enough_in_any_case_with_or_without_yo() -> None:
    for language in (ENGLISH, RUSSIAN):
        share = drawn().shares[1]
        typed = [" ".join(word[:4].upper() for word in line.split()) for line in lines_of(share, language)]

        assert Share.of_lines(typed) == share
        assert [spelled(line) for line in typed] == lines_of(share, language)
    assert spelled("елка ёлка перо пёрышко") == "елка ёлка перо пёрышко"
    assert spelled("тёма") == "тема"


def test_a_wrong_word_is_found_in_its_line_and_so_are_two_that_changed_places() -> None:
    lines = lines_of(drawn("slips").shares[0])
    for number in (1, 4, LINES):
        words = lines[number - 1].split()
        other = next(word for word in word_list(ENGLISH) if word != words[2])
        for wrong in ([*words[:2], other, *words[3:]], [words[1], words[0], *words[2:]]):
            typed = [*lines[: number - 1], " ".join(wrong), *lines[number:]]

            with pytest.raises(ShareMistyped) as slip:
                Share.of_lines(typed)

            assert slip.value.line == number
            assert str(slip.value.sentence) == f"Line {number} is not as on the paper. Look at it again."


@given(place=st.integers(0, 4), word=st.integers(0, 1023), line=st.integers(1, LINES))
def test_no_single_other_word_passes_for_the_right_one(place: int, word: int, line: int) -> None:
    words = list(drawn("single").shares[2].lines(RUSSIAN)[line - 1])
    other = word_list(RUSSIAN)[word]

    assert (slip_in(line, " ".join([*words[:place], other, *words[place + 1 :]])) is None) == (other == words[place])


def test_a_line_in_the_wrong_place_is_found() -> None:
    lines = lines_of(drawn().shares[0])
    lines[2], lines[5] = lines[5], lines[2]

    with pytest.raises(ShareMistyped) as slip:
        Share.of_lines(lines)

    assert slip.value.line == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Line 1 is missing."),
        ("above acacia", "Line 1 has five words on the paper. Look at it again."),
        (
            "above acacia фищму",
            "Line 1: “фищму” is none of the words. Look at the paper, and at the keyboard's language.",
        ),
    ],
)
def test_what_is_no_line_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(ShareMistyped) as slip:
        Share.of_lines([typed])

    assert str(slip.value.sentence) == said


def test_the_square_brings_the_same_paper_and_holds_digits_alone_for_any_keyboard() -> None:
    for share in drawn().shares:
        assert share.square.isascii()
        assert share.square.isdigit()
        assert Share.of_square(f" {share.square}\n") == share


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1], lambda s: s + "0", lambda s: "2" + s[1:], lambda s: s.replace("7", "1")]
)
def test_a_square_that_was_not_read_whole_is_noticed(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(ShareMistyped, match="not read whole"):
        Share.of_square(spoil(drawn().shares[0].square))


def test_papers_of_two_organisations_or_the_same_one_twice_do_not_fit() -> None:
    ours, theirs = drawn("ours").shares, drawn("theirs").shares

    for one, other in ((ours[0], theirs[1]), (ours[0], ours[0]), (ours[2], theirs[0])):
        with pytest.raises(SharesDoNotFit):
            join(one, other)


def test_a_paper_can_be_printed_and_fits_one_page() -> None:
    papers = drawn()

    for language in (ENGLISH, RUSSIAN):
        pdf = secret_page(share_page(papers.shares[2], papers.organisation, language), language)

        assert all(word in text_of(pdf) for line in papers.shares[2].lines(language) for word in line)
        assert "1" in text_of(pdf)
        assert pdf.count(b"/Type /Page\n") <= 1


def test_papers_of_an_earlier_try_are_recognised_as_such_one_by_one() -> None:
    spoilt, papers = drawn("spoilt"), drawn()

    with pytest.raises(SharesDoNotFit, match="earlier try"):
        papers.recognise(spoilt.shares[0])
    with pytest.raises(SharesDoNotFit):
        papers.bring_back(spoilt.shares[0], spoilt.shares[1])


def test_papers_of_the_first_kind_are_read_for_ever() -> None:
    old = [Share.of_groups(typed.lower().replace("-", " ")) for typed in OLD_PAPERS]

    for one, other in permutations(old, 2):
        assert join(one, other).seed == OLD_SEED
    with pytest.raises(SharesDoNotFit):
        join(old[0], drawn().shares[1])


def test_a_slip_in_a_paper_of_the_first_kind_is_found_in_its_group() -> None:
    groups = OLD_PAPERS[0].split("-")
    assert all(group_is_right(number, group) for number, group in enumerate(groups, 1))
    for number in (1, 14, GROUPS):
        wrong = groups.copy()
        wrong[number - 1] = ("1" if wrong[number - 1][0] != "1" else "2") + wrong[number - 1][1:]

        with pytest.raises(ShareMistyped, match=f"Group {number} is not as on the paper"):
            Share.of_groups("-".join(wrong))


@pytest.mark.parametrize("typed", ["", "K7QM", "0" * 200, "ЙЦУКЕ" * 27])
def test_what_is_no_paper_of_the_first_kind_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ShareMistyped):
        Share.of_groups(typed)


def test_the_words_of_papers_never_change_and_four_letters_tell_them_apart() -> None:
    for language, digest in ((ENGLISH, "c0fe9b2e74d731af"), (RUSSIAN, "f7bab3242c476c38")):
        words = word_list(language)

        assert len(words) == len({word[:4] for word in words}) == 1024
        assert hashlib.sha256("\n".join(words).encode()).hexdigest()[:16] == digest


def test_what_was_printed_once_is_read_by_every_later_program() -> None:
    share = drawn("golden").shares[0]

    assert lines_of(share)[0] == "expert bunny song juniper breeze"
    assert (
        share.square
        == "10575943030678088862858463036945198484146554647405328496288987481211545363838361797271958654734922"
    )
