for letter in "añ🐱" { print(letter) }
// expect: a
// expect: ñ
// expect: 🐱
