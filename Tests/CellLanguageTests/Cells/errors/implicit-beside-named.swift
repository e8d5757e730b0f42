[1].map { x in $0 }
// error: SyntaxError: '$0' stands only in closures that name no parameters
