"""Whatever happened to a package on its way, or whoever made it: refused in its own words, and nothing is believed."""

import io
import json
import os
import tarfile
import time

import pytest

from station_app.db.faults import StorageProblem
from station_app.exchange import tarring
from station_app.exchange.enrolment import new_request
from station_app.exchange.keys import SiteKeys, Tag
from station_app.exchange.lines import write_line
from station_app.exchange.manifest import CHANGES, Sender
from station_app.exchange.reading import BadSignature, NotForUs, open_package
from station_app.exchange.strict import NeedsUpdate
from tests.exchange.packages import AT, CENTRE, INSTANCE, SITE, STREAM, Erased, blob, chain, packed, tarred
from tests.proof.book import record

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def small(sending):
    return sending.package(["路灯"], [b"p"])


@pytest.fixture(scope="module")
def tar(sending):
    """What is inside the encryption of a small package."""
    return b"".join(sending.prepared(["路灯"], [b"p"])._chunks())


@pytest.fixture(scope="module")
def big(sending):
    """Of more than one piece of age: what is damaged can be told from the manifest."""
    return sending.package(["路灯"], [os.urandom(200_000)])


def test_cut_at_every_byte(sending, small, stage_folder):
    titles = {sending.refusal(small[:length], stage_folder).title[:5] for length in range(len(small))}
    assert titles == {"这个包是空", "这个包不完", "这个包已损"}


def flipped(data, place, bit):
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def test_flipped_at_every_byte(sending, small, stage_folder):
    for place in range(len(small)):
        sending.refusal(flipped(small, place, place % 8), stage_folder)


@pytest.mark.proof
def test_flipped_at_every_bit_outside_and_inside_the_encryption(sending, small, tar, stage_folder):
    for number in range(8 * len(small)):
        sending.refusal(flipped(small, *divmod(number, 8)), stage_folder)
    for number in range(8 * len(tar)):
        sending.refusal(sending.sealed(flipped(tar, *divmod(number, 8))), stage_folder)
    record("package flipped at every bit", 8 * (len(small) + len(tar)))


@pytest.mark.parametrize(
    ("made", "title"),
    [
        (lambda whole: whole[:-70_000], "这个包不完整，少了 70,000 字节"),
        (lambda whole: whole + b"1", "这个包的后面多出 1 字节"),
        (lambda whole: whole + whole, "这个包的后面多出"),
        (lambda whole: whole[:100_000] + b"\0\0\0" + whole[100_003:], "这个包已损坏，内容对不上"),
    ],
)
def test_cut_doubled_and_flipped_are_told_apart(sending, big, stage_folder, made, title):
    assert title in sending.refusal(made(big), stage_folder).title


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"", "这个包是空的"),
        (b"age-encryp", "这个包不完整，只有 10 字节"),
        (b"PK\x03\x04rest", "这是 Excel、Word 或压缩文件"),
        (tarring.header("manifest.json", 3), "这是备份文件"),
        (b"%PDF-1.7", "这是 PDF 文件"),
        (b"\xff\xd8\xff\xe0", "这是图片"),
        (b"some text", "这不是上报包或回传包"),
        (b"age-encryption.org/v2\n", "更新的版本"),
        (b"age-encryption.org/v1\n-> X25519 " + b"A" * 10 * MIB, "这个包"),
    ],
)
def test_another_kind_of_file(sending, stage_folder, data, title):
    assert title in sending.refusal(data, stage_folder).title


def test_an_enrolment_file_is_no_package(sending, stage_folder):
    keys = sending.station
    request = new_request(keys, site=SITE, name="站", code="17", instance=INSTANCE, app_version="1", asked_at=AT)
    assert "入网文件" in sending.refusal(request, stage_folder).title


def test_not_for_us(sending, small, stage_folder):
    assert isinstance(sending.refusal(small, stage_folder, keys=SiteKeys.generate()), NotForUs)


def test_a_package_that_somebody_passed_on_under_another_lock(sending, stage_folder):
    stranger = SiteKeys.generate()
    prepared = sending.prepared(["路灯"], recipients=(stranger.public.receive,))
    passed_on = sending.sealed(b"".join(prepared._chunks()))
    assert isinstance(sending.refusal(passed_on, stage_folder), NotForUs)


def test_signed_by_somebody_else(sending, small, stage_folder):
    other = SiteKeys.generate().public.sign
    assert isinstance(sending.refusal(small, stage_folder, key_of=lambda _: [other]), BadSignature)
    assert isinstance(sending.refusal(small, stage_folder, key_of=lambda _: []), BadSignature)


