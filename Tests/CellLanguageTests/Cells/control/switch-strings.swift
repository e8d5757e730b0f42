let word = "b"
switch word {
case "a": print("first")
case "b": print("second") // expect: second
default: break
}
