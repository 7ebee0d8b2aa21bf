import io
import json
import os
import re
import stat
import sys
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nn import (
    Network,
    NetworkFileError,
    dump_network,
    load_network,
    parse_network,
    save_network,
)
from nn import serialization as module

METADATA = {"trained on": "digits, Ziffern ÄÖÜ", "accuracy": 0.97, "seeds": [1, 2], "none": None}


def make_network(sizes=(4, 5, 3), **kwargs):
    network = Network(sizes, **kwargs)
    network.parameters[:] = np.random.default_rng(0).normal(size=network.parameters.shape)
    return network


@pytest.fixture
def path(tmp_path):
    return tmp_path / "digits.npz"


@pytest.fixture
def saved(path):
    save_network(path, make_network(), METADATA)
    return path


def assert_refused(path, sentence=None):
    """The message is one sentence about this file that says what to do."""
    with pytest.raises(NetworkFileError, match=sentence) as caught:
        load_network(path)
    message = str(caught.value)
    assert message.startswith(path.name)
    assert re.search(r"; (choose|update) .*\.$", message), message
    assert "\n" not in message


# What is written is what is read


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (1, 1, 1), (2, 1, 3, 1)])
def test_round_trip(path, sizes, bias, dtype):
    network = make_network(
        sizes, activation="tanh", output_activation="sigmoid", bias=bias, dtype=dtype
    )
    save_network(path, network, METADATA)
    loaded, metadata = load_network(path)
    assert repr(loaded) == repr(network)
    assert loaded.parameters.tobytes() == network.parameters.tobytes()
    assert metadata == METADATA
    loaded.parameters[:] = 0  # may be trained on


def test_without_metadata(path):
    save_network(path, make_network())
    assert load_network(path)[1] == {}


def test_the_path_is_taken_as_it_is(tmp_path):
    path = tmp_path / "model"
    save_network(str(path), make_network())
    assert list(tmp_path.iterdir()) == [path]
    load_network(str(path))


def test_numpy_can_open_it(saved):
    with np.load(saved) as arrays:
        assert sorted(arrays) == ["biases_0", "biases_1", "header", "weights_0", "weights_1"]
        np.testing.assert_array_equal(arrays["weights_1"], make_network().weights[1])


