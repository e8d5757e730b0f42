func greet(name: String) -> String { name }
greet("Ann")
// error: ArgumentError: argument 1 of greet needs a label, such as 'name:'
