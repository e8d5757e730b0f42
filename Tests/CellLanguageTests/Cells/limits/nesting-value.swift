var xs: [Any] = []
while true { xs = [xs] }
// error: LimitError: a value can't be nested more than 200 levels deep