def test_signed_as_something_else(sending, stage_folder):
    manifest = sending.prepared([]).manifest_bytes
    tar = sending.tar_of(manifest, [(CHANGES, packed(b""))], sending.station.sign(Tag.ROSTER, manifest))
    assert isinstance(sending.refusal(sending.sealed(tar), stage_folder), BadSignature)


def test_any_field_of_the_manifest_altered(sending, stage_folder):
    prepared = sending.prepared(["路灯"])
    values = json.loads(prepared.manifest_bytes)
    for key in values:
        altered = json.dumps({**values, key: ["altered"] if isinstance(values[key], str) else "altered"}).encode()
        tar = sending.tar_of(altered, [(CHANGES, packed(b""))], prepared.signature)
        sending.refusal(sending.sealed(tar), stage_folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("export_no", 83),
        ("sender", {"site": CENTRE, "instance": INSTANCE, "predecessor": None}),
        ("claims", {}),
        ("kind", "down"),
        ("receiver", SITE),
        ("package_id", "0" * 32),
        ("written_at", "2027-01-01T00:00:00+08:00"),
        ("wants", ["0" * 64]),
        ("later", "added"),
    ],
)
def test_a_plausible_manifest_under_the_old_signature(sending, stage_folder, key, value):
    prepared = sending.prepared(["路灯"])
    altered = json.dumps({**json.loads(prepared.manifest_bytes), key: value}).encode()
    tar = sending.tar_of(altered, [(CHANGES, packed(b""))], prepared.signature)
    assert isinstance(sending.refusal(sending.sealed(tar), stage_folder), BadSignature)


def put(key, value):
    return lambda values: values.update({key: value})


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (put("format", 2), NeedsUpdate),
        (put("min_reader", 2), NeedsUpdate),
        (put("suite", 2), NeedsUpdate),
        (put("critical", ["later"]), NeedsUpdate),
    ],
)
def test_a_newer_package_asks_for_an_update(sending, stage_folder, change, kind):
    refused = sending.refusal(sending.with_manifest(change), stage_folder)
    assert isinstance(refused, kind)
    assert "请把本程序更新" in refused.next_step


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (put("format", 0), "格式太旧"),
        (put("format", True), "「format」写法不对"),
        (put("export_no", 1.0), "「export_no」写法不对"),
        (put("export_no", 2**53), "太大"),
        (put("export_no", 0), "「export_no」写法不对"),
        (put("kind", "sideways"), "「kind」写法不对"),
        (put("written_at", "2026-06-18T10:52:00"), "「written_at」写法不对"),
        (put("streams", {"X:1": {}}), "「streams」写法不对"),
        (put("streams", {STREAM: {"base": [], "head": ["b" * 64, "a" * 64], "count": 1}}), "「head」写法不对"),
        (put("streams", {}), "条数和清单里写的不同"),
        (put("streams", {"C:*": {"base": [], "head": [], "count": 1}}), "去向不同"),
        (put("recipients", ["age1" + "q" * 58]), "不是发给本机的"),
        (put("recipients", None), "「recipients」写法不对"),
        (put("roster", "a\0b"), "不能保存的字符"),
        (lambda _values: b'{"roster":"\\ud800"}', "不能保存的字符"),
        (put("x", [[[[[[[[1]]]]]]]]), "层数太多"),
        (put("blobs", [{"sha256": "a" * 64, "size": 20 * MIB + 1}]), "超过 20 MB 的附件"),
        (put("blobs", [{"sha256": "../" + "a" * 61, "size": 1}]), "「sha256」写法不对"),
        (put("blobs", [{"sha256": "a" * 64, "size": 1}] * 2), "「blobs」写法不对"),
        (put("blobs", [{"sha256": "a" * 64, "size": 1}]), "少了文件"),
        (put("sections", {}), "「sections」写法不对"),
        (lambda values: values.pop("claims") and None, "缺少"),
        (lambda values: values["sections"][CHANGES].update(count=200_001), "超过 200,000 条"),
        (lambda values: values["sections"][CHANGES].update(plain=10**9), "大得不合常理"),
        (lambda values: values["sections"][CHANGES].update(plain=1), "大得不合常理"),
        (lambda values: values["sections"][CHANGES].update(plain=5000), "记录不完整"),
        (lambda values: values["sections"][CHANGES].update(sha256="0" * 64), "和清单里的校验码不符"),
        (lambda values: values["sections"][CHANGES].update(size=7), "过大"),
        (lambda values: values["sections"][CHANGES].update(count=2), "条数和清单里写的不同"),
        (lambda _values: b'{"format":1,"format":1}', "写了两次"),
        (lambda _values: b'{"format":NaN}', "NaN 不是数字"),
        (lambda _values: b"[" * 100_000, "层数太多"),
        (lambda _values: b"[]", "应是一组字段"),
        (lambda _values: b"\xff\xfe{}", "不是 UTF-8"),
        (lambda _values: b"{", "不是正确的 JSON"),
        (lambda _values: b"{}", "缺少"),
    ],
)
def test_a_wrong_manifest_though_its_owner_signed_it(sending, stage_folder, change, title):
    refused = sending.refusal(sending.with_manifest(change), stage_folder)
    assert title in refused.title
    assert not isinstance(refused, NeedsUpdate)


