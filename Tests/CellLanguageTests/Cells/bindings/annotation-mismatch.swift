let x: Int = "three"
// error: TypeError: 'x' must be Int, not String
// underlined: "three"
