let x: Strin = "a"
// error: NameError: there is no type 'Strin'; did you mean 'String'?
