import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["nn.network", "nn.training", "nn.classifier.estimator"])
def test_examples_in_the_documentation(name):
    module = importlib.import_module(name)
    result = doctest.testmod(module, extraglobs={"np": importlib.import_module("numpy")})
    assert result.attempted > 0
    assert result.failed == 0
