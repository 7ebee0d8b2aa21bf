import subprocess
import sys

import pytest

import nn


def loaded_after(code):
    script = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    command = [sys.executable, "-c", script]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_import_needs_numpy_only():
    known = loaded_after("import numpy.random, json, zipfile, shutil, secrets, dataclasses, typing")
    loaded = loaded_after("import nn; assert nn.Network")
    assert loaded - known - sys.stdlib_module_names == {"nn"}


def test_the_estimator_is_imported_when_asked_for():
    loaded = loaded_after("from nn import BackpropClassifier; BackpropClassifier()")
    assert "sklearn" in loaded


def test_the_estimator_is_listed():
    assert "BackpropClassifier" in dir(nn)
    with pytest.raises(AttributeError, match="has no attribute 'Perceptron'"):
        _ = nn.Perceptron
