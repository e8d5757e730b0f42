let x = nil
// error: TypeError: 'nil' alone has no type
