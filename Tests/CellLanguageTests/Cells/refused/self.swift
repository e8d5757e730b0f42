self.x
// error: SyntaxError: cells have no 'self'
