"""A collection whose originals are in a bucket is worked on as any other."""

from __future__ import annotations

from pathlib import Path

import boto3
import pytest
from s3_server import S3Server

from conftest import Ran, Watwerkt

TEXT = "Verslag\n\nDe bewoners beheren hun moestuin zelf."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def bucket(s3_server: S3Server) -> str:
    return s3_server.bucket()


def _name(bucket: str) -> str:
    return bucket.removeprefix("s3://").partition("/")[0]


def _objects(bucket: str, endpoint: str) -> dict[str, bytes]:
    client = boto3.client("s3", endpoint_url=endpoint)
    found = client.list_objects_v2(Bucket=_name(bucket)).get("Contents", [])
    contents = {
        one["Key"]: client.get_object(Bucket=_name(bucket), Key=one["Key"])["Body"].read()
        for one in found
    }
    client.close()
    return contents


def test_what_is_taken_in_goes_into_the_bucket_and_is_checked_there(
    report: Path, bucket: str, s3_server: S3Server, data: Path, watwerkt: Watwerkt
) -> None:
    assert watwerkt("--originals", bucket, "ingest", report).code == 0
    assert list(_objects(bucket, s3_server.endpoint).values()) == [TEXT.encode()]
    assert not (data / "originals").exists()
    again = watwerkt("--originals", bucket, "ingest", report, "--json")
    assert again.json[0]["status"] == "unchanged"
    assert watwerkt("--originals", bucket, "verify").code == 0


def test_a_damaged_object_is_told_and_mended(
    report: Path, bucket: str, s3_server: S3Server, watwerkt: Watwerkt
) -> None:
    watwerkt("--originals", bucket, "ingest", report)
    (key,) = _objects(bucket, s3_server.endpoint)
    client = boto3.client("s3", endpoint_url=s3_server.endpoint)
    client.put_object(Bucket=_name(bucket), Key=key, Body=b"bedorven")
    client.close()
    told = watwerkt("--originals", bucket, "verify")
    assert told.code == 1
    assert f"its original has changed; restore it to s3://{_name(bucket)}/{key}" in told.out
    assert watwerkt("--originals", bucket, "verify", "--repair").code == 0
    assert sorted(_objects(bucket, s3_server.endpoint).values()) == [TEXT.encode(), b"bedorven"]


def test_a_backup_of_it_is_restored_into_another_bucket(
    report: Path, bucket: str, s3_server: S3Server, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("--originals", bucket, "ingest", report)
    backup, other = tmp_path / "backup.zip", s3_server.bucket()
    assert "1 originals" in watwerkt("--originals", bucket, "backup", backup).out
    restored = watwerkt("--data", tmp_path / "new", "--originals", other, "restore-backup", backup)
    assert restored.code == 0, restored.err
    assert list(_objects(other, s3_server.endpoint).values()) == [TEXT.encode()]
    assert watwerkt("--data", tmp_path / "new", "--originals", other, "verify").code == 0


@pytest.mark.parametrize("command", [["ingest"], ["backup"]])
def test_a_bucket_that_is_not_there_ends_a_command_with_one_sentence(
    command: list[str], report: Path, tmp_path: Path, s3_server: S3Server, watwerkt: Watwerkt
) -> None:
    missing = s3_server.address("er-is-niets")
    path = report if command == ["ingest"] else tmp_path / "backup.zip"
    ran: Ran = watwerkt("--originals", missing, *command, path)
    assert ran.code == 5
    assert "there is no such bucket; make it" in ran.err
    assert "Traceback" not in ran.err
