func greet(_ name: String) -> String { name }
greet(name: "Ann")
// error: ArgumentError: 'name' of greet is given without a label
