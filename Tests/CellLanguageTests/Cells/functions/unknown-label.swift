func greet(name: String) -> String { "Hello " + name }
greet(nmae: "Ann")
// error: ArgumentError: greet has no argument 'nmae'; did you mean 'name'?
// underlined: nmae
