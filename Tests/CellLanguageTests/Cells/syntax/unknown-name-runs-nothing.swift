print("before")
unknownThing(3)
// error: NameError: there is no variable or function 'unknownThing'
