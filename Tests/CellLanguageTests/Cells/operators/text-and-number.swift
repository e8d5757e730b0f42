let n = 3
"n is " + n
// error: TypeError: '+' does not work between String and Int; put values into a string with \(…)
// underlined: +
