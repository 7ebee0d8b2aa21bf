"""scikit-learn's own checks of what an estimator has to do."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from nn import BackpropClassifier


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks(
    [BackpropClassifier(max_iter=100), BackpropClassifier(loss="squared_error", max_iter=100)]
)
def test_scikit_learn_check(estimator, check):
    check(estimator)
