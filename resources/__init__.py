"""What the application comes with: the factory model, icons, the bundled drawing.

Read it with `importlib.resources`, so that it is found in a wheel as well.
"""