def test_the_same_content_gives_the_same_bytes(tmp_path, monkeypatch):
    save_network(tmp_path / "a", make_network(), {"a": 1, "b": 2})
    monkeypatch.setattr("time.time", lambda: 2e9)
    save_network(tmp_path / "b", make_network(), {"b": 2, "a": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# Writing


def test_a_file_is_replaced_only_by_a_complete_one(saved, monkeypatch):
    before = saved.read_bytes()

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(
        NetworkFileError, match=r"not saved to digits\.npz: no space left on device"
    ):
        save_network(saved, make_network((9, 9)))
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_nothing_is_left_when_interrupted(saved, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_network(saved, make_network((9, 9)))
    assert list(saved.parent.iterdir()) == [saved]
    load_network(saved)


def test_no_such_folder(tmp_path):
    with pytest.raises(NetworkFileError, match=r"not saved to x.npz: no such file or directory"):
        save_network(tmp_path / "missing" / "x.npz", make_network())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_links_and_permissions_are_kept(saved, tmp_path):
    saved.chmod(0o640)
    link = tmp_path / "link.npz"
    link.symlink_to(saved)
    save_network(link, make_network((9, 9)))
    assert link.is_symlink()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o640
    assert load_network(saved)[0].layer_sizes == (9, 9)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_networks_that_are_not_finite_are_not_saved(saved, bad):
    before = saved.read_bytes()
    network = make_network()
    network.parameters[3] = bad
    with pytest.raises(NetworkFileError, match=r"not finite numbers\. Train it again"):
        save_network(saved, network)
    assert saved.read_bytes() == before


@pytest.mark.parametrize("metadata", [{"a": {1, 2}}, {"a": float("nan")}, {"a": b"x"}, {(1, 2): 3}])
def test_metadata_that_is_not_json(path, metadata):
    with pytest.raises(NetworkFileError, match="metadata is not JSON"):
        save_network(path, make_network(), metadata)
    assert not path.exists()


# Reading what is not a network


def test_missing(tmp_path):
    assert_refused(tmp_path / "gone.npz", "gone.npz cannot be read: no such file")


def test_folder(tmp_path):
    assert_refused(tmp_path, "is not a file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_pipe_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert_refused(tmp_path / "pipe", "is not a file")


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"\x93NUMPY\x01\x00", bytes(5000)])
def test_not_a_zip(path, content):
    path.write_bytes(content)
    assert_refused(path, "damaged or not a saved network")


def test_too_large_a_file_is_not_read(path):
    with path.open("wb") as file:
        file.truncate(module.MAX_FILE_BYTES + 1)  # sparse: takes no space
    assert_refused(path, "too large for a network")


def test_another_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert_refused(path, "has no header")


def test_another_npz(path):
    np.savez(path, header=np.frombuffer(b'{"format": "other"}', np.uint8))
    assert_refused(path, "another format's")


def rewrite(path, changes=None, **arrays):
    """Save the file again with some things changed; an array of None is left out."""
    with np.load(path) as old:
        content = dict(old)
    if changes is not None:
        changed = json.loads(content["header"].tobytes()) | changes
        kept = {key: value for key, value in changed.items() if value is not ...}
        content["header"] = np.frombuffer(json.dumps(kept).encode(), np.uint8)
    content |= arrays
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in content.items():
            if array is not None:
                buffer = io.BytesIO()
                np.lib.format.write_array(buffer, np.asanyarray(array), allow_pickle=True)
                archive.writestr(f"{name}.npy", buffer.getvalue())


def test_rewriting_alone_does_not_make_a_file_bad(saved):
    rewrite(saved, {})
    assert load_network(saved)[1] == METADATA


@pytest.mark.parametrize("name", ["header", "weights_0", "weights_1", "biases_0", "biases_1"])
def test_missing_entry(saved, name):
    rewrite(saved, **{name: None})
    assert_refused(saved, f"it has no {name}")


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"version": 2}, "made by a newer version"),
        ({"version": 0}, "has no version"),
        ({"version": "1"}, "has no version"),
        ({"version": True}, "has no version"),
        ({"version": ...}, "has no version"),
        ({"format": ...}, "another format's"),
        ({"metadata": ...}, "metadata is missing"),
        ({"metadata": [1]}, "metadata is missing"),
        ({"layer_sizes": ...}, "not a list of sizes"),
        ({"layer_sizes": "4,5"}, "not a list of sizes"),
        ({"layer_sizes": [1] * 1000}, "not a list of sizes"),
        ({"layer_sizes": [4]}, "layer_sizes must be"),
        ({"layer_sizes": []}, "layer_sizes must be"),
        ({"layer_sizes": [4, -5, 3]}, "absurd sizes"),
        ({"layer_sizes": [4, 5.0, 3]}, "absurd sizes"),
        ({"layer_sizes": [4, True, 3]}, "absurd sizes"),
        ({"layer_sizes": [4, 10**30, 3]}, "absurd sizes"),
        ({"layer_sizes": [10**7, 10**7, 3]}, "parameters"),
        ({"layer_sizes": [4, 6, 3]}, "weights_0 has the shape"),
        ({"layer_sizes": [4, 5, 3, 2]}, "has no weights_2"),
        ({"activation": "swish"}, "no activation 'swish'"),
        ({"activation": "softmax"}, "cannot be softmax"),
        ({"activation": 3}, "incomplete"),
        ({"output_activation": ...}, "incomplete"),
        ({"bias": 1}, "incomplete"),
        ({"dtype": "object"}, "incomplete"),
        ({"dtype": ["float32"]}, "incomplete"),
        ({"dtype": "float64"}, "holds float32, not float64"),
    ],
)
def test_bad_header(saved, header, sentence):
    rewrite(saved, header)
    assert_refused(saved, sentence)


@pytest.mark.parametrize("text", [b"{", b"\xff\xfe", b"[1]", b"3", b"[" * 100_000])
def test_header_that_is_no_json_object(saved, text):
    rewrite(saved, header=None)
    with zipfile.ZipFile(saved, "a") as archive:
        buffer = io.BytesIO()
        np.save(buffer, np.frombuffer(text, np.uint8))
        archive.writestr("header.npy", buffer.getvalue())
    assert_refused(saved, "header is (not JSON|another format's)")


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (np.zeros((4, 5), np.float32), r"shape \(4, 5\), not \(5, 4\)"),
        (np.zeros(20, np.float32), r"shape \(20,\)"),
        (np.zeros((), np.float32), r"shape \(\)"),
        (np.zeros((5, 4), np.float64), "holds float64"),
        (np.zeros((5, 4), np.int32), "holds int32"),
        (np.zeros((5, 4), ">f4"), "holds >f4"),
        (np.zeros((5, 4), "U1"), "holds <U1"),
        (np.array([[print] * 4] * 5, object), "holds object"),
        (np.full((5, 4), np.nan, np.float32), "not finite numbers"),
        (np.full((5, 4), -np.inf, np.float32), "not finite numbers"),
    ],
)
def test_bad_array(saved, array, sentence):
    rewrite(saved, weights_0=array)
    assert_refused(saved, sentence)


