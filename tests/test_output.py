"""What is written to disk: the same bytes for the same input, never over a person's edits, all or nothing."""

import io
import os
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from generators.output import file_name_of, file_names_of, name_for_former, write_files, write_single_files
from generators.packing import deflated, is_sealed, package, packed, sealed
from model.fault import JobFault


def a_workbook(text: str = "甲县") -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = text
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue())


def a_document(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = "某人"
    document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return packed(saved.getvalue())


def edited(path: Path, text: str) -> bytes:
    """A person opens the workbook, writes into it and saves it."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = text
    book.save(path)
    return path.read_bytes()


def test_the_same_content_is_packed_to_the_same_bytes_whatever_the_clock_says():
    assert a_workbook() == a_workbook()
    assert a_document("通报") == a_document("通报")


def test_a_packed_file_names_no_person_and_no_day_of_today():
    with zipfile.ZipFile(io.BytesIO(a_document("通报"))) as archive:
        core = archive.read("docProps/core.xml").decode("utf-8")
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "某人" not in core
    assert "1980-01-01" in core


def test_a_packed_file_still_opens():
    assert openpyxl.load_workbook(io.BytesIO(a_workbook("乙县"))).worksheets[0]["A1"].value == "乙县"
    assert docx.Document(io.BytesIO(a_document("通报"))).paragraphs[0].text == "通报"


def test_a_seal_holds_until_a_person_changes_the_file(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(a_workbook())
    assert is_sealed(path)
    edited(path, "改")
    assert not is_sealed(path)


def test_a_seal_stands_in_no_part_and_fits_only_the_parts_it_was_made_for(tmp_path):
    content = a_workbook("甲县")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        seal, parts = archive.comment, {name: archive.read(name) for name in archive.namelist()}
    assert b"identifier" not in parts["docProps/core.xml"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(a_workbook("乙县"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = seal
    assert not is_sealed(path)


def test_sealing_a_finished_file_leaves_its_parts_and_a_second_seal_takes_the_place_of_the_first(tmp_path):
    saved = io.BytesIO()
    openpyxl.Workbook().save(saved)
    once = sealed(saved.getvalue())
    assert once == sealed(once)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(io.BytesIO(once)) as after:
        assert {one: before.read(one) for one in before.namelist()} == {
            one: after.read(one) for one in after.namelist()
        }
        assert [one.date_time for one in before.infolist()] == [one.date_time for one in after.infolist()]
    path = tmp_path / "a.xlsx"
    path.write_bytes(once)
    assert is_sealed(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rest", b"no zip at all"])
def test_what_is_no_file_of_ours_has_no_seal(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert not is_sealed(path)


def test_packing_leaves_packed_parts_as_they_are_and_packs_those_that_are_not():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.xml", b"<a/>" * 99, zipfile.ZIP_DEFLATED, compresslevel=1)
        archive.writestr("甲.xml", b"<b/>" * 99)
        archive.writestr("空.xml", b"")
    once = packed(buffer.getvalue())
    assert packed(once) == once
    with zipfile.ZipFile(buffer) as before, zipfile.ZipFile(io.BytesIO(once)) as after:
        assert after.testzip() is None
        assert after.namelist() == before.namelist()
        assert [after.read(name) for name in after.namelist()] == [before.read(name) for name in before.namelist()]
        assert {one.compress_type for one in after.infolist()} == {zipfile.ZIP_DEFLATED}
        assert after.getinfo("a.xml").compress_size == before.getinfo("a.xml").compress_size


def test_a_part_that_comes_in_pieces_is_packed_as_one():
    pieces = [b"<a>", "县".encode() * 5000, b"", b"</a>"]
    whole = deflated([b"".join(pieces)])
    assert deflated(pieces) == whole
    with zipfile.ZipFile(io.BytesIO(package([("a.xml", whole)]))) as archive:
        assert archive.read("a.xml") == b"".join(pieces)


def test_a_file_of_ours_is_replaced(tmp_path):
    write_files(tmp_path, {"a.xlsx": a_workbook("旧")})
    written = write_files(tmp_path, {"a.xlsx": a_workbook("新")})
    assert (tmp_path / "a.xlsx").read_bytes() == a_workbook("新")
    assert written.kept == ()


def test_a_file_that_a_person_changed_stays_and_the_new_one_stands_beside_it(tmp_path):
    write_files(tmp_path, {"通报.xlsx": a_workbook("旧")})
    theirs = edited(tmp_path / "通报.xlsx", "领导的话")
    written = write_files(tmp_path, {"通报.xlsx": a_workbook("新")})
    assert (tmp_path / "通报.xlsx").read_bytes() == theirs
    assert (tmp_path / "通报_新.xlsx").read_bytes() == a_workbook("新")
    assert written.kept == ("通报.xlsx",)
    assert set(written.digests) == {"通报_新.xlsx"}


def test_the_new_file_beside_an_edited_one_is_renewed_until_it_is_edited_too(tmp_path):
    write_files(tmp_path, {"通报.xlsx": a_workbook("一")})
    edited(tmp_path / "通报.xlsx", "领导的话")
    write_files(tmp_path, {"通报.xlsx": a_workbook("二")})
    write_files(tmp_path, {"通报.xlsx": a_workbook("三")})
    assert (tmp_path / "通报_新.xlsx").read_bytes() == a_workbook("三")
    second = edited(tmp_path / "通报_新.xlsx", "又一处")
    write_files(tmp_path, {"通报.xlsx": a_workbook("四")})
    assert (tmp_path / "通报_新.xlsx").read_bytes() == second
    assert (tmp_path / "通报_新_新.xlsx").read_bytes() == a_workbook("四")


def test_a_stranger_s_file_of_the_same_name_stays(tmp_path):
    (tmp_path / "汇总表.xlsx").write_bytes(b"a stranger's")
    write_files(tmp_path, {"汇总表.xlsx": a_workbook()})
    assert (tmp_path / "汇总表.xlsx").read_bytes() == b"a stranger's"
    assert (tmp_path / "汇总表_新.xlsx").is_file()


def test_what_no_longer_applies_is_removed_with_its_empty_folder_but_a_stranger_s_file_stays(tmp_path):
    write_files(tmp_path, {"退回/甲县.xlsx": a_workbook(), "退回/乙县.xlsx": a_workbook()})
    (tmp_path / "会议记录.docx").write_bytes(b"a stranger's")
    written = write_files(tmp_path, {"汇总表.xlsx": a_workbook()})
    assert written.removed == ("退回/乙县.xlsx", "退回/甲县.xlsx")
    assert not (tmp_path / "退回").exists()
    assert (tmp_path / "会议记录.docx").is_file()


def test_only_what_is_in_scope_is_removed(tmp_path):
    write_files(tmp_path, {"汇总表.xlsx": a_workbook(), "退回/甲县.xlsx": a_workbook()})
    write_files(tmp_path, {}, in_scope=lambda name: name.startswith("退回/"))
    assert (tmp_path / "汇总表.xlsx").is_file()
    assert not (tmp_path / "退回/甲县.xlsx").exists()


@pytest.mark.parametrize("owner", ["~$汇总表.xlsx", ".~lock.汇总表.xlsx#", ".~汇总表.xlsx"])
def test_while_one_file_is_open_elsewhere_nothing_at_all_is_replaced(tmp_path, owner):
    write_files(tmp_path, {"汇总表.xlsx": a_workbook("旧"), "a.xlsx": a_workbook("旧")})
    (tmp_path / owner).write_bytes(b"")
    with pytest.raises(JobFault, match=r"汇总表\.xlsx.*关闭"):
        write_files(tmp_path, {"汇总表.xlsx": a_workbook("新"), "a.xlsx": a_workbook("新")})
    assert (tmp_path / "a.xlsx").read_bytes() == a_workbook("旧")


def test_files_are_written_as_they_are_made_and_moved_into_place_when_all_are(tmp_path):
    (tmp_path / "b.xlsx").write_bytes(a_workbook("旧"))

    def made():
        yield "退回/a.xlsx", a_workbook("甲")
        assert [one.read_bytes() for one in (tmp_path / "退回").iterdir()] == [a_workbook("甲")], "it waits on the disk"
        assert not (tmp_path / "退回/a.xlsx").exists()
        yield "b.xlsx", a_workbook("新")
        assert (tmp_path / "b.xlsx").read_bytes() == a_workbook("旧")

    assert list(write_files(tmp_path, made()).digests) == ["退回/a.xlsx", "b.xlsx"]
    assert (tmp_path / "b.xlsx").read_bytes() == a_workbook("新")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.xlsx", "b.xlsx", "退回"]


@pytest.mark.parametrize("fault", [ValueError("in a paper"), KeyboardInterrupt()])
def test_a_paper_that_cannot_be_made_leaves_everything_as_it_was(tmp_path, fault):
    write_files(tmp_path, {"a.xlsx": a_workbook("旧"), "b.xlsx": a_workbook("旧")})

    def made():
        yield "a.xlsx", a_workbook("新")
        yield "退回/甲县.xlsx", a_workbook("新")
        raise fault

    with pytest.raises(type(fault)):
        write_files(tmp_path, made())
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.xlsx", "b.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == a_workbook("旧")


def test_what_a_killed_run_left_behind_is_cleared_away(tmp_path):
    (tmp_path / "退回").mkdir()
    for name in (".a.xlsx.tmp", "退回/.甲县.xlsx.tmp", ".a stranger's.tmp"):
        (tmp_path / name).write_bytes(b"x")
    write_files(tmp_path, {"a.xlsx": a_workbook()})
    assert sorted(one.name for one in tmp_path.rglob("*") if one.is_file()) == [".a stranger's.tmp", "a.xlsx"]


def test_of_two_runs_at_once_the_one_that_was_cleared_away_replaces_nothing(tmp_path):
    write_files(tmp_path, {"a.xlsx": a_workbook(), "b.xlsx": a_workbook()})
    before = (tmp_path / "b.xlsx").read_bytes()

    def made():
        yield "b.xlsx", a_document("甲")
        write_files(tmp_path, {"c.xlsx": a_workbook()}, in_scope=lambda _: False)  # the other run begins, and ends
        yield "a.xlsx", a_document("乙")

    with pytest.raises(JobFault, match="另一次运行"):
        write_files(tmp_path, made(), in_scope=lambda _: False)
    assert (tmp_path / "b.xlsx").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["a.xlsx", "b.xlsx", "c.xlsx"]


def test_a_read_only_folder_is_said_in_one_sentence(tmp_path):
    folder = tmp_path / "结果"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        with pytest.raises(JobFault, match="只读"):
            write_files(folder, {"a.xlsx": a_workbook()})
    finally:
        folder.chmod(0o755)
    assert os.listdir(folder) == []


def test_a_file_in_the_place_of_the_folder_is_said_in_one_sentence(tmp_path):
    (tmp_path / "结果").write_bytes(b"")
    with pytest.raises(JobFault, match="不是文件夹"):
        write_files(tmp_path / "结果", {"a.xlsx": a_workbook()})


def test_an_unchanged_file_is_not_written_again(tmp_path):
    write_files(tmp_path, {"a.xlsx": a_workbook()})
    os.utime(tmp_path / "a.xlsx", (0, 0))
    write_files(tmp_path, {"a.xlsx": a_workbook()})
    assert (tmp_path / "a.xlsx").stat().st_mtime == 0


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("甲/乙县", "甲／乙县"),
        ('"某"<县>', "＂某＂＜县＞"),
        ("甲&乙县", "甲&乙县"),
        ("CON", "CON_"),
        ("县.", "县"),
        ("a\tb", "ab"),
    ],
)
def test_a_unit_s_name_becomes_a_name_that_windows_allows(unit, name):
    assert file_name_of(unit) == name


def test_a_paper_from_a_template_without_properties_is_packed_and_sealed_all_the_same(tmp_path):
    with_core = io.BytesIO(a_document("通报"))
    without = io.BytesIO()
    with zipfile.ZipFile(with_core) as archive, zipfile.ZipFile(without, "w") as bare:
        for name in archive.namelist():
            if name != "docProps/core.xml":
                bare.writestr(name, archive.read(name))
    path = tmp_path / "a.docx"
    path.write_bytes(packed(without.getvalue()))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert "docProps/core.xml" not in archive.namelist()
    assert is_sealed(path)


def test_units_whose_names_fall_together_on_a_disk_get_files_of_their_own():
    names = file_names_of(["A县", "a县", "甲", "甲.", "很长的名字" * 40])
    assert len({name.casefold() for name in names.values()}) == 5
    assert names["A县"] == "A县"
    assert all(len(f"~$退回_新{name}.xlsx".encode()) < 255 for name in names.values())


def test_an_office_s_own_open_file_keeps_nothing_from_being_written(tmp_path):
    (tmp_path / "局长批注.docx").write_bytes(b"x")
    (tmp_path / "~$局长批注.docx").write_bytes(b"")
    write_files(tmp_path, {"汇总表.xlsx": a_workbook()})
    assert (tmp_path / "汇总表.xlsx").is_file()


def test_the_closing_file_is_made_from_the_digests_and_replaced_with_the_others_or_not_at_all(tmp_path):
    closing = ("结果.json", lambda digests: (piece.encode() for piece in ("[", *sorted(digests), "]")))
    written = write_files(tmp_path, {"a.xlsx": a_workbook("旧")}, closing=closing)
    assert (tmp_path / "结果.json").read_bytes() == b"[a.xlsx]"
    assert set(written.digests) == {"a.xlsx"}
    (tmp_path / ".~lock.结果.json#").write_bytes(b"")
    with pytest.raises(JobFault):
        write_files(tmp_path, {"a.xlsx": a_workbook("新")}, closing=closing)
    assert (tmp_path / "a.xlsx").read_bytes() == a_workbook("旧")


def test_a_damaged_file_in_the_results_is_a_stranger_s_and_stays(tmp_path):
    content = bytearray(a_workbook())
    content[60:68] = b"\xff" * 8  # inside the first member's deflated bytes
    (tmp_path / "a.xlsx").write_bytes(content)
    write_files(tmp_path, {"a.xlsx": a_workbook("新")})
    assert (tmp_path / "a.xlsx").read_bytes() == content
    assert (tmp_path / "a_新.xlsx").is_file()


def test_single_files_replace_what_stands_there_and_look_at_nothing_else(tmp_path):
    (tmp_path / "子").mkdir()
    (tmp_path / "子" / ".别人的.xlsx.tmp").write_bytes(b"x")
    (tmp_path / "a.xlsx").write_bytes(b"a person's")
    write_single_files(tmp_path, {"a.xlsx": a_workbook(), "b.xlsx": a_workbook()})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes() == a_workbook()
    assert (tmp_path / "子" / ".别人的.xlsx.tmp").is_file()
    (tmp_path / "~$b.xlsx").write_bytes(b"")
    with pytest.raises(JobFault, match=r"b\.xlsx"):
        write_single_files(tmp_path, {"a.xlsx": a_workbook("新"), "b.xlsx": a_workbook("新")})
    assert (tmp_path / "a.xlsx").read_bytes() == a_workbook(), "all or none"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "~$b.xlsx", "子"]


def test_a_former_version_takes_the_first_name_that_is_free_or_holds_the_same(tmp_path):
    assert name_for_former(tmp_path, "目标分解表.xlsx", b"1") == "上一稿_目标分解表.xlsx"
    (tmp_path / "上一稿_目标分解表.xlsx").write_bytes(b"1")
    assert name_for_former(tmp_path, "目标分解表.xlsx", b"1") == "上一稿_目标分解表.xlsx"
    assert name_for_former(tmp_path, "目标分解表.xlsx", b"2") == "上一稿_目标分解表_2.xlsx"
    (tmp_path / "上一稿_目标分解表_2.xlsx").mkdir()
    assert name_for_former(tmp_path, "目标分解表.xlsx", b"2") == "上一稿_目标分解表_3.xlsx"
