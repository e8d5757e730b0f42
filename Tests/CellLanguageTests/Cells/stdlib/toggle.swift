var on = true
on.toggle()
print(on) // expect: false
