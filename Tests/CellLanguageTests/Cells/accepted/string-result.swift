"say \"hi\"\n"
// result: "say \"hi\"\n"
