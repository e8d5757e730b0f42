func greet(name: String) -> String { "Hello " + name }
print("nothing of this cell runs")
greet()
// error: ArgumentError: greet needs the argument 'name'
// underlined: greet()