def test_column_major_arrays_are_read_right(saved):
    with np.load(saved) as arrays:
        weights = arrays["weights_0"]
    rewrite(saved, weights_0=np.asfortranarray(weights))
    np.testing.assert_array_equal(load_network(saved)[0].weights[0], weights)


def replace_entry(path, name, content, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist()}
    entries[name] = content
    with zipfile.ZipFile(path, "w", compression) as archive:
        for entry, data in entries.items():
            archive.writestr(entry, data)


def npy(header, data=b""):
    text = repr(header).encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


def test_a_shape_that_lies_allocates_nothing(saved):
    header = {"descr": "<f4", "fortran_order": False, "shape": (5, 4)}
    replace_entry(saved, "weights_0.npy", npy(header, bytes(8)))
    assert_refused(saved, "weights_0 is incomplete")
    header["shape"] = (10**12,)
    replace_entry(saved, "header.npy", npy(header | {"descr": "|u1"}, b"{}"))
    assert_refused(saved, "header is incomplete")


@pytest.mark.parametrize(
    "content",
    [b"", b"text", npy("nonsense"), npy({"descr": "<f4"}), b"\x93NUMPY\x09\x00" + bytes(99)],
)
def test_an_entry_that_is_no_array(saved, content):
    replace_entry(saved, "weights_0.npy", content)
    assert_refused(saved, "damaged")


@pytest.mark.parametrize("entry", ["header", "weights_0"])
def test_zip_bomb_is_not_unpacked(saved, entry):
    replace_entry(saved, f"{entry}.npy", bytes(50_000_000), zipfile.ZIP_DEFLATED)
    assert saved.stat().st_size < 100_000
    assert_refused(saved, f"its {entry} is absurdly large")


def test_unknown_compression_and_encryption(saved):
    content = saved.read_bytes()
    for offset, value in ((8, 99), (6, 1)):  # in every header: the method, the flags
        changed = bytearray(content)
        for signature, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
            for match in re.finditer(re.escape(signature), content):
                changed[match.start() + offset + shift] = value
        saved.write_bytes(changed)
        assert_refused(saved, "damaged")


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("networks") / "digits.npz"
    save_network(path, make_network(), METADATA)
    return path.read_bytes()


@given(
    start=st.integers(0, 3000),
    length=st.sampled_from([1, 2, 4, 30, 10_000]),
    written=st.binary(max_size=4),
)
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_damage_is_noticed_or_harmless(sound_file, path, start, length, written):
    """Bytes that are changed, removed or cut off end in one clear sentence or change nothing."""
    content = bytearray(sound_file)
    start %= len(content)
    content[start : start + length] = written
    path.write_bytes(content)
    try:
        loaded, metadata = load_network(path)
    except NetworkFileError:
        assert_refused(path)
    else:
        np.testing.assert_array_equal(loaded.parameters, make_network().parameters)
        assert metadata == METADATA


def test_what_is_wrong_is_said_once(tmp_path):
    network = Network((3, 2, 1), output_activation="sigmoid")
    with pytest.raises(NetworkFileError) as error:
        save_network(tmp_path / "n.npz", network, {"a": object()})
    assert str(error.value).count("not saved") == 1
    assert not (tmp_path / "n.npz").exists()


def test_bytes_are_those_of_the_file_and_come_back(tmp_path):
    network = Network((3, 2, 1), output_activation="sigmoid")
    network.initialize(np.random.default_rng(0))
    save_network(tmp_path / "n.npz", network, {"a": 1})
    content = dump_network(network, {"a": 1})
    assert content == (tmp_path / "n.npz").read_bytes()
    back, metadata = parse_network(content)
    assert np.array_equal(back.parameters, network.parameters)
    assert metadata == {"a": 1}
    with pytest.raises(NetworkFileError, match=r"^The network is damaged"):
        parse_network(content[:100])