def test_a_manifest_over_its_cap(sending, stage_folder):
    refused = sending.refusal(sending.with_manifest(put("roster", "x" * MIB)), stage_folder)
    assert "「manifest.json」过大" in refused.title


def entry(name, kind=tarfile.REGTYPE, data=b"", link=""):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname, info.mode = kind, len(data), link, 0o644
    return info.tobuf(tarfile.USTAR_FORMAT) + data + tarring.padding(len(data))


@pytest.mark.parametrize(
    ("third", "title"),
    [
        (lambda data: entry("../x", data=data), "文件名不对"),
        (lambda data: entry("/etc/passwd", data=data), "文件名不对"),
        (lambda data: entry("CON", data=data), "文件名不对"),
        (lambda data: entry("Changes.jsonl.zst", data=data), "文件名不对"),
        (lambda _data: entry(CHANGES, tarfile.SYMTYPE, link="/etc/passwd"), "链接"),
        (lambda _data: entry(CHANGES, tarfile.LNKTYPE, link="manifest.json"), "链接"),
        (lambda _data: entry(CHANGES, tarfile.DIRTYPE), "链接"),
        (lambda _data: entry(CHANGES, tarfile.FIFOTYPE), "链接"),
        (lambda data: entry("manifest.json", data=data), "文件名不对"),
        (lambda data: entry(CHANGES, data=data + b"1"), "过大"),
        (lambda data: entry(CHANGES, data=data[:-1]), "大小不同"),
        (lambda data: b"\xff" * 512 + data, "文件头看不懂"),
        (
            lambda data: entry("x", tarfile.XHDTYPE, b"30 path=../../../etc/cron.d/x\n") + entry(CHANGES, data=data),
            "链接",
        ),
        (lambda data: entry(CHANGES, data=data) + entry("blob/" + "a" * 64, data=b"1"), "清单以外的东西"),
        (lambda data: entry(CHANGES, data=data)[:-1] + b"1", "清单以外的东西"),
        (lambda data: entry(CHANGES, data=data) + bytes(2048), "多余的内容"),
        (lambda _data: b"", "少了文件"),
    ],
)
def test_tricks_with_the_tar(sending, stage_folder, third, title):
    data = packed(b"".join(write_line(one) for one in chain(["路灯"])))
    prepared = sending.prepared(["路灯"])
    values = json.loads(prepared.manifest_bytes)
    values["sections"][CHANGES] |= {"size": len(data)}
    head = [("manifest.json", json.dumps(values).encode())]
    head.append(("manifest.sig", sending.station.sign(Tag.MANIFEST, head[0][1])))
    tar = b"".join(tarred(*one) for one in head) + third(data) + tarring.END
    assert title in sending.refusal(sending.sealed(tar), stage_folder).title


@pytest.mark.parametrize(
    ("tar", "title"),
    [
        (b"", "少了文件"),
        (tarring.END, "少了文件"),
        (b"hello" * 300, "文件头看不懂"),
        (entry("manifest.json", tarfile.SYMTYPE, link="x"), "链接"),
        (tarred("manifest.json", b"{}"), "少了文件"),
        (tarred("manifest.json", b"{}") + tarred("manifest.sig", b"short") + tarring.END, "签名长度不对"),
        (tarred("manifest.json", b"{}")[:-1] + b"1", "清单以外"),
        (tarring.header("manifest.json", MIB + 1), "过大"),
    ],
)
def test_what_is_no_package_inside_the_encryption(sending, stage_folder, tar, title):
    assert title in sending.refusal(sending.sealed(tar), stage_folder).title


def test_cuts_inside_the_encryption(sending, tar, stage_folder):
    for length in range(0, len(tar), 64):
        sending.refusal(sending.sealed(tar[:length]), stage_folder)


def test_flips_inside_the_encryption(sending, tar, stage_folder):
    for place in range(0, len(tar), 7):
        sending.refusal(sending.sealed(flipped(tar, place, place % 8)), stage_folder)


def line(**more):
    values = json.loads(write_line(chain(["路灯"])[0]))
    return json.dumps({**values, **more}, ensure_ascii=False).encode() + b"\n"


