"""`beholden keys`: shown once, listed without what opens, revoked for good."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from beholden.access import Key, KeyStore, Refusal, Secret, verify
from beholden.app import utc_now
from beholden.config import Config
from beholden.store import Store
from tests.cli.support import CONTROL, Done, invoke, run

BY = ("--by", "A. Tester")
TEXT = re.compile(r"bh_[a-z2-7]{12}_[A-Za-z0-9_-]{43}")


def create(data: Path, *options: str, name: str = "upload handler") -> Done:
    scopes = () if "--scope" in options else ("--scope", "check")
    return invoke("keys", "create", "--name", name, *scopes, *BY, *options, "--data", data)


def listed(data: Path) -> list[dict[str, object]]:
    (found,) = invoke("keys", "list", "--json", "--data", data).objects
    keys: list[dict[str, object]] = found["keys"]
    return keys


def opened(data: Path, text: str) -> Key | Refusal:
    """What the service would say to a key."""
    store = Store(Config().store_url(data))
    secret = Secret.load(data / "secret.key")
    keys = {key.key_id: key for key in KeyStore(store, secret, utc_now).read_all()}
    store.close()
    return verify(text, keys, secret, utc_now())


def test_a_key_is_printed_alone_and_opens(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run("keys", "create", "--name", "handler", "--scope", "check", "--data", data)
    assert done.code == 0
    assert TEXT.fullmatch(done.text.rstrip("\n"))
    assert "cannot be shown again" in done.said
    assert done.text.strip() not in done.said
    assert isinstance(opened(data, done.text.strip()), Key)


def test_scopes_and_limits_are_those_that_were_given(tmp_path: Path) -> None:
    done = create(
        tmp_path,
        *("--scope", "look-up", "--scope", "lists", "--scope", "look_up"),
        *("--checks-per-second", "2.5", "--expires-days", "30", "--json"),
    )
    (made,) = done.objects
    assert made["scopes"] == ["lists", "look_up"]
    assert made["checks_per_second"] == 2.5
    assert made["created"] < made["expires"]
    assert (made["state"], made["created_by"]) == ("active", "A. Tester")
    key = opened(tmp_path, made["key"])
    assert isinstance(key, Key)
    assert key.scopes == {"lists", "look_up"}


def test_a_list_names_every_key_and_holds_none(tmp_path: Path) -> None:
    texts = [create(tmp_path, name=name).text.strip() for name in ("one", "[/x] two")]
    kept = [key.secret_mac for key in map(opened, [tmp_path] * 2, texts) if isinstance(key, Key)]
    assert len(kept) == 2
    for form in ((), ("--json",)):
        done = invoke("keys", "list", *form, "--data", tmp_path)
        assert done.code == 0
        for text, name, mac in zip(texts, ("one", "[/x] two"), kept, strict=True):
            assert text.split("_")[1] in done.text
            assert name in done.text
            assert text not in done.text
            assert text[-43:] not in done.text
            assert mac not in done.text


def test_a_key_that_was_revoked_opens_nothing_and_stays_listed(tmp_path: Path) -> None:
    text = create(tmp_path).text.strip()
    key_id = text.split("_")[1]
    done = invoke("keys", "revoke", key_id, "--by", "B. Tester", "--data", tmp_path)
    assert done.code == 0
    assert f"Revoked: {key_id} (upload handler), by B. Tester." in done.text
    assert isinstance(opened(tmp_path, text), Refusal)
    (row,) = listed(tmp_path)
    assert (row["state"], row["revoked_by"]) == ("revoked", "B. Tester")
    again = invoke("keys", "revoke", key_id, "--by", "C. Tester", "--data", tmp_path)
    assert "by B. Tester" in again.text
    assert "revoked by" in invoke("keys", "list", "--data", tmp_path).text


def test_a_key_that_was_found_is_revoked_by_its_text_and_not_repeated(tmp_path: Path) -> None:
    text = create(tmp_path).text.strip()
    done = invoke("keys", "revoke", text, *BY, "--data", tmp_path)
    assert done.code == 0
    assert text not in done.text + done.said
    done = invoke("keys", "revoke", text.replace("bh_", "bh"), *BY, "--data", tmp_path)
    assert done.code == 2
    assert text[-43:] not in done.text + done.said


def test_without_keys_the_list_says_how_to_make_one(tmp_path: Path) -> None:
    assert "keys create" in invoke("keys", "list", "--data", tmp_path).text
    assert listed(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--scope", "admin"), "Write one of: check, look_up, lists, read"),
        (("--checks-per-second", "0"), "checks_per_second"),
        (("--checks-per-second", "nan"), "checks_per_second"),
        (("--checks-per-second", "fast"), "not a valid float"),
        (("--expires-days", "-1"), "expires_days"),
        (("--by", ""), "by:"),
        (("--name", " "), "name:"),
        (("--name", "a\x1bb"), "name:"),
    ],
)
def test_what_cannot_be_a_key_is_wrong_usage(
    tmp_path: Path, options: tuple[str, ...], reason: str
) -> None:
    done = create(tmp_path, *options)
    assert done.code == 2
    assert reason in done.said
    assert done.out == b""
    assert not CONTROL.search(done.err)
    assert listed(tmp_path) == []


def test_a_key_without_name_or_scope_is_wrong_usage(tmp_path: Path) -> None:
    assert invoke("keys", "create", "--scope", "check", "--data", tmp_path).code == 2
    assert invoke("keys", "create", "--name", "x", "--data", tmp_path).code == 2


def test_an_unknown_key_cannot_be_revoked(tmp_path: Path) -> None:
    done = invoke("keys", "revoke", "aaaaaaaaaaaa", *BY, "--data", tmp_path)
    assert done.code == 2
    assert "There is no key aaaaaaaaaaaa" in done.said


def test_the_folder_keeps_what_it_must_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert create(data).code == 0
    for path in (data / "secret.key", data / "beholden.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("text", "mode"), [("ab" * 32, 0o644), ("not hex", 0o600)])
def test_with_a_secret_that_is_no_good_keys_can_be_revoked_but_not_made(
    tmp_path: Path, text: str, mode: int
) -> None:
    key_id = create(tmp_path).text.split("_")[1]
    (tmp_path / "secret.key").write_text(text)
    (tmp_path / "secret.key").chmod(mode)
    done = create(tmp_path)
    assert done.code == 2
    assert ("chmod 600" if mode == 0o644 else "64 hex digits") in done.said
    assert len(listed(tmp_path)) == 1
    assert invoke("keys", "revoke", key_id, *BY, "--data", tmp_path).code == 0


def test_a_secret_that_was_lost_is_missed_and_not_made_anew(tmp_path: Path) -> None:
    create(tmp_path)
    (tmp_path / "secret.key").unlink()
    done = create(tmp_path, name="other")
    assert done.code == 2
    assert "Restore it from a backup" in done.said
    assert not (tmp_path / "secret.key").exists()


def test_keys_are_in_the_store_that_the_configuration_names(tmp_path: Path) -> None:
    data, config = tmp_path / "data", tmp_path / "ours.toml"
    config.write_text(
        f"[store]\nurl = 'sqlite:///{tmp_path}/elsewhere.db'\nsecret_file = '{tmp_path}/s.key'\n"
    )
    done = create(data, "--config", str(config))
    assert done.code == 0
    assert (tmp_path / "elsewhere.db").exists()
    assert (tmp_path / "s.key").exists()
    assert not data.exists()
    listing = run("keys", "list", "--json", "--data", data, BEHOLDEN_CONFIG=str(config))
    assert len(listing.objects[0]["keys"]) == 1


def test_a_broken_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "beholden.toml").write_text("[store]\nurl = 'mysql://a/b'\n")
    done = create(tmp_path)
    assert done.code == 2
    assert "beholden.toml:2: store.url: The store cannot use mysql" in done.said


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "beholden.db").mkdir()
    done = create(tmp_path)
    assert done.code == 2
    assert "beholden.db" in done.said
