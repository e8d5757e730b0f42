let d = ["loss": 1]
d.loss
// error: NameError: a dictionary's values are found by their keys: write ["loss"]
