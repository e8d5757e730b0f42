2 ** 3
// error: SyntaxError: there is no operator '**'; use pow(base, exponent)
