let x = None
// error: NameError: there is no variable or function 'None'; Swift writes 'nil'
