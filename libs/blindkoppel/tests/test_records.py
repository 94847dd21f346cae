# SPDX-License-Identifier: MIT
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindkoppel.names import prepare
from blindkoppel.names.vocabulary import NO_WORD, Vocabulary
from blindkoppel.reading.records import (
    SchemaError,
    date_parts,
    guess_schema,
    read_records,
    schema_from,
)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1987-03-19", (1987, 3, 19)),
        ("19-3-1987", (1987, 3, 19)),
        ("19870319", (1987, 3, 19)),
        ("1987", (1987, 0, 0)),
        ("1987-00-00", (1987, 0, 0)),
        ("1987-13-40", (1987, 0, 0)),
        ("", (0, 0, 0)),
        ("unknown", (0, 0, 0)),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_known(written, parts):
    assert date_parts(written) == parts


def test_a_whole_birth_date_goes_before_its_parts():
    assert guess_schema(["naam", "by", "bm", "bd", "geboortedatum"]).birth == ("geboortedatum",)
    assert guess_schema(["naam", "bd", "bm", "by"]).birth == ("by", "bm", "bd")
    assert guess_schema(["naam", "by", "bm"]).birth == ()


def test_two_columns_are_no_birth_date():
    with pytest.raises(SchemaError, match="three with year, month and day"):
        schema_from({"names": ["naam"], "birth": ["by", "bm"]})


def test_columns_with_usual_names_need_no_description():
    schema = guess_schema(["id", "Given_Name", "surname", "date_of_birth", "gender", "tel"])
    assert (schema.names, schema.birth) == (("Given_Name", "surname"), ("date_of_birth",))
    assert (schema.sex, schema.identifiers) == ("gender", ("tel",))


def test_a_file_without_names_is_refused_with_what_to_do():
    with pytest.raises(SchemaError, match="names=given,surname"):
        guess_schema(["id", "weight"])


def test_an_empty_field_is_unknown_and_equal_values_are_equal_in_every_file():
    schema = guess_schema(["name", "nat"])
    files = [{"name": ["a b", "c d"], "nat": nat} for nat in (["BG", ""], ["ro", "bg "])]
    one, other = (read_records(columns, schema, Vocabulary()) for columns in files)
    assert one.nationality[1] == 0
    assert one.nationality[0] == other.nationality[1] != other.nationality[0]


@given(st.lists(st.text("abyžيш -.'", max_size=18), max_size=8))
def test_the_vocabulary_keeps_the_words_that_preparing_one_name_keeps(names):
    vocabulary = Vocabulary()
    table = vocabulary.table(names)
    for name, row in zip(names, table, strict=True):
        kept = [vocabulary.tokens[number].folded for number in row if number != NO_WORD]
        assert kept == [token.folded for token in prepare(name).tokens][: len(row)]


def test_an_empty_file_has_no_records():
    schema = guess_schema(["name", "dob"])
    records = read_records({"name": [], "dob": []}, schema, Vocabulary())
    assert (len(records), records.birth.shape) == (0, (0, 3))
    assert np.array_equal(records.identifiers, np.empty((0, 0)))
