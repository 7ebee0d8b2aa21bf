"""Join widgets with the engine: recognition, models, drawings, retraining, XOR."""
