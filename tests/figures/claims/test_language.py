import pytest

from beholden.figures.core.claims.language import english

WELSH = (
    "Mae nifer y troseddau sydd wedi eu cofnodi gan Heddlu De Cymru wedi codi i 543 yn y flwyddyn "
    "ddiwethaf, yn ôl ffigyrau a gafodd eu cyhoeddi gan elusen. Roedd 528 o droseddau yn 2016/17."
)
FRENCH = (
    "Le nombre d\u2019infractions enregistrées par la police a augmenté de 23 % dans le "
    "comté, selon les chiffres publiés par une association. Il y en avait 974 en 2016/17."
)
POLISH = (
    "Liczba przestępstw zarejestrowanych przez policję w hrabstwie wzrosła o 23 procent w "
    "ciągu roku, jak wynika z danych opublikowanych przez organizację. W 2016 roku było "
    "ich 974."
)
GERMAN = (
    "Die Zahl der Straftaten, die von der Polizei in der Grafschaft erfasst wurden, ist nach "
    "Angaben einer Organisation um 23 Prozent gestiegen. Im Jahr zuvor waren es 974."
)
UKRAINIAN = (
    "\u041a\u0456\u043b\u044c\u043a\u0456\u0441\u0442\u044c \u0437\u043b\u043e\u0447\u0438\u043d"
    "\u0456\u0432 \u0437\u0440\u043e\u0441\u043b\u0430 \u0437 568 \u0434\u043e 767 \u0437\u0430 "
    "\u0440\u0456\u043a \u0456 \u0446\u0435 \u0431\u0430\u0433\u0430\u0442\u043e "
    "\u0434\u043b\u044f "
) * 3
ENGLISH = (
    "The number of child abuse image offences recorded by Essex Police rose from 568 in 2016/17 to "
    "767 in 2017/18, figures obtained by a charity show."
)


@pytest.mark.parametrize("text", [WELSH, FRENCH, POLISH, GERMAN, UKRAINIAN])
def test_another_language_is_not_english(text: str) -> None:
    assert not english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Essex 767",
        "Heddlu Gwent: 267",
        ENGLISH,
        ENGLISH.upper(),
        "Dyfed-Powys 275, Gwent 267, North Wales 373, South Wales 543, Essex 767, Kent 1,042",
        "In Wales, Heddlu De Cymru recorded 543 offences, and Heddlu Gogledd Cymru 373 of them.",
        "Police recorded 767 offences last year. Crimes up 35pc. Charity demands action.",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_english(text: str) -> None:
    assert english(text)


def test_an_english_article_may_quote_another_language() -> None:
    assert english(f"{ENGLISH} {ENGLISH} {FRENCH[:90]}")


def test_a_welsh_article_with_english_names_is_not_english() -> None:
    assert not english(f"{WELSH} {WELSH} South Wales Police and the NSPCC.")


def test_the_order_of_sentences_does_not_matter() -> None:
    assert english(f"{WELSH} {ENGLISH}") == english(f"{ENGLISH} {WELSH}")
