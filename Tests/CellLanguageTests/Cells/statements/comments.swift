// a comment
/* a /* nested */ one */ print("here") // expect: here
print(1 /* in between */ + 2) // expect: 3
