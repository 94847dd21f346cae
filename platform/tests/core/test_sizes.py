# SPDX-License-Identifier: EUPL-1.2
"""Nobody fills the disk or leaves a file there: what is too large is refused unread."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

LARGE = 3 * 1024 * 1024
EVERYBODYS = "/zien/"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings) -> Path:
    """Where a file that comes in would be written down."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every temporary file that Django makes for something that was sent."""
    from django.core.files import uploadedfile

    made: list[str] = []
    real = uploadedfile.TemporaryUploadedFile.__init__

    def noted(self: object, name: str, *given: object, **options: object) -> None:
        made.append(name)
        real(self, name, *given, **options)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", noted)
    return made


def sent(size: int) -> int:
    """Send a file where no form asks for one, as somebody without an account."""
    file = SimpleUploadedFile("film.mp4", b"A" * size)
    return Client().post(EVERYBODYS, {"film": file}).status_code


@pytest.mark.django_db
def test_what_is_too_large_is_refused_and_written_nowhere(written: list[str], temporary: Path):
    assert sent(LARGE) == 413
    assert (written, list(temporary.iterdir())) == ([], [])
    assert sent(1000) == 422


@pytest.mark.django_db
def test_with_ordinary_settings_it_would_lie_on_the_disk(written: list[str], temporary, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SizeMiddleware" not in name]
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    sent(LARGE)
    assert written == ["film.mp4"]


@pytest.mark.django_db
def test_without_the_limit_a_large_file_is_still_kept_in_no_temporary_file(
    written: list[str], temporary: Path, settings
):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SizeMiddleware" not in name]
    assert sent(LARGE) == 422
    assert written == []


@pytest.mark.parametrize("length", ["9" * 40, "600000"])
@pytest.mark.django_db
def test_it_goes_by_what_is_declared_before_anything_is_read(length: str):
    answer = Client().generic("POST", EVERYBODYS, b"a=b", CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "meer dan in één keer" in answer.content.decode()
