# SPDX-License-Identifier: MIT
"""What is read, and what is refused with which words."""

import numpy as np
import pytest

from telwerk.datasets import korea
from telwerk.mse.lists.histories import CaptureHistories
from telwerk.mse.messages import InvalidHistories
from telwerk.mse.methods import estimate


def write(folder, text, name="lists.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_three_shapes_of_a_file_give_the_same_table(tmp_path):
    counted = write(tmp_path, "A,B,count\n1,0,2\n0,1,1\n1,1,2\n", "counted.csv")
    persons = write(tmp_path, "person,A,B\n1,1,0\n2,1,0\n3,0,1\n4,1,1\n5,1,1\n", "persons.csv")
    seen = "1,A\n2,A\n3,B\n4,A\n4,B\n5,A\n5,B\n"
    sightings = write(tmp_path, f"person,list\n{seen}", "sightings.csv")
    tables = [CaptureHistories.read(path) for path in (counted, persons, sightings)]
    assert tables[0].as_dict() == {"10": 2, "01": 1, "11": 2}
    assert tables[0] == tables[1] == tables[2]
    assert len({table.digest for table in tables}) == 1


def test_a_semicolon_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = write(tmp_path, "\ufeffA;B;aantal\n1;0;2\n0;1;1\n1;1;2\n")
    assert CaptureHistories.read(path).lists == ("A", "B")


def test_a_parquet_file_is_read_like_a_csv_file(tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    from pyarrow import parquet

    columns = {"A": [1, 0, 1], "B": [0, 1, 1], "count": [2, 1, 2]}
    parquet.write_table(pyarrow.table(columns), tmp_path / "lists.parquet")
    assert CaptureHistories.read(tmp_path / "lists.parquet") == CaptureHistories.of(columns)


USUAL = {
    "R writes row numbers": '"","A","B","n"\n"1",1,0,2\n"2",0,1,1\n"3",1,1,2\n',
    "a spreadsheet writes an empty last column": "A,B,count,\n1,0,2,\n0,1,1,\n1,1,2,\n",
    "tabs": "A\tB\taantal\n1\t0\t2\n0\t1\t1\n1\t1\t2\n",
    "bars": "A|B|Freq\n1|0|2\n0|1|1\n1|1|2\n",
    "words for flags": "A,B,count\nja,nee,2\nnee,ja,1\nja,ja,2\n",
    "logicals": "A,B,count\nTRUE,FALSE,2\nF,T,1\nTRUE,TRUE,2\n",
    "the row that nobody can be in": "A,B,people\n0,0,0\n1,0,2\n0,1,1\n1,1,2\n",
    "a person per row, all different": "id,A,B\n1,1,0\n2,0,1\n3,1,1\n",
}


@pytest.mark.parametrize("text", USUAL.values(), ids=USUAL.keys())
def test_what_other_programs_write_is_read(text, tmp_path):
    people = 1 if text.startswith("id") else 2
    table = CaptureHistories.read(write(tmp_path, text))
    assert table.as_dict() == {"10": people, "01": 1, "11": people}


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path):
    with pytest.raises(InvalidHistories, match="cannot be read"):
        CaptureHistories.read(tmp_path / "missing.csv")
    with pytest.raises(InvalidHistories, match="cannot be read"):
        CaptureHistories.read(tmp_path)
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    with pytest.raises(InvalidHistories, match="cannot be read as Parquet"):
        CaptureHistories.read(write(tmp_path, "no parquet", "lists.parquet"))


def test_too_few_lists_are_sent_to_a_method_that_takes_them():
    two = CaptureHistories.from_counts(["A", "B"], {"10": 6, "01": 5, "11": 2})
    with pytest.raises(InvalidHistories, match=r"3 to 16\. Two lists can go to"):
        estimate(two, "latent")


def test_columns_that_are_not_lists_are_summed_over():
    columns = {"A": [1, 1, 0, 1], "B": [0, 0, 1, 1], "sex": ["m", "f", "m", "f"]}
    table = CaptureHistories.of({**columns, "count": [1, 2, 3, 4]}, lists=["A", "B"])
    assert table.as_dict() == {"10": 3, "01": 3, "11": 4}


REFUSED = {
    "a negative count": ("A,B,count\n1,0,-2\n0,1,1\n", "negative"),
    "a fractional count": ("A,B,count\n1,0,2.5\n0,1,1\n", "not a whole number"),
    "a count that is no number": ("A,B,count\n1,0,many\n0,1,1\n", "not a number"),
    "an endless count": ("A,B,count\n1,0,inf\n0,1,1\n", "not a whole number"),
    "a history twice": ("A,B,count\n1,0,2\n1,0,3\n0,1,1\n", "more than once"),
    "people on no list": ("A,B,count\n0,0,7\n1,0,2\n0,1,1\n", "nobody can be seen on no list"),
    "one list": ("A,count\n1,2\n", "at least two lists"),
    "an empty list": ("A,B,C,count\n1,0,0,2\n0,1,0,3\n1,1,0,1\n", "Nobody stands on C"),
    "nobody at all": ("A,B,count\n1,0,0\n0,1,0\n", "nobody to estimate from"),
    "a flag of two": ("A,B,count\n2,0,2\n0,1,1\n", "only 0 and 1"),
    "no counts": ("A,B,C\n1,0,0\n0,1,0\n1,1,0\n0,0,1\n", "no column with counts"),
    "a row too short": ("A,B,count\n1,0\n", "2 values for 3 columns"),
    "an empty file": ("", "is empty"),
    "two equal names": ("A,A,count\n1,0,2\n", "same name"),
    "thousands or a fraction": ("A;B;count\n1;0;1.000\n0;1;5\n", "thousands or a fraction"),
    "more than the world": ("A,B,count\n1,0,1e30\n0,1,5\n", "than there are on earth"),
    "one column": ("A B count\n1 0 2\n", "Separate columns"),
    "a sighting on no list": ("person,list\n1,A\n1,B\n2,\n", "Row 3: list is empty"),
    "a sighting of nobody": ("person,list\n1,A\nNA,B\n", "Row 2: person is empty"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_an_impossible_table_is_refused_in_words(text, words, tmp_path):
    with pytest.raises(InvalidHistories) as refused:
        CaptureHistories.read(write(tmp_path, text))
    assert words in str(refused.value)


def test_more_lists_than_a_method_takes_names_the_limit_and_the_alternative():
    names = [f"L{number}" for number in range(12)]
    rows = {
        "".join("1" if i in (j, (j + 1) % 12) else "0" for i in range(12)): 5 for j in range(12)
    }
    with pytest.raises(InvalidHistories) as refused:
        estimate(CaptureHistories.from_counts(names, rows), "bic")
    assert "There are 12 lists; this method takes 2 to 10" in str(refused.value)
    assert "downhill or stepwise" in str(refused.value)


def test_more_lists_than_can_be_held_are_refused_before_they_are_counted():
    with pytest.raises(InvalidHistories, match="at most 16"):
        CaptureHistories.of({f"L{i}": [1, 0] for i in range(40)} | {"count": [1, 1]})


def test_counts_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="read-only"):
        korea().counts[1] = 0


def test_leaving_a_list_out_forgets_who_stood_only_there():
    table = CaptureHistories.from_counts(["A", "B", "C"], {"100": 9, "110": 2, "011": 3, "001": 4})
    assert table.without("A").as_dict() == {"10": 2, "01": 4, "11": 3}
    assert table.merged("A", "B").as_dict() == {"10": 11, "01": 4, "11": 3}
    assert table.overlaps().tolist()[1:] == [11, 5, 2, 7, 0, 3, 0]


def test_within_a_list_its_members_are_seen_on_the_others():
    table = CaptureHistories.from_counts(
        ["A", "B", "C"], {"100": 9, "110": 2, "101": 5, "111": 1, "011": 3}
    )
    assert table.within("A").as_dict() == {"10": 2, "01": 5, "11": 1}


def test_the_same_people_have_the_same_digest_and_others_another():
    assert korea().digest == korea().digest
    changed = korea().counts.copy()
    changed[1] += 1
    assert korea().with_counts(changed).digest != korea().digest
    assert hash(korea()) == hash(korea())


def test_data_frames_are_taken_without_depending_on_them():
    class Frame:
        """What pandas and polars have in common."""

        columns = ("A", "B", "count")

        def __getitem__(self, name):
            return np.array({"A": [1, 0, 1], "B": [0, 1, 1], "count": [2, 1, 2]}[name])

    assert CaptureHistories.of(Frame()).as_dict() == {"10": 2, "01": 1, "11": 2}
