print("a", seperator: "-")
// error: ArgumentError: print has no argument 'seperator'; did you mean 'separator'?
// underlined: seperator
