var xs = [1, 2, 3, 4]
while true { xs += xs }
// error: LimitError: a collection of
