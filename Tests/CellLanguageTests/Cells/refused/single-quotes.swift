print('hello')
// error: SyntaxError: ''' means nothing here; strings stand between double quotes
