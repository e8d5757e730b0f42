var i = 0
i++
// error: SyntaxError: Swift has no '++'; write '+= 1'
// underlined: ++
