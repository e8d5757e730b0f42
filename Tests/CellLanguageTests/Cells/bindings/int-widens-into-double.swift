var total = 0.0
total += 1
total = 5
print(total) // expect: 5.0
