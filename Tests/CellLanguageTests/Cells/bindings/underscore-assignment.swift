_ = [1, 2].count
print("done") // expect: done