def header(**more):
    return line(h=json.dumps({**json.loads(chain(["路灯"])[0].header), **more}), s=None, p=None)


@pytest.mark.parametrize(
    ("bad", "title"),
    [
        (b"\n", "不是正确的 JSON"),
        (b"[]\n", "应是一组字段"),
        (b"{}\n", "「h」缺少"),
        (line()[:-1], "最后一条记录不完整"),
        (line(p='{"text":"别的"}'), "和它的校验码不符"),
        (line(s="AAAAAAAAAAAAAAAAAAAAAA=="), "和它的校验码不符"),
        (line(s="短"), "「s」写法不对"),
        (line(s=None), "「p」写法不对"),
        (line(p=None), "「p」写法不对"),
        (line(p=1), "「p」写法不对"),
        (line(p="not json"), "不是正确的 JSON"),
        (line(p='{"a":"\\ud800"}'), "不能保存的字符"),
        (line(p='{"a":"\\u0000"}'), "不能保存的字符"),
        (line(p='{"\\ud800":1}'), "不能保存的字符"),
        (line(p='[["\\u0000"]]'), "不能保存的字符"),
        (line(p='{"a":1,"a":2}'), "写了两次"),
        (line(p='{"a":' + "[" * 9 + "]" * 9 + "}"), "层数太多"),
        (line(p="[" * 50_000), "层数太多"),
        (line(h="{}"), "缺少"),
        (line(h='"\ud7ff"'), "应是一组字段"),
        (header(v=0), "「v」写法不对"),
        (header(v=True), "「v」写法不对"),
        (header(v=2), "更新的版本"),
        (header(op="explode"), "更新的版本"),
        (header(stream="Q:1"), "「stream」写法不对"),
        (header(prev=["a" * 63]), "「prev」写法不对"),
        (header(prev=["b" * 64, "a" * 64]), "「prev」写法不对"),
        (header(prev=["a" * 64, "a" * 64]), "「prev」写法不对"),
        (header(seq=0), "「seq」写法不对"),
        (header(seq="1"), "「seq」写法不对"),
        (header(instance="A" * 32), "「instance」写法不对"),
        (header(uid=""), "「uid」写法不对"),
        (header(uid="a\nb"), "「uid」写法不对"),
        (header(facet="Opinion"), "「facet」写法不对"),
        (header(schema=0), "「schema」写法不对"),
        (header(wall_time="yesterday and a half"), "「wall_time」写法不对"),
        (header(payload_hash="0"), "「payload_hash」写法不对"),
        (b'{"h":"' + os.urandom(MIB).hex().encode() + b'"}\n', "超过 2 MB"),
    ],
)
def test_a_wrong_line_though_its_owner_signed_it(sending, stage_folder, bad, title):
    good = write_line(chain(["路灯"])[0])
    assert title in sending.refusal(sending.with_lines([good, bad]), stage_folder).title


def test_bombs(sending, stage_folder):
    plain = b"a" * (300 * MIB)
    start = time.monotonic()
    bomb = packed(plain)
    assert "大得不合常理" in sending.refusal(sending.with_packed(bomb, len(plain), 1), stage_folder).title
    assert sending.refusal(sending.with_packed(bomb, len(bomb) * 200, 1), stage_folder)
    lines = packed(write_line(Erased(chain(["x"])[0].header)) * 50_000)
    refused = sending.refusal(sending.with_packed(lines, len(lines) * 200, 1), stage_folder)
    assert "大得不合常理" in refused.title
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "data", [b"junk", b"\x28\xb5\x2f\xfd\x00\xff" + b"\xff" * 20, packed(b"a\n") + b"junk", packed(b"a\n" * 50)[:-5]]
)
def test_garbled_compression(sending, stage_folder, data):
    assert sending.refusal(sending.with_packed(data, min(100, 200 * len(data)), 1), stage_folder)


def test_a_fault_of_the_disk_is_said_as_one(sending, stage_folder, small):
    with pytest.raises(StorageProblem, match="找不到"):
        open_package(stage_folder / "gone.zlt", [sending.centre.identity], lambda _: [], stage_folder)


def test_the_lookup_may_refuse_in_its_own_words(sending, stage_folder, small):
    def unknown(manifest):
        assert manifest.sender == Sender(SITE, INSTANCE)
        raise LookupError

    with pytest.raises(LookupError):
        sending.open(small, stage_folder, key_of=unknown)


def test_blobs_are_in_the_order_of_the_manifest(sending, stage_folder):
    data = sorted([b"1", b"2", b"3"], key=lambda one: blob(one).sha256)
    tar = b"".join(sending.prepared([], data)._chunks())
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        assert opened.getnames()[3:] == [f"blob/{blob(one).sha256}" for one in data]
