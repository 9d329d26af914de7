"""Fetching from a log that may be hostile: everything has a bound, the key goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from beholden.ledger._mirror_fetch import Fetcher, FetchLimits, Wanted, check_url
from beholden.ledger.errors import (
    BudgetError,
    FetchError,
    KeyRefusedError,
    MirrorSetupError,
    NotThereError,
    OversizeError,
    RedirectedError,
)
from tests.support.log_simulator import (
    LogSimulator,
    altered,
    oversize,
    redirected,
    simulated,
    slow,
    status,
    torn,
)

QUICK = FetchLimits(seconds=30, attempts=3, pause_seconds=0, at_once=4)
BUNDLE = "tile/entries/000"
BUNDLE_BYTES = 256 * 34


@pytest.fixture
def log() -> Iterator[LogSimulator]:
    with simulated(size=700) as started:
        yield started


def get(log: LogSimulator, path: str = "checkpoint", most: int = 10_000, **limits: float) -> bytes:
    chosen = FetchLimits(**{**QUICK.__dict__, **limits})
    with Fetcher(log.url, limits=chosen) as fetcher:
        return fetcher.get(path, most)


def test_what_the_log_serves_arrives_as_it_is(log: LogSimulator) -> None:
    assert get(log) == log.checkpoint
    assert get(log, BUNDLE) == log.tree.bundle(0, 256)


def test_several_files_come_in_the_order_they_were_named(log: LogSimulator) -> None:
    wanted = [Wanted(f"tile/entries/00{number}", BUNDLE_BYTES) for number in (1, 0, 1)]
    with Fetcher(log.url, limits=QUICK) as fetcher:
        one, nought, again = fetcher.get_all(wanted)
    assert one == again == log.tree.bundle(1, 256)
    assert nought == log.tree.bundle(0, 256)


def test_a_fault_that_passes_is_survived(log: LogSimulator) -> None:
    for fault in (status(500), status(503, retry_after="0"), torn(20), status(429)):
        log.fault("checkpoint", fault, times=2)
        assert get(log) == log.checkpoint


def test_a_fault_that_stays_is_tried_so_often_and_no_more(log: LogSimulator) -> None:
    log.fault("checkpoint", status(502))
    with pytest.raises(FetchError, match="checkpoint: HTTP 502"):
        get(log)
    assert len(log.requests) == QUICK.attempts


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (status(404), NotThereError),
        (status(410), NotThereError),
        (status(401), KeyRefusedError),
        (status(403), KeyRefusedError),
        (oversize(10_001), OversizeError),
        (oversize(50_000_000, chunked=True), OversizeError),
    ],
)
def test_what_cannot_become_better_is_not_asked_for_again(
    log: LogSimulator, fault: object, error: type[FetchError]
) -> None:
    log.fault("checkpoint", fault)  # type: ignore[arg-type]
    with pytest.raises(error):
        get(log)
    assert len(log.requests) == 1


def test_a_redirect_is_never_followed_so_the_key_goes_nowhere_else(log: LogSimulator) -> None:
    with simulated(size=700) as elsewhere:
        log.fault("*", redirected(f"{elsewhere.url}/checkpoint"))
        with Fetcher(log.url, key="secret", limits=QUICK) as fetcher:
            with pytest.raises(RedirectedError, match="not followed"):
                fetcher.get("checkpoint", 10_000)
            with pytest.raises(RedirectedError):
                fetcher.get(BUNDLE, BUNDLE_BYTES)
        assert elsewhere.requests == []
    assert {authorization for _, authorization in log.requests} == {"Bearer secret"}


def test_no_error_shows_the_key(log: LogSimulator) -> None:
    for fault in (status(401), status(500), torn(3), redirected("http://127.0.0.1:1/")):
        log.heal()
        log.fault("*", fault)
        with (
            Fetcher(log.url, key="bh_of_the_operator", limits=QUICK) as fetcher,
            pytest.raises(FetchError) as caught,
        ):
            fetcher.get("checkpoint", 10_000)
        assert "bh_of" not in str(caught.value)
        assert "bh_of" not in repr(caught.value.__context__)


def test_whoever_drips_bytes_is_given_up(log: LogSimulator) -> None:
    log.fault("checkpoint", slow(0.2))
    with pytest.raises(FetchError, match="no whole answer within"):
        get(log, seconds=0.5, attempts=1)


def test_one_step_fetches_no_more_than_its_sum(log: LogSimulator) -> None:
    limits = FetchLimits(**{**QUICK.__dict__, "bytes_a_step": BUNDLE_BYTES + 100})
    with Fetcher(log.url, limits=limits) as fetcher:
        fetcher.get(BUNDLE, BUNDLE_BYTES)
        with pytest.raises(BudgetError):
            fetcher.get(BUNDLE, BUNDLE_BYTES)
        fetcher.new_step()
        assert fetcher.get(BUNDLE, BUNDLE_BYTES)


def test_the_first_file_that_failed_is_named_and_the_rest_is_left(log: LogSimulator) -> None:
    log.fault("tile/entries/000", status(404))
    wanted = [Wanted("tile/entries/000", BUNDLE_BYTES)] * 100
    with Fetcher(log.url, limits=QUICK) as fetcher, pytest.raises(NotThereError, match="entries"):
        fetcher.get_all(wanted)
    assert len(log.requests) <= QUICK.at_once


def test_nobody_there_is_a_failure_with_a_sentence() -> None:
    with simulated() as log:
        url = log.url
    with Fetcher(url, limits=QUICK) as fetcher, pytest.raises(FetchError, match="checkpoint: "):
        fetcher.get("checkpoint", 10)


def test_proxies_of_the_environment_see_nothing(
    log: LogSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    with simulated() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert get(log) == log.checkpoint
        assert proxy.requests == []


def test_bytes_are_not_judged_here(log: LogSimulator) -> None:
    log.fault(BUNDLE, altered(40))
    assert get(log, BUNDLE) != log.tree.bundle(0, 256)


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org/log", "ftp://example.org/", "file:///etc/passwd", "https://", "http:///x",
        "https://user:password@example.org/", "https://example.org/?x=1", "https://example.org/#x",
        "https://example.org:99999/", "https://[::1/", "http://a b/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(MirrorSetupError) as caught:
        check_url(url)
    assert "password@" not in str(caught.value)


def test_an_address_loses_only_its_last_slash() -> None:
    assert check_url("https://example.org/log/") == "https://example.org/log"
    assert check_url("http://[::1]:8787") == "http://[::1]:8787"


def test_certificates_that_cannot_be_read_are_named() -> None:
    with pytest.raises(MirrorSetupError, match="no certificates"):
        Fetcher("https://example.org", certificates="no-such-file.pem")


# TLS.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody but itself vouches for, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(pem)
    return folder / "certificate.pem", folder / "key.pem"


def test_a_certificate_that_nobody_vouches_for_is_refused_before_the_key_is_sent(
    certificate: tuple[Path, Path],
) -> None:
    with simulated(size=5, tls=certificate) as log:
        with (
            Fetcher(log.url, key="secret", limits=QUICK) as fetcher,
            pytest.raises(FetchError, match=r"(?i)certificate"),
        ):
            fetcher.get("checkpoint", 10_000)
        assert log.requests == []
        trusted = str(certificate[0])
        with Fetcher(log.url, key="secret", limits=QUICK, certificates=trusted) as fetcher:
            assert fetcher.get("checkpoint", 10_000) == log.checkpoint


def test_a_certificate_for_another_name_is_refused(certificate: tuple[Path, Path]) -> None:
    with simulated(size=5, tls=certificate) as log:
        url = log.url.replace("127.0.0.1", "localhost")
        with (
            Fetcher(url, limits=QUICK, certificates=str(certificate[0])) as fetcher,
            pytest.raises(FetchError, match=r"(?i)certificate"),
        ):
            fetcher.get("checkpoint", 10_000)
