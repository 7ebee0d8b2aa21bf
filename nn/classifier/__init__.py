"""The network as a scikit-learn estimator; the rest of `nn` does without scikit-learn."""

from nn.classifier.estimator import BackpropClassifier

__all__ = ["BackpropClassifier"]
